// One thread that counts work units for a scan: started with the first, replaced by nothing once it fails.
// Must not know formats.

import { Worker } from 'node:worker_threads';
import type { WorkUnit } from '../core/claims';
import { type OnStray, SourceError } from '../core/ports';
import type { TallyData } from '../core/tally';
import { Rpc } from '../protocol/rpc';
import { unitWorkerContract, unitWorkerHostContract } from '../protocol/unitWorker';
import { portChannel, portOptions } from './portChannel';

/** The thread is gone or answered nonsense: what it had was not counted, and it counts nothing more. */
export class LaneFailure extends Error {}

export interface LaneOptions {
  /** The bundled unit worker. */
  readonly workerFile: string;
  /** Heap in MiB. */
  readonly heapLimit: number;
}

export class WorkerLane {
  readonly #worker: Worker;
  readonly #rpc: Rpc<typeof unitWorkerHostContract, typeof unitWorkerContract>;
  #jobs = 0;
  #failure: LaneFailure | undefined;

  constructor({ workerFile, heapLimit }: LaneOptions) {
    // What counting makes dies at once: more room for it is memory that no scan gains from.
    const resourceLimits = { maxOldGenerationSizeMb: heapLimit, maxYoungGenerationSizeMb: 6 };
    this.#worker = new Worker(workerFile, { resourceLimits, name: 'class-balance units' });
    const options = portOptions((reason) => {
      this.#fail(`it sent nonsense: ${reason}`);
    });
    this.#rpc = new Rpc(
      unitWorkerHostContract,
      unitWorkerContract,
      portChannel(this.#worker),
      options,
    );
    this.#worker.on('error', (error) => {
      this.#fail(error instanceof Error ? error.message : String(error));
    });
    this.#worker.on('exit', (code) => {
      this.#fail(`exit code ${code}`);
    });
  }

  /** True once the thread has failed. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * Counts a unit of the folder. Rejects with the signal's reason, with a `SourceError` where a file cannot be read, or
   * with a {@link LaneFailure}: the unit is then to be counted elsewhere.
   */
  async count(
    root: string,
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<TallyData> {
    if (this.#failure !== undefined) throw this.#failure;
    const job = (this.#jobs += 1);
    const stop = this.#rpc.on('bytes', (news) => {
      if (news.job === job) onBytes(news.bytes);
    });
    try {
      const counted = await this.#rpc.request('count', { job, root, unit }, signal);
      const { tally, strayed, failure } = counted;
      for (const path of strayed) onStray?.(path);
      if (failure === undefined) return tally;
      throw new SourceError(failure.code, failure.path, failure.message);
    } catch (error) {
      throw failureOf(error, signal);
    } finally {
      stop();
    }
  }

  /** The stamp of files of the folder as `stampOf` makes it of their facts. Rejects as {@link count} does. */
  async stamp(
    root: string,
    paths: readonly string[],
    latest: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      const asked = { root, latest, paths: paths.join('\0') };
      return (await this.#rpc.request('stamp', asked, signal)) ?? undefined;
    } catch (error) {
      throw failureOf(error, signal);
    }
  }

  /** Ends the thread; what it has under way fails. */
  async dispose(): Promise<void> {
    this.#fail('it was ended');
    await this.#worker.terminate();
  }

  #fail(why: string): void {
    if (this.#failure !== undefined) return;
    this.#failure = new LaneFailure(`A counting thread failed: ${why}.`);
    this.#rpc.dispose();
  }
}

/** The signal's reason, the file that cannot be read, or what became of the thread. */
function failureOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof SourceError) return error;
  return new LaneFailure(error instanceof Error ? error.message : String(error));
}
