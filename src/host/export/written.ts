// Says where an export was written, and offers what one does next.
// Must not know how it came to be.

import * as vscode from 'vscode';

export interface Written {
  readonly place: vscode.Uri;
  /** Files, the one at the place among them. */
  readonly count: number;
  /** Says a loss, not weights alone. */
  readonly isLossConfig: boolean;
}

export async function sayWritten(written: Written): Promise<void> {
  const { place } = written;
  const [open, reveal, copy] = [
    vscode.l10n.t('Open'),
    vscode.l10n.t('Reveal'),
    vscode.l10n.t('Copy Path'),
  ];
  const text = textOf(written, vscode.workspace.asRelativePath(place));
  const picked = await vscode.window.showInformationMessage(text, open, reveal, copy);
  if (picked === open) await vscode.commands.executeCommand('vscode.open', place);
  if (picked === reveal) await revealFile(place);
  if (picked === copy) await vscode.env.clipboard.writeText(place.fsPath);
}

function textOf({ count, isLossConfig }: Written, path: string): string {
  if (isLossConfig) return vscode.l10n.t('Loss config written to {0}.', path);
  return count === 1
    ? vscode.l10n.t('Weights written to {0}.', path)
    : vscode.l10n.t('Weights written to {0} and {1} files beside it.', path, count - 1);
}

async function revealFile(uri: vscode.Uri): Promise<void> {
  const isInWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const command = isInWorkspace ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, uri);
}
