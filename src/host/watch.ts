// Keeps the store fresh: label files that change make their folder stale, and count it again where the user wants that.
// Must not know how anything is counted or shown.

import * as vscode from 'vscode';
import { debounce, type Debounced } from './base/debounce';
import { Owner } from './base/dispose';
import type { ErrorBoundary } from './base/errors';
import type { Config } from './config';
import type { Datasets } from './datasets';
import type { FolderState } from './folderState';
import { concerns, mayBeFolder, sourceFolders, type FileEvent } from './relevance';

/** Milliseconds of quiet before counting again, and the longest wait while files keep changing. */
const quiet = 750;
const longest = 5000;
/** Watchers beyond these are not worth their cost; Refresh remains. */
const mostFolders = 64;
/** New names that are looked at at once, whether they are folders; one that is suffices. */
const mostLooks = 8;

export class Watch extends Owner {
  readonly #folders = new Map<string, FolderWatch>();

  constructor(
    private readonly store: Datasets,
    private readonly config: Config,
    private readonly errors: ErrorBoundary,
  ) {
    super();
    this.own(
      store.onDidChange(() => {
        this.#follow();
      }),
    );
    this.own(
      config.onDidChangeScan((isConcerned) => {
        const hit = store.states.filter(({ folder }) => isConcerned(folder.uri));
        for (const { folder } of hit) this.#invalidate(folder.uri, true);
      }),
    );
  }

  override dispose(): void {
    for (const watch of this.#folders.values()) watch.dispose();
    this.#folders.clear();
    super.dispose();
  }

  #follow(): void {
    const watched = this.store.states.filter(
      ({ status, stats }) => status === 'done' && stats !== undefined,
    );
    const known = new Set(this.store.states.map(({ folder }) => folder.uri.toString()));
    for (const [id, watch] of this.#folders) {
      if (known.has(id)) continue;
      watch.dispose();
      this.#folders.delete(id);
    }
    for (const state of watched) this.#watch(state);
  }

  #watch(state: FolderState): void {
    const { uri } = state.folder;
    const id = uri.toString();
    const folders = sourceFolders(state.datasets).slice(0, mostFolders);
    const old = this.#folders.get(id);
    if (old?.fits(folders) === true) return;
    old?.dispose();
    const stateNow = (): FolderState | undefined =>
      this.store.states.find(({ folder }) => folder.uri.toString() === id);
    const onQuiet = (): void => {
      this.#invalidate(uri, this.config.autoRefresh);
    };
    this.#folders.set(id, new FolderWatch(uri, folders, stateNow, onQuiet));
  }

  #invalidate(folder: vscode.Uri, rescan: boolean): void {
    this.errors.start(vscode.l10n.t('Counting again'), () => this.store.invalidate(folder, rescan));
  }
}

class FolderWatch extends Owner {
  readonly #quiet: Debounced;
  #looks = 0;

  constructor(
    private readonly root: vscode.Uri,
    private readonly folders: readonly string[],
    private readonly state: () => FolderState | undefined,
    onQuiet: () => void,
  ) {
    super();
    this.#quiet = this.own(debounce(onQuiet, quiet, longest));
    // Label files may have any extension, or none. Of a folder that goes or comes with all that is in it, VS Code may
    // tell no more than that.
    this.#listen(new vscode.RelativePattern(root, '**/*'));
    // VS Code leaves out what files.watcherExclude names, unless it is asked for.
    for (const folder of folders) {
      this.#listen(new vscode.RelativePattern(vscode.Uri.joinPath(root, folder), '**/*'));
    }
  }

  fits(folders: readonly string[]): boolean {
    const same = folders.length === this.folders.length;
    return same && folders.every((folder, at) => folder === this.folders[at]);
  }

  #listen(pattern: vscode.RelativePattern): void {
    const watcher = this.own(vscode.workspace.createFileSystemWatcher(pattern));
    const hear = (event: FileEvent) => (uri: vscode.Uri) => {
      this.#hear(uri, event);
    };
    this.own(watcher.onDidCreate(hear('created')));
    this.own(watcher.onDidChange(hear('changed')));
    this.own(watcher.onDidDelete(hear('deleted')));
  }

  #hear(uri: vscode.Uri, event: FileEvent): void {
    const datasets = this.state()?.datasets ?? [];
    const path = uri.path.slice(this.root.path.replace(/\/$/, '').length + 1);
    if (concerns(path, event, datasets)) this.#quiet();
    else if (event === 'created' && mayBeFolder(path)) void this.#lookAt(uri);
  }

  /** A new folder may hold labels whose own arrival nobody told. */
  async #lookAt(uri: vscode.Uri): Promise<void> {
    if (this.#looks === mostLooks) return;
    this.#looks += 1;
    try {
      const { type } = await vscode.workspace.fs.stat(uri);
      if ((type & vscode.FileType.Directory) !== 0) this.#quiet();
    } catch {
      // It is gone again.
    } finally {
      this.#looks -= 1;
    }
  }
}
