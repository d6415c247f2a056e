// The moving bar on top of the view while a scan is under way.
// Must not know how anything is counted.

import * as vscode from 'vscode';
import type { Datasets } from '../datasets';
import { overallState } from '../folderState';

export function showScanProgress(store: Datasets, viewId: string): vscode.Disposable {
  let finish: (() => void) | undefined;
  return store.onDidChange(() => {
    const isScanning = overallState(store.states) === 'scanning';
    if (!isScanning) {
      finish?.();
      finish = undefined;
    } else if (finish === undefined) {
      const ended = new Promise<void>((resolve) => (finish = resolve));
      void vscode.window.withProgress({ location: { viewId } }, () => ended);
    }
  });
}
