// Files of run folders, opened; and whether a folder may be looked into.
// Must not know runs.

import * as vscode from 'vscode';
import { UserError } from '../base/errors';

/** @throws UserError where it is not there. */
export async function openFile(path: string): Promise<void> {
  const uri = vscode.Uri.file(path);
  try {
    await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    throw new UserError(vscode.l10n.t('“{0}” is not there: the run has not come so far.', path));
  }
  await vscode.commands.executeCommand('vscode.open', uri);
}

/** What a page saved is not trusted to name any folder of the disk. */
export function isInWorkspace(folder: string): boolean {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined;
}
