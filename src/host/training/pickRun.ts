// Which run a command is about, where nothing names it.
// Must not know what is done with it.

import * as vscode from 'vscode';
import type { RunEnd, RunSummary } from '../../node/runFolders';
import { UserError } from '../base/errors';
import { runName } from './runs';

/** @throws UserError where no run fits; CancellationError where the user gives up. */
export async function pickRun(
  runs: readonly RunSummary[],
  title: string,
  fits: (run: RunSummary) => boolean,
): Promise<RunSummary> {
  const fitting = runs.filter(fits);
  if (fitting.length === 0) {
    if (runs.length > 0) throw new UserError(vscode.l10n.t('No training run fits: {0}.', title));
    throw new UserError(vscode.l10n.t('There is no training run yet.'), {
      title: vscode.l10n.t('Start Training…'),
      command: 'classBalance.startTraining',
    });
  }
  if (fitting.length === 1) return fitting[0];
  const items = fitting.map((run) => ({
    label: `$(${runIcon(run.status)}) ${run.request.name}`,
    description: runStatus(run.status),
    detail: [runName(run.folder), run.verdict?.statement ?? run.reason ?? '']
      .filter(Boolean)
      .join(' · '),
    run,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.run;
}

export function runIcon(status: RunEnd): string {
  switch (status) {
    case 'running':
      return 'sync~spin';
    case 'done':
      return 'pass';
    case 'failed':
      return 'error';
    case 'interrupted':
    case 'stopped':
      return 'debug-pause';
    case 'new':
      return 'circle-large-outline';
  }
}

export function runStatus(status: RunEnd): string {
  switch (status) {
    case 'new':
      return vscode.l10n.t('not started');
    case 'running':
      return vscode.l10n.t('training');
    case 'interrupted':
      return vscode.l10n.t('interrupted');
    case 'done':
      return vscode.l10n.t('done');
    case 'stopped':
      return vscode.l10n.t('stopped');
    case 'failed':
      return vscode.l10n.t('failed');
  }
}
