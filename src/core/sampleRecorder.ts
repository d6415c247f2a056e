// Gathers the labels that a split counts until their sample ends, and tells the tally's observer.
// Must not know formats; it is fed by the very additions that count, so that samples and counts cannot disagree.

import { ParkedLabels } from './parkedLabels';
import type { SplitName } from './model';
import type { SampleObserver } from './samples';

/** One split's samples on their way to the observer. */
export class SampleRecorder {
  #labels: number[] = [];
  #times: number[] = [];
  #plain = true;
  readonly #parked = new ParkedLabels();

  constructor(
    private readonly split: SplitName,
    private readonly observer: SampleObserver,
  ) {}

  /** A label of the sample that is open, counted so many times. */
  hold(label: number, times: number): void {
    this.#labels.push(label);
    this.#times.push(times);
    if (times !== 1) this.#plain = false;
  }

  /** The open sample is whole: it holds what was counted since the last one. */
  end(file: string, line?: number, path?: string, group?: string): void {
    this.observer.sample({
      split: this.split,
      file,
      ...(line === undefined ? {} : { line }),
      ...(path === undefined ? {} : { path }),
      ...(group === undefined ? {} : { group }),
      labels: this.#labels,
      ...(this.#plain ? {} : { times: this.#times }),
    });
    this.drop();
  }

  /** What was counted since the last sample belongs to sample `key` (a dense index), of which more may come. */
  park(key: number): void {
    this.#labels.forEach((label, at) => {
      this.#parked.add(key, label, this.#times[at]);
    });
    this.drop();
  }

  /** What was counted since the last sample, one label so many times, lies once in each of these samples. */
  share(keys: readonly number[]): void {
    const label = this.#labels.at(0);
    if (label !== undefined) for (const key of keys) this.#parked.add(key, label, 1);
    this.drop();
  }

  /** The parked sample is whole. A key that nothing was parked under is a sample without labels. */
  endParked(key: number, file: string, line?: number, path?: string): void {
    this.#parked.take(key, (label, times) => {
      this.hold(label, times);
    });
    this.end(file, line, path);
  }

  /** What was counted since the last sample belongs to none. */
  drop(): void {
    this.#labels.length = 0;
    this.#times.length = 0;
    this.#plain = true;
  }
}
