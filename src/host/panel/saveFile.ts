// Writes a picture or a report where the user says.
// Must not know what is in it.

import * as vscode from 'vscode';
import type { SavedFile } from '../../protocol/panel';
import type { Datasets } from '../datasets';
import type { Target } from '../folderState';
import { stateOf } from './shown';

const endings = { png: 'png', svg: 'svg', html: 'html', markdown: 'md' } as const;
const pngStart = 'data:image/png;base64,';

/** The save dialog has asked before a file is replaced. @throws CancellationError where the user gives up. */
export async function saveFile(store: Datasets, target: Target, file: SavedFile): Promise<void> {
  const bytes = bytesOf(file);
  const folder = stateOf(store, target)?.folder.uri;
  const ending = endings[file.kind];
  const name = fileName(store.find(target.key)?.dataset.name ?? '', ending);
  const place = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save from the chart'),
    filters: { [ending.toUpperCase()]: [ending] },
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (place === undefined) throw new vscode.CancellationError();
  await vscode.workspace.fs.writeFile(place, bytes);
  const open = vscode.l10n.t('Open');
  const written = vscode.l10n.t('Saved {0}.', vscode.workspace.asRelativePath(place));
  if ((await vscode.window.showInformationMessage(written, open)) === open) {
    await vscode.commands.executeCommand('vscode.open', place);
  }
}

function bytesOf({ kind, content }: SavedFile): Uint8Array {
  if (kind !== 'png') return new TextEncoder().encode(content);
  if (!content.startsWith(pngStart)) throw new Error('The page sent a picture that is no PNG.');
  return Buffer.from(content.slice(pngStart.length), 'base64');
}

/** A name that every file system takes. */
export function fileName(dataset: string, ending: string): string {
  const stem = dataset
    .slice(0, 60)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${stem === '' ? '' : `${stem}-`}class-balance.${ending}`;
}
