// Runs work units at once: one in this thread, the others in threads that are started when there is work for them.
// Must not know any one format. A thread that fails costs its unit, which is counted here instead.

import type { WorkUnit } from '../core/claims';
import type { OnStray, UnitRunner } from '../core/ports';
import type { TallyData } from '../core/tally';
import { LaneFailure, type LaneOptions, WorkerLane } from './workerLane';

export interface PoolOptions extends LaneOptions {
  /** Threads at once, this one among them. */
  readonly threads: number;
  /** Estimated seconds of work that are begun in this thread alone, before others are worth their start. */
  readonly startAfter: number;
}

/** Rough speeds, for the decision to start threads only. */
const bytesPerSecond = 400e6;
const filesPerSecond = 60_000;

function estimatedSeconds({ bytes, paths }: WorkUnit): number {
  return bytes / bytesPerSecond + paths.length / filesPerSecond;
}

/** Units that another thread has at once: one that it counts, one that waits. */
const unitsEach = 2;

interface Lane {
  readonly worker: WorkerLane;
  units: number;
}

export class PoolRunner implements UnitRunner {
  /** Each other thread has a unit waiting while it counts one, so that it never waits for this one. */
  readonly width: number;
  readonly #lanes: Lane[] = [];
  #seconds = 0;
  /** Settles when the last unit that was given to this thread is done. */
  #here: Promise<unknown> = Promise.resolve();
  /** Units that this thread counts or has waiting. */
  #countedHere = 0;

  constructor(
    private readonly root: string,
    private readonly local: UnitRunner,
    private readonly options: PoolOptions,
  ) {
    this.width = 1 + (options.threads - 1) * unitsEach;
  }

  run(
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<TallyData> {
    this.#seconds += estimatedSeconds(unit);
    const lane = this.#countedHere > 0 ? this.#lane() : undefined;
    if (lane === undefined) return this.#countHere(unit, signal, onBytes, onStray);
    return this.#countThere(lane, unit, signal, onBytes, onStray);
  }

  /** Ends all threads. */
  async dispose(): Promise<void> {
    await Promise.all(this.#lanes.map(({ worker }) => worker.dispose()));
  }

  /** The thread with the fewest units, a new one where that is worth it; undefined where all have enough. */
  #lane(): Lane | undefined {
    const alive = this.#lanes.filter(({ worker }) => !worker.failed);
    const idle = alive.find(({ units }) => units === 0);
    if (idle !== undefined) return idle;
    const enough = this.#seconds >= this.options.startAfter;
    if (enough && this.#lanes.length < this.options.threads - 1) {
      const lane = { worker: new WorkerLane(this.root, this.options), units: 0 };
      this.#lanes.push(lane);
      return lane;
    }
    return alive.find(({ units }) => units < unitsEach);
  }

  /** One unit at a time: formats that count here share buffers. */
  async #countHere(
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<TallyData> {
    const before = this.#here;
    this.#countedHere += 1;
    const counting = before.then(() => this.local.run(unit, signal, onBytes, onStray));
    this.#here = Promise.allSettled([counting]);
    try {
      return await counting;
    } finally {
      this.#countedHere -= 1;
    }
  }

  async #countThere(
    lane: Lane,
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<TallyData> {
    let told = 0;
    lane.units += 1;
    try {
      return await lane.worker.count(
        unit,
        signal,
        (bytes) => {
          told += bytes;
          onBytes(bytes);
        },
        onStray,
      );
    } catch (error) {
      if (!(error instanceof LaneFailure)) throw error;
      onBytes(-told);
      return await this.#countHere(unit, signal, onBytes, onStray);
    } finally {
      lane.units -= 1;
    }
  }
}
