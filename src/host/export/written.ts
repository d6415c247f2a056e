// Says where exported weights were written, and offers what one does next.
// Must not know how they came to be.

import * as vscode from 'vscode';

/** @param count of files, the one at the place among them. */
export async function sayWritten(place: vscode.Uri, count: number): Promise<void> {
  const [open, reveal, copy] = [
    vscode.l10n.t('Open'),
    vscode.l10n.t('Reveal'),
    vscode.l10n.t('Copy Path'),
  ];
  const path = vscode.workspace.asRelativePath(place);
  const text =
    count === 1
      ? vscode.l10n.t('Weights written to {0}.', path)
      : vscode.l10n.t('Weights written to {0} and {1} files beside it.', path, count - 1);
  const picked = await vscode.window.showInformationMessage(text, open, reveal, copy);
  if (picked === open) await vscode.commands.executeCommand('vscode.open', place);
  if (picked === reveal) await revealFile(place);
  if (picked === copy) await vscode.env.clipboard.writeText(place.fsPath);
}

async function revealFile(uri: vscode.Uri): Promise<void> {
  const isInWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const command = isInWorkspace ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, uri);
}
