// What a scan is doing, in a few words: for the view, the status bar, notifications and the panel.
// Must not know where it is shown.

import * as vscode from 'vscode';
import type { ScanProgress } from '../core/scan';
import type { NumberFormat } from './format';

/** “Counting: 45 %” and the like; short enough for the status bar. */
export function progressText(progress: ScanProgress | undefined, numbers: NumberFormat): string {
  if (progress === undefined) return vscode.l10n.t('Starting the scan…');
  const files = numbers.whole(progress.files);
  switch (progress.phase) {
    case 'list':
      return vscode.l10n.t('Looking through {0} files…', files);
    case 'detect':
      return vscode.l10n.t('Looking for labels in {0} files…', files);
    case 'count': {
      if (progress.totalBytes === 0) return vscode.l10n.t('Counting…');
      const part = Math.min(1, progress.bytes / progress.totalBytes);
      return vscode.l10n.t('Counting: {0}', numbers.share(Math.round(part * 100) / 100));
    }
  }
}
