// Runs work units at once: one in this thread, the others in threads that are started when there is work for them.
// Must not know any one format. A thread that fails costs its unit, which is counted here instead.

import type { WorkUnit } from '../core/claims';
import type { OnStray, UnitRunner } from '../core/ports';
import type { TallyData } from '../core/tally';
import { LaneFailure } from './workerLane';
import type { Lane, WorkerLanes } from './workerLanes';

export class PoolRunner implements UnitRunner {
  readonly width: number;
  /** Settles when the last unit that was given to this thread is done. */
  #here: Promise<unknown> = Promise.resolve();
  /** Units that this thread counts or has waiting. */
  #countedHere = 0;

  /** The lanes stay the caller's, who ends them. */
  constructor(
    private readonly root: string,
    private readonly local: UnitRunner,
    private readonly lanes: WorkerLanes,
  ) {
    this.width = lanes.width;
  }

  run(
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<TallyData> {
    this.lanes.expect(unit);
    const lane = this.#countedHere > 0 ? this.lanes.free() : undefined;
    if (lane === undefined) return this.#countHere(unit, signal, onBytes, onStray);
    return this.#countThere(lane, unit, signal, onBytes, onStray);
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
        this.root,
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
