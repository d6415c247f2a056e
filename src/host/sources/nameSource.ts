// Names a file or folder that no reader recognised, and the format it is in.
// Must not know any one format.

import * as vscode from 'vscode';
import type { SourceRule } from '../../core/claims';
import { UserError } from '../base/errors';
import { formatList, type FormatInfo } from './formatList';

/** @throws CancellationError where the user gives up; UserError for a place outside the folder. */
export async function nameSource(
  { uri: root, name }: vscode.WorkspaceFolder,
  cli: string,
): Promise<SourceRule> {
  const title = vscode.l10n.t('What to count in {0}', name);
  const format = await pickFormat(title, formatList(cli));
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('A label file or folder'),
    openLabel: vscode.l10n.t('Count'),
    defaultUri: root,
    canSelectFiles: true,
    canSelectFolders: true,
  });
  const uri = picked?.at(0);
  if (uri === undefined) throw new vscode.CancellationError();
  const base = `${root.path.replace(/\/$/, '')}/`;
  if (!uri.path.startsWith(base)) {
    throw new UserError(vscode.l10n.t('Only what lies in the workspace folder can be counted.'));
  }
  return { path: uri.path.slice(base.length), format };
}

async function pickFormat(title: string, formats: Promise<readonly FormatInfo[]>): Promise<string> {
  const items = formats.then((all) =>
    all.map(({ id, title, detects }) => ({ label: title, description: id, detail: detects })),
  );
  const placeHolder = vscode.l10n.t('Which format are the labels in?');
  const options = { title, placeHolder, matchOnDetail: true };
  const picked = await vscode.window.showQuickPick(items, options);
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.description;
}
