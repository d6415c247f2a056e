// The store: what was found in each workspace folder. Everything else in the shell reads it and listens to it.
// Must not know who shows what, nor how a scan is done.

import * as vscode from 'vscode';
import type { Dataset, ScanReport } from '../core/model';
import type { Finding, Study } from '../core/sampleStudies';
import type { FolderRequest, ScanRequest, StudyRequest } from '../node/scanClient';
import { debounce } from './base/debounce';
import { Owner } from './base/dispose';
import { isCancellation } from './base/errors';
import type { Log } from './base/log';
import type { Config } from './config';
import {
  datasetsAt,
  foundAmong,
  foundIn,
  outerRoots,
  withDataset,
  type DatasetKey,
  type FolderState,
  type Found,
} from './folderState';

/** Whoever scans: the client of the scan worker. */
export interface Scanner {
  scan(request: ScanRequest): Promise<ScanReport>;
  study(request: StudyRequest): Promise<Finding>;
}

interface Attempt {
  readonly controller: AbortController;
  /** Something changed since it began: what it counts is not what there is. */
  outdated: boolean;
}

interface Run extends Attempt {
  readonly ended: Promise<void>;
}

/** Reason of an abort after which the same folder is scanned anew: it never shows as cancelled. */
const superseded = 'superseded';

/** How often, at most, listeners hear of progress. */
const progressEvery = 100;

