// Show Class Distribution, Compare Splits, Export Class Weights…, Copy Weights as Code….
// Must not know how any of these is done.

import * as vscode from 'vscode';
import type { Features } from '../features';
import type { Found } from '../folderState';
import { pickTarget, type CommandArguments } from './target';

export async function showDistribution(
  features: Features,
  ...args: CommandArguments
): Promise<void> {
  const text = vscode.l10n.t('Show the class distribution of…');
  await features.showChart(await pickTarget(features.store, args, text, { mayBeOld: true }));
}

export async function compareSplits(features: Features, ...args: CommandArguments): Promise<void> {
  const text = vscode.l10n.t('Compare the splits of…');
  const fits = ({ dataset }: Found): boolean => dataset.splits.length > 1;
  const target = await pickTarget(features.store, args, text, { fits });
  await features.showChart(target, 'splits');
}

export async function exportWeights(features: Features, ...args: CommandArguments): Promise<void> {
  const text = vscode.l10n.t('Export the class weights of…');
  await features.exportWeights({ target: await pickTarget(features.store, args, text) });
}

export async function copyCode(features: Features, ...args: CommandArguments): Promise<void> {
  const text = vscode.l10n.t('Copy the class weights of…');
  await features.copyCode({ target: await pickTarget(features.store, args, text) });
}
