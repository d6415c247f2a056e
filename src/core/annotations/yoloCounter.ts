// Counts YOLO label files by a kernel where all of a file is ordinary, and by the plain reader where it is not.
// Must not know rows. What the kernel may count, it has learned from the plain reader, so that labels keep their order.

import type { RowScanner } from '../kernels';
import type { ByteInput } from '../ports';
import type { SplitTally, Tally } from '../tally';
import { YoloRows, type YoloRules } from './yoloRows';

/** Counts label files of one split into a tally; {@link YoloCounter.end} hands over what is left. */
export class YoloCounter {
  readonly #rows: YoloRows;
  readonly #split: SplitTally;
  readonly #scanner: RowScanner | undefined;
  #learned = 0;

  constructor(
    private readonly rules: YoloRules,
    tally: Tally,
    split: string,
    { kernels }: Pick<ByteInput, 'kernels'>,
  ) {
    this.#rows = new YoloRows(rules, tally, split);
    this.#split = tally.split(split);
    // Samples are told by the plain reader alone.
    this.#scanner =
      this.#split.recorder === undefined ? kernels?.rows(rules.poseFields) : undefined;
  }

  /** Where the next file is best put. */
  get room(): Uint8Array | undefined {
    return this.#scanner?.room();
  }

  /** Counts one file, which stands for one image. */
  read(bytes: Uint8Array, file: string): void {
    if (this.#scanner?.count(bytes) === true) return;
    this.#rows.read(bytes, file);
    if (this.#rows.labels.size > this.#learned) this.#learn();
  }

  /** Hands over what the kernel has counted. */
  end(): void {
    if (this.#scanner === undefined) return;
    const { labels } = this.#rows;
    const { files, empty } = this.#scanner.end((id, objects, images) => {
      const label = labels.get(id) ?? 0;
      this.#split.add(label, objects);
      this.#split.addImages(label, images);
    });
    this.#split.samples += files;
    this.#split.unlabelled += empty;
  }

  close(): void {
    this.#scanner?.close();
  }

  /** A row of a class that is not declared is a problem each time. */
  #learn(): void {
    const { classes } = this.rules;
    const ids = [...this.#rows.labels.keys()];
    for (const id of ids.slice(this.#learned)) {
      if (classes === 0 || id < classes) this.#scanner?.learn(id);
    }
    this.#learned = ids.length;
  }
}
