// Start Training…, Resume Training…, Stop Training, Open Training Results, Set Up TensorFlow Engine.
// Must not know how any of these is done.

import * as vscode from 'vscode';
import { UserError } from '../base/errors';
import type { Features } from '../features';
import { scanFirst } from './scanFirst';
import { targetOf, type CommandArguments } from './target';

export async function startTraining(features: Features, ...args: CommandArguments): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    throw new UserError(
      vscode.l10n.t('Training runs programs, so the workspace must be trusted first.'),
      { title: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' },
    );
  }
  const target = targetOf(args.at(0));
  if (target === undefined) await scanFirst(features.store);
  await (await features.training()).start(target);
}

export async function resumeTraining(features: Features, ...args: CommandArguments): Promise<void> {
  await (await features.training()).resume(runOf(args));
}

export async function stopTraining(features: Features, ...args: CommandArguments): Promise<void> {
  await (await features.training()).stop(runOf(args));
}

export async function openTrainingResults(
  features: Features,
  ...args: CommandArguments
): Promise<void> {
  await (await features.training()).openResults(runOf(args));
}

export async function setUpTensorflow(features: Features): Promise<void> {
  await (await features.training()).setUpEngine('tensorflow');
}

/** The run folder that an item of the tree carries, or the folder itself. */
function runOf([argument]: CommandArguments): string | undefined {
  if (typeof argument === 'string') return argument;
  if (argument instanceof vscode.Uri) return argument.fsPath;
  if (typeof argument !== 'object' || argument === null || !('folder' in argument)) {
    return undefined;
  }
  return typeof argument.folder === 'string' ? argument.folder : undefined;
}
