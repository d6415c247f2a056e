// What the view says above its items: what is going on, or why there is nothing.
// Must not know the tree.

import * as vscode from 'vscode';
import type { Problem } from '../../core/problems';
import { overallState, type FolderState } from '../folderState';
import type { NumberFormat } from '../format';
import { searchedText } from '../outcome';
import { progressText } from '../progressText';

/** Undefined where the items speak for themselves. */
export function viewMessage(
  states: readonly FolderState[],
  numbers: NumberFormat,
): string | undefined {
  const failed = states.find(({ status }) => status === 'failed');
  switch (overallState(states)) {
    case 'scanning':
      return progressText(states.find(({ progress }) => progress !== undefined)?.progress, numbers);
    case 'found':
      return troubleText(states, failed);
    // A message would hide the welcome text, which says what to do.
    case 'empty':
    case 'failed':
    case 'cancelled':
    case 'unscanned':
    case 'unsupported':
      return undefined;
  }
}

function troubleText(
  states: readonly FolderState[],
  failed: FolderState | undefined,
): string | undefined {
  if (failed !== undefined) {
    return vscode.l10n.t('{0} could not be scanned: {1}', failed.folder.name, failed.reason ?? '');
  }
  // It belongs to no file, so the Problems panel has no place for it.
  const misnamed = states.flatMap(({ problems }) => problems).find(isUnknownFormat);
  if (misnamed !== undefined) return misnamed.message;
  if (states.some(({ status }) => status === 'cancelled')) {
    return vscode.l10n.t('The scan was cancelled: what is shown may be incomplete.');
  }
  if (states.some(({ stale }) => stale)) {
    return vscode.l10n.t('Label files have changed since they were counted.');
  }
  return undefined;
}

const isUnknownFormat = ({ code }: Problem): boolean => code === 'unknown-format';

/** Beside the view's title: how much was searched where nothing was found. */
export function viewDescription(
  states: readonly FolderState[],
  numbers: NumberFormat,
): string | undefined {
  return overallState(states) === 'empty' ? searchedText(states, numbers) : undefined;
}

/** On the activity bar: datasets with errors or warnings. */
export function badgeOf(states: readonly FolderState[]): vscode.ViewBadge | undefined {
  const value = states
    .flatMap(({ datasets }) => datasets)
    .filter(({ status }) => status === 'asserted')
    .filter(({ problems }) => problems.some(({ severity }) => severity !== 'information')).length;
  if (value === 0) return undefined;
  const tooltip =
    value === 1
      ? vscode.l10n.t('1 dataset has problems')
      : vscode.l10n.t('{0} datasets have problems', value);
  return { value, tooltip };
}
