// What a scan that found nothing has to say: how much was searched, and what was left out.
// Must not know where it is shown.

import * as vscode from 'vscode';
import type { FolderState } from './folderState';
import type { NumberFormat } from './format';

/** Reasons given; the log has the rest. */
const mostReasons = 3;

export function emptyText(states: readonly FolderState[], numbers: NumberFormat): string {
  const searched = states.filter(({ status }) => status === 'done');
  const files = searched.reduce((sum, { stats }) => sum + (stats?.files ?? 0), 0);
  const names = searched.map(({ folder }) => folder.name).join(', ');
  const said =
    files === 1
      ? vscode.l10n.t('No labels in {0}: 1 file searched.', names)
      : vscode.l10n.t('No labels in {0}: {1} files searched.', names, numbers.whole(files));
  const why = searched.flatMap(({ problems }) => problems.map(({ message }) => message));
  return [said, ...why.slice(0, mostReasons)].join(' ');
}
