// The tables in a kernel's memory that pairs of image and class are counted in.
// Must not know what an image is.

import type { CountingTable, IdRun, PairCounts, PairTables } from '../core/kernels';
import type { KernelInstance } from './instance';

/** A table with its own place in the memory, all zeros at first. */
class PlacedTable implements CountingTable {
  readonly most: number;
  readonly #all: Int32Array;
  #used = 0;

  constructor({ bytes }: KernelInstance, start: number, size: number) {
    this.most = size / 4;
    this.#all = new Int32Array(bytes.buffer, start, this.most);
  }

  /** Numbers that there is room for. */
  get length(): number {
    return this.#used;
  }

  resized(length: number): Int32Array {
    if (length > this.most) throw new RangeError('A table has no room for that.');
    this.#used = Math.max(this.#used, length);
    return this.#all.subarray(0, length);
  }

  clear(): void {
    this.#all.fill(0, 0, this.#used);
    this.#used = 0;
  }
}

export class PlacedPairs implements PairTables {
  readonly ids: PlacedTable;
  readonly words: PlacedTable;
  readonly labels: Int32Array;
  run: IdRun = { first: 0, length: 0 };
  width = 0;
  readonly #counts: Uint32Array;
  readonly #images: Uint32Array;

  constructor(private readonly instance: KernelInstance) {
    const { kernel, bytes } = instance;
    this.ids = new PlacedTable(instance, kernel.IMAGE_IDS.value, kernel.IMAGE_IDS_SIZE.value);
    this.words = new PlacedTable(instance, kernel.IMAGE_WORDS.value, kernel.IMAGE_WORDS_SIZE.value);
    const ids = kernel.QUICK_IDS.value;
    this.labels = new Int32Array(bytes.buffer, kernel.PAIR_IDS.value, ids);
    this.#counts = new Uint32Array(bytes.buffer, kernel.PAIR_COUNTS.value, ids);
    this.#images = new Uint32Array(bytes.buffer, kernel.PAIR_IMAGES.value, ids);
    this.take();
  }

  /** Bytes of the large tables that are in use. */
  get used(): number {
    return 4 * (this.ids.length + this.words.length);
  }

  /** Images that there are words for. */
  get images(): number {
    return this.width === 0 ? 0 : Math.floor(this.words.length / this.width);
  }

  take(): PairCounts {
    const { kernel } = this.instance;
    const taken = {
      counts: this.#counts.slice(),
      images: this.#images.slice(),
      crowds: kernel.crowds.value >>> 0,
      ignored: kernel.ignored.value >>> 0,
      several: kernel.several.value !== 0,
    };
    this.#counts.fill(0);
    this.#images.fill(0);
    kernel.clearFlags();
    return taken;
  }

  /** Leaves zeros for the next. */
  clear(): void {
    this.take();
    this.labels.fill(0);
    for (const table of [this.ids, this.words]) table.clear();
  }
}
