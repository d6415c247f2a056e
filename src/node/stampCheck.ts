// Asks whether files still have the stamps that they had, in this thread and, where there are many, in another as well.
// Must not know whose files they are.

import { setImmediate } from 'node:timers/promises';
import type { Part } from './countedFiles';
import type { FileFacts } from './fileFacts';
import { LaneFailure, type WorkerLane } from './workerLane';

/** Parts that the other thread has at once, so that it does not wait for this one. */
const ahead = 3;

export class StampCheck {
  #areSame = true;

  constructor(
    private readonly parts: Iterator<Part>,
    private readonly facts: FileFacts,
    private readonly lane: WorkerLane | undefined,
  ) {}

  /** Ends with the first part that has changed. Rejects with the signal's reason once it is aborted. */
  async areSame(signal: AbortSignal): Promise<boolean> {
    const { lane } = this;
    const others = lane === undefined ? 0 : ahead;
    await Promise.all([
      this.#askAll(signal, ({ paths }) => this.#here(paths)),
      ...Array.from({ length: others }, () =>
        this.#askAll(signal, ({ paths }) => this.#there(paths, lane, signal)),
      ),
    ]);
    return this.#areSame;
  }

  async #askAll(
    signal: AbortSignal,
    stampOf: (part: Part) => Promise<string | undefined>,
  ): Promise<void> {
    while (this.#areSame) {
      signal.throwIfAborted();
      const next = this.parts.next();
      if (next.done === true) return;
      const { stamp } = next.value;
      if (stamp === undefined || (await stampOf(next.value)) !== stamp) this.#areSame = false;
    }
  }

  async #here(paths: readonly string[]): Promise<string | undefined> {
    const stamp = this.facts.stampOf(paths);
    // So that the other thread is heard, and an abort.
    await setImmediate();
    return stamp;
  }

  async #there(
    paths: readonly string[],
    lane: WorkerLane | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    try {
      return await lane?.stamp(this.facts.root, paths, this.facts.latest, signal);
    } catch (error) {
      if (!(error instanceof LaneFailure)) throw error;
      return this.#here(paths);
    }
  }
}
