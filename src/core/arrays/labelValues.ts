// Labels that are numbers: counted under their decimal text, each distinct value interned once.
// Must not know files' formats.

import type { SplitName } from '../model';
import type { SplitTally, Tally } from '../tally';

/** Counts numbers as labels of samples of one split. {@link end} must be called once. */
export class LabelValues {
  readonly #split: SplitTally;
  readonly #known = new Map<number, number>();
  #odd = 0;
  #ignored = 0;
  #samples = 0;

  constructor(
    private readonly tally: Tally,
    split: SplitName,
    private readonly file: string,
    private readonly ignore: (value: number) => boolean = () => false,
  ) {
    this.#split = tally.split(split);
  }

  /** One sample with one label. A number with a fraction, NaN or an ignored value leaves it unlabelled. */
  add(value: number): void {
    this.#samples += 1;
    this.#split.samples += 1;
    const label = this.labelOf(value);
    if (label < 0) this.#split.unlabelled += 1;
    else this.#split.add(label);
    this.#split.recorder?.end(this.file, this.#samples);
  }

  /** The class of a value; -1 where it is none, which is remembered. */
  labelOf(value: number): number {
    let label = this.#known.get(value);
    if (label === undefined) {
      label = Number.isInteger(value) ? this.#intern(value) : -1;
      if (this.#known.size < maxKnown) this.#known.set(value, label);
    }
    if (label === -2) this.#ignored += 1;
    else if (label < 0) this.#odd += 1;
    return label;
  }

  #intern(value: number): number {
    if (this.ignore(value)) return -2;
    return this.tally.labels.indexOfText(value === 0 ? '0' : value.toString());
  }

  /** Says what was left out. */
  end(): void {
    const { file } = this;
    if (this.#ignored > 0) {
      const message = `${this.#ignored} values are -1 or -100 where others count from 0; they are taken as unlabelled.`;
      this.tally.problem({ code: 'ignored-value', severity: 'information', file, message });
    }
    if (this.#odd > 0) {
      const message = `${this.#odd} values are no whole numbers (or are missing) and are no labels.`;
      this.tally.problem({ code: 'not-an-integer', severity: 'warning', file, message });
    }
  }
}

const maxKnown = 1 << 20;
