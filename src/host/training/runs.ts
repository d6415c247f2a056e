// The runs of the workspace as their folders tell them, with an event when that changes.
// Must not know who shows them; nothing is kept that the folders do not say.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { listRuns, requestName, type RunSummary } from '../../node/runFolders';
import { debounce } from '../base/debounce';
import { Owner } from '../base/dispose';
import type { TrainedVerdict } from '../features';

export class Runs extends Owner {
  readonly #changed = this.own(new vscode.EventEmitter<undefined>());
  /** No more often than twice a second. */
  readonly onDidChange = this.#changed.event;

  /** Says that a run may have changed; for those who know before the watcher does, or where it misses it. */
  readonly tell = this.own(
    debounce(
      () => {
        this.#changed.fire(undefined);
      },
      250,
      500,
    ),
  );

  constructor() {
    super();
    const { tell } = this;
    const pattern = `**/.class-balance/runs/*/{${requestName},events.jsonl,run.lock}`;
    const watcher = this.own(vscode.workspace.createFileSystemWatcher(pattern));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.own(event(tell));
    }
    this.own(vscode.workspace.onDidChangeWorkspaceFolders(tell));
  }

  /** Every run of every workspace folder, newest first. */
  async list(): Promise<readonly RunSummary[]> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(
      ({ uri }) => uri.scheme === 'file',
    );
    const found = await Promise.all(folders.map(({ uri }) => listRuns(uri.fsPath)));
    return found.flat().toSorted((a, b) => (a.request.created < b.request.created ? 1 : -1));
  }

  /** The newest finished run over counts with this fingerprint. */
  async newestVerdict(fingerprint: string): Promise<TrainedVerdict | undefined> {
    const run = (await this.list()).find(
      ({ request, status, verdict }) =>
        status === 'done' && verdict !== undefined && request.dataset.fingerprint === fingerprint,
    );
    return run && verdictOf(run);
  }
}

function verdictOf({ folder, request, verdict }: RunSummary): TrainedVerdict | undefined {
  if (verdict === undefined) return undefined;
  const { created, engine, arms } = request;
  return { folder, name: runName(folder), created, engine: engine.id, verdict, arms };
}

/** `2026-01-01T10-00-00-flowers-probe`: names a run among all of a workspace. */
export const runName = (folder: string): string => basename(folder);

/** The run folder of a request file that lies in one. */
export const runFolderOf = (config: string): string | undefined =>
  basename(config) === requestName ? dirname(config) : undefined;
