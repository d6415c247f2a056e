// Threads that hash and cluster: started when there is work, replaced after a crash, all ended at the end.
// Must not know where the files come from.

import { Worker } from 'node:worker_threads';
import type { HashColumns } from '../../core/duplicates/hashNeighbours';
import type { PerceptualHash } from '../../core/duplicates/perceptualHash';
import { hashWorkerContract, hashWorkerHostContract } from '../../protocol/hashWorker';
import { RemoteError, Rpc } from '../../protocol/rpc';
import { portChannel, portOptions } from '../portChannel';

/** A file's hash, or why it has none. */
export type Hashed = PerceptualHash | { readonly reason: string };

/** Files beyond this many a request would hide progress; fewer cost messages. */
export const filesARequest = 16;

/** Heap in MiB of a thread; pixels lie beside it. */
const heapLimit = 512;
/** Milliseconds until a thread is taken for hung; a request of the largest pictures takes a minute on a slow machine. */
const patience = 600_000;

interface Lane {
  readonly worker: Worker;
  readonly rpc: Rpc<typeof hashWorkerHostContract, typeof hashWorkerContract>;
}

export class HashLanes {
  readonly #idle: Lane[] = [];
  readonly #all = new Set<Lane>();
  readonly #waiting: (() => void)[] = [];

  /** @param file the bundled hash worker. @param sharp see the protocol. */
  constructor(
    private readonly file: string,
    readonly width: number,
    private readonly sharp: string | undefined,
  ) {}

  /**
   * A hash for each file, in their order. A file that takes its thread down is answered with a reason: the others of its
   * request are hashed again, one by one.
   */
  async hash(files: readonly string[], signal: AbortSignal): Promise<readonly Hashed[]> {
    try {
      const params = { files: [...files], sharp: this.sharp };
      return await this.#with((lane) =>
        lane.rpc.request('hash', params, signal).then((r) => r.hashes),
      );
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      if (files.length === 1) return [{ reason: `decoding it failed: ${reason}` }];
      const one = await Promise.all(files.map((file) => this.hash([file], signal)));
      return one.flat();
    }
  }

  /** @throws Error where the thread fails. */
  async cluster(
    { high, low }: HashColumns,
    distance: number,
    signal: AbortSignal,
  ): Promise<Uint32Array> {
    const params = { high, low, distance };
    return this.#with((lane) =>
      lane.rpc.request('cluster', params, signal).then(({ clusters }) => clusters),
    );
  }

  /** Ends all threads, whatever they do. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#all].map((lane) => this.#end(lane)));
  }

  async #with<T>(work: (lane: Lane) => Promise<T>): Promise<T> {
    const lane = await this.#take();
    try {
      const result = await work(lane);
      this.#give(lane);
      return result;
    } catch (error) {
      // A refusal leaves the thread sound; anything else may not.
      if (error instanceof RemoteError && error.code === 'failed') this.#give(lane);
      else await this.#end(lane);
      throw error;
    } finally {
      this.#waiting.shift()?.();
    }
  }

  async #take(): Promise<Lane> {
    for (;;) {
      const lane = this.#idle.pop() ?? (this.#all.size < this.width ? this.#start() : undefined);
      if (lane !== undefined) return lane;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  #give(lane: Lane): void {
    if (this.#all.has(lane)) this.#idle.push(lane);
  }

  #start(): Lane {
    const resourceLimits = { maxOldGenerationSizeMb: heapLimit };
    const worker = new Worker(this.file, { resourceLimits, name: 'class-balance hashes' });
    const options = portOptions((reason) => {
      process.emitWarning(`A hash worker sent nonsense: ${reason}`);
    });
    const patient = { ...options, timeout: patience };
    const rpc = new Rpc(hashWorkerHostContract, hashWorkerContract, portChannel(worker), patient);
    const lane = { worker, rpc };
    this.#all.add(lane);
    const failed = (): void => {
      this.#all.delete(lane);
      const at = this.#idle.indexOf(lane);
      if (at >= 0) this.#idle.splice(at, 1);
      rpc.dispose();
    };
    worker.on('error', failed);
    worker.on('exit', failed);
    return lane;
  }

  async #end(lane: Lane): Promise<void> {
    this.#all.delete(lane);
    lane.rpc.dispose();
    await lane.worker.terminate();
  }
}