export class Datasets extends Owner {
  readonly #changed = this.own(new vscode.EventEmitter<undefined>());
  /** Anything changed: a state, a dataset, progress (no more often than ten times a second). */
  readonly onDidChange = this.#changed.event;
  readonly #states = new Map<string, FolderState>();
  readonly #runs = new Map<string, Run>();
  readonly #progressed = debounce(
    () => {
      this.#changed.fire(undefined);
    },
    progressEvery,
    progressEvery,
  );

  constructor(
    private readonly config: Config,
    private readonly log: Log,
    private readonly scanner: () => Promise<Scanner>,
  ) {
    super();
    this.own(this.#progressed);
    this.own(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#adoptFolders();
      }),
    );
    this.#adoptFolders();
  }

  /** One state a workspace folder, in the workspace's order. */
  get states(): readonly FolderState[] {
    return [...this.#states.values()];
  }

  get all(): readonly Found[] {
    return foundIn(this.states);
  }

  find(key: DatasetKey): Found | undefined {
    return this.all.find((found) => found.key === key);
  }

  /** The datasets that a file or folder is about. Of its folder as last scanned: see {@link ensureScanned}. */
  at(uri: vscode.Uri): readonly Found[] {
    const place = this.locate(uri);
    if (place === undefined) return [];
    const { state, path } = place;
    return foundAmong(state, datasetsAt(state.datasets, path));
  }

  /** The folder that counts a file or folder, and its path therein. */
  locate(uri: vscode.Uri): { readonly state: FolderState; readonly path: string } | undefined {
    const around = this.states.filter(
      ({ folder, status }) => status !== 'included' && pathWithin(folder.uri, uri) !== undefined,
    );
    const state = around.at(0);
    return state && { state, path: pathWithin(state.folder.uri, uri) ?? '' };
  }

  /**
   * Counts what the folders (all where none is named) hold from now on, one after the other: a scan under way begins anew.
   * Ends quietly where it is cancelled.
   */
  async scan(folders: readonly FolderState[] = this.states): Promise<void> {
    for (const { folder } of folders) this.#outdate(folder.uri);
    await this.#scanEach(folders);
  }

  /** Scans what has no up-to-date result: everything, or only the folders that hold the files. */
  async ensureScanned(uris?: readonly vscode.Uri[], signal?: AbortSignal): Promise<void> {
    const concerned = uris?.flatMap((uri) => this.locate(uri)?.state ?? []) ?? this.states;
    const old = [...new Set(concerned)].filter(({ status, stale }) => stale || status !== 'done');
    await this.#scanEach(old, signal);
  }

  /** Asks something of a dataset's samples, once the scans under way are done. Rejects as the scanner does. */
  async study(
    { dataset, state }: Found,
    study: Study,
    how: Pick<FolderRequest, 'signal' | 'onProgress'>,
  ): Promise<Finding> {
    const { uri } = state.folder;
    const [root, excludes] = [uri.fsPath, this.config.excludes(uri)];
    const scanner = await this.scanner();
    return scanner.study({ ...how, root, excludes, rules: this.config.rules(uri), dataset, study });
  }

  /** Cancels every scan that is under way. What has been counted stays. */
  cancel(): void {
    for (const { controller } of this.#runs.values()) controller.abort();
  }

  /** Drops what is known of a folder's freshness; counts again where `rescan` says so. */
  async invalidate(folder: vscode.Uri, rescan: boolean): Promise<void> {
    const id = folder.toString();
    const state = this.#states.get(id);
    if (state === undefined || !isScanned(state)) return;
    this.#update(id, { stale: true });
    this.#outdate(folder);
    if (rescan) await this.#scanFolder(folder);
  }

  override dispose(): void {
    this.cancel();
    super.dispose();
  }

  #outdate(folder: vscode.Uri): void {
    const run = this.#runs.get(folder.toString());
    if (run !== undefined) run.outdated = true;
  }

  async #scanEach(folders: readonly FolderState[], signal?: AbortSignal): Promise<void> {
    for (const { folder } of folders) {
      if (signal?.aborted === true) return;
      await this.#scanFolder(folder.uri, signal);
      const state = this.#states.get(folder.uri.toString());
      if (state?.status === 'cancelled') return;
    }
  }

  /** Joins the scan that is under way, or one in its place where that is outdated. */
  async #scanFolder(folder: vscode.Uri, signal?: AbortSignal): Promise<void> {
    const id = folder.toString();
    const state = this.#states.get(id);
    if (state === undefined || state.status === 'included' || state.status === 'unsupported')
      return;
    const run = this.#runs.get(id) ?? this.#start(id, folder);
    if (run.outdated) run.controller.abort(superseded);
    const abort = (): void => {
      run.controller.abort();
    };
    signal?.addEventListener('abort', abort, { once: true });
    await run.ended;
    signal?.removeEventListener('abort', abort);
    // Whoever waited for it waits for the one that takes its place.
    if (run.controller.signal.reason === superseded && signal?.aborted !== true)
      await this.#scanFolder(folder, signal);
  }

  #start(id: string, folder: vscode.Uri): Run {
    const attempt: Attempt = { controller: new AbortController(), outdated: false };
    const ended = this.#count(id, folder, attempt).finally(() => {
      this.#runs.delete(id);
      this.#changed.fire(undefined);
    });
    const run = Object.assign(attempt, { ended });
    this.#runs.set(id, run);
    return run;
  }

  async #count(id: string, folder: vscode.Uri, attempt: Attempt): Promise<void> {
    const { signal } = attempt.controller;
    this.#update(id, { status: 'scanning', progress: undefined, reason: undefined });
    try {
      const scanner = await this.scanner();
      const root = folder.fsPath;
      const excludes = this.config.excludes(folder);
      this.log.info(`Scan of ${root}: ${JSON.stringify(excludes)}`);
      const report = await scanner.scan({
        root,
        excludes,
        rules: this.config.rules(folder),
        signal,
        onProgress: (progress) => {
          this.#update(id, { progress }, true);
        },
        onDataset: (dataset) => {
          this.#take(id, dataset);
        },
      });
      const { datasets, problems, stats } = report;
      this.#logReport(root, report);
      this.#update(id, { status: 'done', stale: attempt.outdated, datasets, problems, stats });
    } catch (error) {
      this.#fail(id, error, signal);
    }
  }

  #fail(id: string, error: unknown, signal: AbortSignal): void {
    if (signal.reason === superseded) return;
    const stale = (this.#states.get(id)?.datasets.length ?? 0) > 0;
    if (signal.aborted || isCancellation(error)) {
      this.log.info('Scan cancelled');
      this.#update(id, { status: 'cancelled', stale });
      return;
    }
    this.log.error('Scan failed', error);
    const reason = error instanceof Error ? error.message : String(error);
    this.#update(id, { status: 'failed', stale, reason });
  }

  #take(id: string, dataset: Dataset): void {
    const state = this.#states.get(id);
    if (state !== undefined) this.#update(id, { datasets: withDataset(state.datasets, dataset) });
  }

  #update(id: string, change: Partial<FolderState>, progressOnly = false): void {
    const state = this.#states.get(id);
    if (state === undefined || this.disposed) return;
    this.#states.set(id, { ...state, ...change });
    if (progressOnly) this.#progressed();
    else this.#changed.fire(undefined);
  }

  #adoptFolders(): void {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const known = new Map(this.#states);
    const outer = outerRoots(folders.map(({ uri }) => uri.with({ path: uri.path }).toString()));
    this.#states.clear();
    for (const [at, folder] of folders.entries()) {
      const id = folder.uri.toString();
      const around = outer[at] >= 0 ? folders[outer[at]].name : undefined;
      const state = freshState(folder, around);
      const old = known.get(id);
      const kept = old !== undefined && (old.status === 'included') === (around !== undefined);
      this.#states.set(id, kept ? { ...old, folder, reason: around ?? old.reason } : state);
    }
    for (const [id, { controller }] of this.#runs) if (!this.#states.has(id)) controller.abort();
    this.#changed.fire(undefined);
  }

  #logReport(root: string, { datasets, problems, stats }: ScanReport): void {
    const { files, bytes, seconds } = stats;
    this.log.info(
      `${root}: ${datasets.length} datasets, ${files} files, ${bytes} bytes, ${seconds.toFixed(2)} s`,
    );
    for (const { name, format, status, evidence, sources } of datasets) {
      const shown = sources.slice(0, 5).join(', ');
      this.log.info(`  ${name} (${format}, ${status}): ${evidence.join('; ')} [${shown}]`);
    }
    for (const { file, message } of problems) {
      this.log.info(file === undefined ? `  ${message}` : `  ${file}: ${message}`);
    }
  }
}

function freshState(folder: vscode.WorkspaceFolder, around: string | undefined): FolderState {
  const nothing = { folder, stale: false, datasets: [], problems: [] };
  if (around !== undefined) return { ...nothing, status: 'included', reason: around };
  return { ...nothing, status: folder.uri.scheme === 'file' ? 'unscanned' : 'unsupported' };
}

function isScanned({ status }: FolderState): boolean {
  return (
    status === 'done' || status === 'scanning' || status === 'cancelled' || status === 'failed'
  );
}

/** The path of a URI below a root, with `/`; undefined where it is not below. */
function pathWithin(root: vscode.Uri, uri: vscode.Uri): string | undefined {
  if (root.scheme !== uri.scheme || root.authority !== uri.authority) return undefined;
  const base = root.path.replace(/\/$/, '');
  if (uri.path === base || uri.path === root.path) return '';
  return uri.path.startsWith(`${base}/`) ? uri.path.slice(base.length + 1) : undefined;
}
