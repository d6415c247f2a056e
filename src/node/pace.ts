// Keeps a long synchronous job polite: says when it is time to let the event loop turn, so that aborts arrive.
// Must not know the job.

import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two turns of the event loop; an abort is seen within about one of them. */
const stretch = 10;

export class Pace {
  #last = performance.now();

  /** True once the job has worked long enough without a turn. */
  due(): boolean {
    return performance.now() - this.#last >= stretch;
  }

  /** Lets the event loop turn once, then throws the signal's reason where it was aborted. */
  async turn(signal: AbortSignal): Promise<void> {
    await setImmediate();
    signal.throwIfAborted();
    this.#last = performance.now();
  }
}
