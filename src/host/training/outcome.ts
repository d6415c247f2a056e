// Says how a training task ended, with what one does next.
// Must not know how it was started.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { summariseRun } from '../../node/runFolders';
import type { Training, TrainingTaskEnd } from '../features';
import { openFile } from './places';
import type { Tasks } from './room';

export async function sayOutcome(
  folder: string,
  { exitCode, name }: TrainingTaskEnd,
  training: Training,
  tasks: Tasks,
): Promise<void> {
  const run = await summariseRun(folder);
  const [results, config, terminal, resume] = [
    vscode.l10n.t('Open Results'),
    vscode.l10n.t('Open Loss Config'),
    vscode.l10n.t('Show Terminal'),
    vscode.l10n.t('Resume'),
  ];
  let picked: string | undefined;
  if (run?.status === 'done') {
    const text = run.verdict?.statement ?? vscode.l10n.t('Training of {0} is done.', name);
    picked = await vscode.window.showInformationMessage(text, results, config, terminal);
  } else if (run?.status === 'stopped') {
    const text = vscode.l10n.t('Training of {0} was stopped; it can be resumed.', name);
    picked = await vscode.window.showInformationMessage(text, resume, results);
  } else {
    const why = run?.reason ?? vscode.l10n.t('the trainer ended with code {0}', exitCode ?? '–');
    const text = vscode.l10n.t('Training of {0} failed: {1}', name, why);
    picked = await vscode.window.showErrorMessage(text, terminal, resume, results);
  }
  if (picked === results) await training.openResults(folder);
  if (picked === config) await openFile(join(folder, 'loss-config.json'));
  if (picked === terminal) tasks.showTerminal(folder);
  if (picked === resume) await training.resume(folder);
}
