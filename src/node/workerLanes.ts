// The threads that count beside this one: started when there is work for them, each with a unit waiting while it counts.
// Must not know formats, nor which folder a unit is of.

import type { WorkUnit } from '../core/claims';
import { type LaneOptions, WorkerLane } from './workerLane';

export interface LanesOptions extends LaneOptions {
  /** Threads at once, the one that asks among them. */
  readonly threads: number;
  /** Estimated seconds of work that are begun in that thread alone, before others are worth their start. */
  readonly startAfter: number;
}

export interface Lane {
  readonly worker: WorkerLane;
  /** Units that it has, counted up and down by who gives them. */
  units: number;
}

/** Rough speeds, for the decision to start threads only. */
const bytesPerSecond = 400e6;
const filesPerSecond = 60_000;

function estimatedSeconds({ bytes, paths }: WorkUnit): number {
  return bytes / bytesPerSecond + paths.length / filesPerSecond;
}

/** Units that another thread has at once: one that it counts, one that waits. */
const unitsEach = 2;

export class WorkerLanes {
  /** Units at once: each other thread has one waiting while it counts one, so that it never waits for this one. */
  readonly width: number;
  readonly #lanes: Lane[] = [];
  #seconds = 0;

  constructor(private readonly options: LanesOptions) {
    this.width = 1 + (options.threads - 1) * unitsEach;
  }

  /** Hears of each unit, wherever it will be counted: threads are started for work enough. */
  expect(unit: WorkUnit): void {
    this.#seconds += estimatedSeconds(unit);
  }

  /** The thread with the fewest units, a new one where that is worth it; undefined where all have enough. */
  free(): Lane | undefined {
    const alive = this.#lanes.filter(({ worker }) => !worker.failed);
    const idle = alive.find(({ units }) => units === 0);
    if (idle !== undefined) return idle;
    const enough = this.#seconds >= this.options.startAfter;
    if (enough && this.#lanes.length < this.options.threads - 1) {
      const lane = { worker: new WorkerLane(this.options), units: 0 };
      this.#lanes.push(lane);
      return lane;
    }
    return alive.find(({ units }) => units < unitsEach);
  }

  /** Ends all threads. */
  async dispose(): Promise<void> {
    await Promise.all(this.#lanes.map(({ worker }) => worker.dispose()));
  }
}
