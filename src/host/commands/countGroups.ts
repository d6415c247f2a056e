// Count Groups….
// Must not know how the choice is offered or stored.

import * as vscode from 'vscode';
import type { Features } from '../features';
import { pickTarget, type CommandArguments } from './target';

export async function countGroups(features: Features, ...args: CommandArguments): Promise<void> {
  const text = vscode.l10n.t('Count the groups of…');
  await features.countGroups(await pickTarget(features.store, args, text));
}
