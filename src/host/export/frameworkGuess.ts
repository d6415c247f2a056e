// Reads a bounded part of a workspace folder for signs of a framework, and remembers the answer until files change.
// Must not know what names mean, nor what is done with the answer.

import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import { guessFrameworks, type FrameworkGuess } from '../../core/advice/frameworks';
import type { ProjectText } from '../../core/advice/projectNames';
import { Owner } from '../base/dispose';

/** Bytes read of a file: imports stand at the top. */
const headBytes = 16 * 1024;
/** Milliseconds for a folder; what was read by then is judged. */
const longest = 500;
/** Files of each kind, the most telling first: 200 in all. */
const kinds: readonly (readonly [string, number])[] = [
  ['**/{requirements*.txt,pyproject.toml,environment*.yml,environment*.yaml}', 20],
  ['**/{setup.cfg,Pipfile,pixi.toml,package.json,config.cfg}', 20],
  ['**/*.{py,ipynb}', 130],
  ['**/*.{yaml,yml}', 30],
];
const excluded =
  '**/{node_modules,.venv,venv,env,.env,site-packages,dist-packages,.git,.tox,.nox,__pycache__,.ipynb_checkpoints,build,dist,wandb,mlruns}/**';
const watched =
  '**/{*.py,*.ipynb,*.yaml,*.yml,*.toml,*.cfg,requirements*.txt,package.json,Pipfile}';

export class FrameworkGuesser extends Owner {
  readonly #known = new Map<string, Promise<readonly FrameworkGuess[]>>();
  readonly #watched = new Set<string>();

  /** The frameworks of a folder, the likeliest first; empty where nothing tells. Never fails, takes about half a second at most. */
  guess(folder: vscode.WorkspaceFolder): Promise<readonly FrameworkGuess[]> {
    const key = folder.uri.toString();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#watch(folder, key);
    const found = readFolder(folder).then(({ texts, whole }) => {
      // The disk is warmer next time.
      if (!whole && this.#known.get(key) === found) this.#known.delete(key);
      return guessFrameworks(texts);
    });
    this.#known.set(key, found);
    return found;
  }

  #watch(folder: vscode.WorkspaceFolder, key: string): void {
    if (this.#watched.has(key)) return;
    this.#watched.add(key);
    const pattern = new vscode.RelativePattern(folder, watched);
    const watcher = this.own(vscode.workspace.createFileSystemWatcher(pattern));
    const forget = (): void => void this.#known.delete(key);
    this.own(watcher.onDidCreate(forget));
    this.own(watcher.onDidChange(forget));
    this.own(watcher.onDidDelete(forget));
  }
}

interface Read {
  readonly texts: readonly ProjectText[];
  /** False where time ran out. */
  readonly whole: boolean;
}

async function readFolder(folder: vscode.WorkspaceFolder): Promise<Read> {
  const source = new vscode.CancellationTokenSource();
  const texts: ProjectText[] = [];
  const reading = kinds.map(async ([glob, most]) => {
    const pattern = new vscode.RelativePattern(folder, glob);
    const uris = await vscode.workspace.findFiles(pattern, excluded, most, source.token);
    for (let at = 0; at < uris.length && !source.token.isCancellationRequested; at += 16) {
      texts.push(...(await readAll(folder, uris.slice(at, at + 16))));
    }
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, longest, false);
  });
  const done = Promise.allSettled(reading).then(() => true);
  const whole = await Promise.race([done, late]);
  clearTimeout(timer);
  source.cancel();
  source.dispose();
  return { texts: [...texts], whole };
}

async function readAll(
  folder: vscode.WorkspaceFolder,
  uris: readonly vscode.Uri[],
): Promise<readonly ProjectText[]> {
  const root = folder.uri.path.replace(/\/?$/, '/');
  const read = uris.map(async (uri) => ({
    path: uri.path.slice(root.length),
    text: new TextDecoder().decode(await headOf(uri)),
  }));
  const settled = await Promise.allSettled(read);
  // A file that cannot be read tells nothing.
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

async function headOf(uri: vscode.Uri): Promise<Uint8Array> {
  if (uri.scheme !== 'file') {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > 64 * headBytes) return new Uint8Array();
    return (await vscode.workspace.fs.readFile(uri)).subarray(0, headBytes);
  }
  const file = await open(uri.fsPath);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
