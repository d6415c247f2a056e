// Open Sample: a fresh copy of the bundled sample, in a folder that can be written to.
// Must not know what is in it.

import * as vscode from 'vscode';

export async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const bundled = vscode.Uri.joinPath(context.extensionUri, 'media', 'sample');
  const copy = vscode.Uri.joinPath(context.globalStorageUri, 'sample');
  await vscode.workspace.fs.createDirectory(context.globalStorageUri);
  await vscode.workspace.fs.copy(bundled, copy, { overwrite: true });
  const isEmpty = (vscode.workspace.workspaceFolders ?? []).length === 0;
  await vscode.commands.executeCommand('vscode.openFolder', copy, { forceNewWindow: !isEmpty });
}
