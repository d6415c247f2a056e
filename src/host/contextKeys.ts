// Sets the context keys that menus and welcome texts depend on.
// Must not know the menus.

import * as vscode from 'vscode';
import { parentPath } from '../core/paths';
import { debounce } from './base/debounce';
import { Owner } from './base/dispose';
import type { Datasets } from './datasets';
import { overallState, type FolderState } from './folderState';

/** Paths beyond these get no menu entry of their own. */
const mostPaths = 5000;

export class ContextKeys extends Owner {
  readonly #set = new Map<string, string>();

  constructor(private readonly store: Datasets) {
    super();
    const update = this.own(
      debounce(
        () => {
          this.#update();
        },
        50,
        100,
      ),
    );
    this.own(store.onDidChange(update));
    this.#update();
  }

  #update(): void {
    const { states } = this.store;
    this.#key('state', overallState(states));
    this.#key(
      'scanned',
      states.some(({ stats }) => stats !== undefined),
    );
    this.#key(
      'hasDatasets',
      states.some(({ datasets }) => datasets.length > 0),
    );
    const codes = states.flatMap(({ problems }) => problems.map(({ code }) => code));
    this.#key('gitignored', codes.includes('ignored-by-gitignore'));
    this.#key('labelPaths', states.flatMap(labelPaths).slice(0, mostPaths));
  }

  #key(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    if (this.#set.get(name) === text) return;
    this.#set.set(name, text);
    void vscode.commands.executeCommand('setContext', `classBalance.${name}`, value);
  }
}

/** Paths of the sources and of the folders around them, as `resourcePath` writes them. */
export function labelPaths({ folder, datasets }: FolderState): readonly string[] {
  const root = folder.uri.path.replace(/\/$/, '');
  const paths = new Set<string>();
  for (const source of datasets.flatMap((dataset) => dataset.sources)) {
    for (let path = source; path !== '' && !paths.has(path); path = parentPath(path)) {
      paths.add(path);
    }
  }
  return datasets.length === 0 ? [] : [root, ...[...paths].map((path) => `${root}/${path}`)];
}
