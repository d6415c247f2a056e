// Writes exported files whole or not at all, and never over another file unasked.
// Must not know what is in them.

import * as vscode from 'vscode';
import type { ExportFile } from '../../core/exporters/exporter';
import { UserError } from '../base/errors';
import { clashes } from './input';

/**
 * Writes the files into a folder. `agreed` names those that may be replaced; of the others, those that exist are asked for.
 * @throws CancellationError where the user does not want that: then nothing is written.
 */
export async function writeFiles(
  folder: vscode.Uri,
  files: readonly ExportFile[],
  agreed: readonly string[],
  confirm: (names: readonly string[]) => Promise<boolean> = confirmInDialog,
): Promise<void> {
  const names = files.map(({ name }) => name);
  const there = new Set<string>();
  for (const name of names) if (await exists(vscode.Uri.joinPath(folder, name))) there.add(name);
  const asked = clashes(files, (name) => there.has(name), agreed);
  if (asked.length > 0 && !(await confirm(asked))) throw new vscode.CancellationError();
  const replaceable = new Set([...agreed, ...asked]);
  const all = files.map(({ name, content }) => {
    return { uri: vscode.Uri.joinPath(folder, name), content, overwrite: replaceable.has(name) };
  });
  if (folder.scheme === 'file') {
    const { writeFilesAtomic } = await import('../../node/atomicWrite');
    await writeFilesAtomic(all.map((one) => ({ ...one, file: one.uri.fsPath })));
  } else for (const one of all) await writeOne(one);
}

/** To a file system of VS Code's. */
async function writeOne({
  uri,
  content,
  overwrite,
}: {
  readonly uri: vscode.Uri;
  readonly content: ExportFile['content'];
  readonly overwrite: boolean;
}): Promise<void> {
  if (typeof content === 'function') {
    throw new UserError(
      vscode.l10n.t('A file of one line a sample can be written to a disk only.'),
    );
  }
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const temporary = uri.with({ path: `${uri.path}.${Date.now().toString(36)}.tmp` });
  await vscode.workspace.fs.writeFile(temporary, bytes);
  await vscode.workspace.fs.rename(temporary, uri, { overwrite });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

async function confirmInDialog(names: readonly string[]): Promise<boolean> {
  const replace = vscode.l10n.t('Replace');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} is there already. Replace it?', names.join(', ')),
    { modal: true, detail: vscode.l10n.t('The old content will be lost.') },
    replace,
  );
  return picked === replace;
}
