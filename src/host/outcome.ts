// What a scan that found nothing has to say: how much was searched, and what was left out.
// Must not know where it is shown.

import * as vscode from 'vscode';
import type { FolderState } from './folderState';
import type { NumberFormat } from './format';

/** Reasons given; the log has the rest. */
const mostReasons = 3;

export function emptyText(states: readonly FolderState[], numbers: NumberFormat): string {
  const searched = searchedOf(states);
  const names = searched.map(({ folder }) => folder.name).join(', ');
  const said = vscode.l10n.t('No labels in {0}: {1}.', names, searchedText(states, numbers));
  const why = searched.flatMap(({ problems }) => problems.map(({ message }) => message));
  return [said, ...why.slice(0, mostReasons)].join(' ');
}

/** “1,234 files searched”. */
export function searchedText(states: readonly FolderState[], numbers: NumberFormat): string {
  const files = searchedOf(states).reduce((sum, { stats }) => sum + (stats?.files ?? 0), 0);
  return files === 1
    ? vscode.l10n.t('1 file searched')
    : vscode.l10n.t('{0} files searched', numbers.whole(files));
}

function searchedOf(states: readonly FolderState[]): readonly FolderState[] {
  return states.filter(({ status }) => status === 'done');
}
