// Scan Workspace, Refresh, Cancel Scan.
// Must not know how a scan is done.

import * as vscode from 'vscode';
import { UserError } from '../base/errors';
import type { Features } from '../features';
import { overallState } from '../folderState';
import { numberFormat } from '../format';
import { emptyText } from '../outcome';
import { requireFolder } from './scanFirst';

/** Scans everything anew and shows where results appear. */
export async function scan(features: Features): Promise<void> {
  const { store } = features;
  await requireFolder(store);
  // The view shows progress and the way to cancel.
  await vscode.commands.executeCommand('classBalance.datasets.focus');
  await store.scan();
  sayOutcome(features);
}

/** Scans everything anew. */
export async function refresh(features: Features): Promise<void> {
  await features.store.scan();
  sayOutcome(features);
}

export function cancelScan({ store }: Features): void {
  store.cancel();
}

/** @throws UserError with the reason where a folder could not be scanned, or nothing was found. */
function sayOutcome({ store }: Features): void {
  const failed = store.states.find(({ status }) => status === 'failed');
  if (failed !== undefined) {
    const { folder, reason = '' } = failed;
    throw new UserError(vscode.l10n.t('{0} could not be scanned: {1}', folder.name, reason));
  }
  if (overallState(store.states) !== 'empty') return;
  throw new UserError(emptyText(store.states, numberFormat(vscode.env.language)));
}
