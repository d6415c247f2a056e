// Scan Workspace, Refresh, Cancel Scan.
// Must not know how a scan is done.

import * as vscode from 'vscode';
import type { Features } from '../features';
import { scanFirst } from './scanFirst';

/** Scans everything anew and shows where results appear. */
export async function scan({ store }: Features): Promise<void> {
  await vscode.commands.executeCommand('classBalance.datasets.focus');
  const scanned = store.states.filter(({ status }) => status !== 'unscanned');
  if (scanned.length === 0) await scanFirst(store);
  else await store.scan();
}

/** Scans everything anew. */
export async function refresh({ store }: Features): Promise<void> {
  await store.scan();
}

export function cancelScan({ store }: Features): void {
  store.cancel();
}
