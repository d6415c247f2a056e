// Estimate Near-Duplicates….
// Must not know how they are found.

import * as vscode from 'vscode';
import type { DuplicatesReport } from '../../core/duplicates/report';
import type { Features } from '../features';
import type { Target } from '../folderState';
import { numberFormat } from '../format';
import { pickTarget, type CommandArguments } from './target';

export async function estimateDuplicates(
  features: Features,
  ...args: CommandArguments
): Promise<void> {
  const text = vscode.l10n.t('Estimate the near-duplicates of…');
  const target = await pickTarget(features.store, args, text);
  const report = await features.duplicates.estimate(target);
  // Nobody has to wait until the message is read.
  features.errors.start('Near-duplicates', () => say(features, target, report));
}

async function say(
  features: Features,
  target: Target,
  { supported, classes }: DuplicatesReport,
): Promise<void> {
  const { whole } = numberFormat(vscode.env.language);
  const said =
    supported === 0
      ? vscode.l10n.t('The near-duplicates tell no N of their own in any class.')
      : vscode.l10n.t(
          'The near-duplicates tell an N of their own in {0} of {1} classes.',
          whole(supported),
          whole(classes.length),
        );
  const show = vscode.l10n.t('Show');
  const picked = await vscode.window.showInformationMessage(said, show);
  if (picked === show) await features.showChart(target);
}
