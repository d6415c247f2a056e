// Runs scans in a worker thread, so that whoever asks stays free: started when needed, ended when idle, replaced
// after a crash. Must not know formats, nor who asks.

import { Worker } from 'node:worker_threads';
import type { SourceRule } from '../core/claims';
import type { Dataset, ScanReport } from '../core/model';
import type { WalkExcludes } from '../core/ports';
import type { Finding, Study } from '../core/sampleStudies';
import type { ScanProgress } from '../core/scan';
import { RemoteError, Rpc } from '../protocol/rpc';
import { workerContract, workerHostContract } from '../protocol/worker';
import { portChannel, portOptions } from './portChannel';

export interface FolderRequest {
  /** An absolute folder. */
  readonly root: string;
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
  readonly signal: AbortSignal;
  /** At most ten times a second. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

export interface StudyRequest extends FolderRequest {
  /** As a scan of the same folder counted it. */
  readonly dataset: Dataset;
  readonly study: Study;
}

export interface ScanRequest extends FolderRequest {
  readonly onDataset?: (dataset: Dataset) => void;
}

export interface ScanClientOptions {
  /** The bundled scan worker. */
  readonly workerFile: string;
  /** A worker without work ends after this long; default 60,000 milliseconds. */
  readonly idleAfter?: number;
  /** Folder of what earlier scans counted; everything is counted anew where absent. */
  readonly cache?: string;
  /** Heap of the worker in MiB; default 2048. Label data does not live there, names of files and classes do. */
  readonly heapLimit?: number;
  /** Told of what goes wrong beside the scans themselves. */
  readonly onLog?: (message: string) => void;
}

/** The worker could not finish a scan; the next scan starts a fresh one. The message is for people. */
export class ScanFailure extends Error {}

interface Connection {
  readonly worker: Worker;
  readonly rpc: Rpc<typeof workerHostContract, typeof workerContract>;
  /** Why it is no longer of use. */
  failure?: ScanFailure;
}

/** What the worker is told of every run. */
interface Folder {
  readonly run: number;
  readonly root: string;
  readonly excludes: { readonly globs: string[]; readonly gitignore: boolean };
  readonly rules: SourceRule[];
}

type Ask<T> = (connection: Connection, folder: Folder) => Promise<T>;

export class ScanClient {
  #connection: Connection | undefined;
  #idle: NodeJS.Timeout | undefined;
  #runs = 0;
  #disposed = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ScanClientOptions) {}

  /**
   * Scans a folder; scans asked for meanwhile wait their turn.
   * Rejects at once with the signal's reason when aborted, even where the worker hangs, or with a {@link ScanFailure}.
   */
  scan(request: ScanRequest): Promise<ScanReport> {
    return this.#queued(request, async ({ rpc }, folder) => {
      const { cache } = this.options;
      const stop = rpc.on('dataset', (news) => {
        if (news.run === folder.run) request.onDataset?.(news.dataset);
      });
      return rpc.request('scan', { ...folder, cache }, request.signal).finally(stop);
    });
  }

  /** Answers a question about a dataset's samples; waits its turn, and rejects, as {@link scan} does. */
  study(request: StudyRequest): Promise<Finding> {
    const { dataset, study, signal } = request;
    return this.#queued(request, ({ rpc }, folder) =>
      rpc.request('study', { ...folder, dataset, study }, signal),
    );
  }

  /** Ends the worker; scans under way or waiting fail. */
  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#idle);
    this.#close(this.#connection, stopped());
  }

  #queued<T>(request: FolderRequest, ask: Ask<T>): Promise<T> {
    const before = this.#tail;
    const done = this.#inTurn(before, request, ask);
    this.#tail = Promise.allSettled([before, done]);
    return done;
  }

  async #inTurn<T>(before: Promise<unknown>, request: FolderRequest, ask: Ask<T>): Promise<T> {
    await orAborted(before, request.signal);
    if (this.#disposed) throw stopped();
    clearTimeout(this.#idle);
    const connection = (this.#connection ??= this.#connect());
    connection.worker.ref();
    try {
      return await this.#ask(connection, request, ask);
    } catch (error) {
      throw this.#explained(error, connection, request.signal);
    } finally {
      this.#rest();
    }
  }

  async #ask<T>(connection: Connection, request: FolderRequest, ask: Ask<T>): Promise<T> {
    const { root, excludes, rules, onProgress } = request;
    const run = (this.#runs += 1);
    const stop = connection.rpc.on('progress', (news) => {
      if (news.run === run) onProgress?.(news.progress);
    });
    const globs = { ...excludes, globs: [...excludes.globs] };
    try {
      return await ask(connection, { run, root, excludes: globs, rules: [...rules] });
    } finally {
      stop();
    }
  }

  #explained(error: unknown, connection: Connection, signal: AbortSignal): unknown {
    if (signal.aborted) {
      // The worker may be deep in a loop that hears nothing; a fresh one costs less than waiting for it.
      this.#close(connection, new ScanFailure('The scan was cancelled.'));
      return signal.reason;
    }
    if (!(error instanceof RemoteError)) return error;
    return connection.failure ?? new ScanFailure(error.message);
  }

  #connect(): Connection {
    const { workerFile, heapLimit = 2048, onLog } = this.options;
    // Lists of names live long: with a roomy young generation they are copied less often.
    const resourceLimits = { maxOldGenerationSizeMb: heapLimit, maxYoungGenerationSizeMb: 64 };
    const worker = new Worker(workerFile, { resourceLimits, name: 'class-balance scan' });
    const log = portOptions((reason) => onLog?.(`The scan worker sent nonsense: ${reason}`));
    const rpc = new Rpc(workerHostContract, workerContract, portChannel(worker), log);
    const connection: Connection = { worker, rpc };
    worker.on('error', (error) => {
      this.#close(connection, new ScanFailure(crashMessage(error)));
    });
    worker.on('exit', (code) => {
      this.#close(connection, new ScanFailure(`The scan ended unexpectedly (exit code ${code}).`));
    });
    return connection;
  }

  #rest(): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    // A worker at rest keeps no process alive.
    connection.worker.unref();
    this.#idle = setTimeout(() => {
      this.#close(connection, new ScanFailure('The scan worker was idle.'));
    }, this.options.idleAfter ?? 60_000);
    this.#idle.unref();
  }

  #close(connection: Connection | undefined, failure: ScanFailure): void {
    if (connection?.failure !== undefined || connection === undefined) return;
    connection.failure = failure;
    if (this.#connection === connection) this.#connection = undefined;
    connection.rpc.dispose();
    connection.worker.terminate().catch((error: unknown) => {
      this.options.onLog?.(`The scan worker could not be ended: ${String(error)}`);
    });
  }
}

function stopped(): ScanFailure {
  return new ScanFailure('The scan was stopped.');
}

function crashMessage(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return 'The scan needed more memory than it may use. Exclude folders that hold no labels, or scan a part.';
  }
  return `The scan failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`;
}

/** Waits for a promise that never rejects, but no longer than until the abort. */
async function orAborted(wait: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const go = (): void => {
      signal.removeEventListener('abort', go);
      resolve();
    };
    signal.addEventListener('abort', go);
    void wait.then(go);
  });
  signal.throwIfAborted();
}
