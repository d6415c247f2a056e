// Scan Workspace, Refresh, Cancel Scan.
// Must not know how a scan is done.

import * as vscode from 'vscode';
import { UserError } from '../base/errors';
import type { Features } from '../features';
import { overallState } from '../folderState';
import { requireFolder } from './scanFirst';

/** Scans everything anew and shows where results appear. */
export async function scan(features: Features): Promise<void> {
  const { store } = features;
  await requireFolder(store);
  // The view shows progress and the way to cancel.
  await showView();
  await store.scan();
  sayFailure(features);
}

/** Scans everything anew; where nothing is found, the view says so and what to do. */
export async function refresh(features: Features): Promise<void> {
  await features.store.scan();
  if (overallState(features.store.states) === 'empty') await showView();
  sayFailure(features);
}

async function showView(): Promise<void> {
  await vscode.commands.executeCommand('classBalance.datasets.focus');
}

export function cancelScan({ store }: Features): void {
  store.cancel();
}

/** @throws UserError with the reason where a folder could not be scanned. */
function sayFailure({ store }: Features): void {
  const failed = store.states.find(({ status }) => status === 'failed');
  if (failed === undefined) return;
  const { folder, reason = '' } = failed;
  throw new UserError(vscode.l10n.t('{0} could not be scanned: {1}', folder.name, reason));
}
