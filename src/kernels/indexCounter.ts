// Hands pages of dictionary indexes to the kernel that counts them.
// Must not know Parquet.

import type { IndexCounter, IndexCounts, PackedIndexes } from '../core/kernels';
import type { KernelInstance } from './instance';

const widest = 24;

export class PageCounter implements IndexCounter {
  /** Entries of the largest dictionary. */
  #most = 0;

  constructor(
    private readonly instance: KernelInstance,
    private readonly done: () => void,
  ) {}

  count({ bytes, at, width, rows }: PackedIndexes, size: number): IndexCounts | undefined {
    const { kernel, bytes: memory, input } = this.instance;
    const length = bytes.length - at;
    const fits = length <= kernel.PAGE_SIZE.value && size <= kernel.MAX_INDEXES.value;
    if (!fits || width < 1 || width > widest) return undefined;
    this.#most = Math.max(this.#most, size);
    memory.set(at === 0 ? bytes : bytes.subarray(at), input);
    if (kernel.countIndexes(input, input + length, width, rows, size) === 0) {
      throw new RangeError('An index lies outside the dictionary, or a page ends too early.');
    }
    const table = (start: number): Uint32Array => new Uint32Array(memory.buffer, start, size);
    return {
      counts: table(kernel.INDEX_COUNTS.value).slice(),
      firsts: table(kernel.INDEX_FIRSTS.value).slice(),
    };
  }

  close(): void {
    // The tables of cells lie where the counts were; who counts in them expects zeros.
    const { kernel, bytes } = this.instance;
    for (const { value } of [kernel.INDEX_COUNTS, kernel.INDEX_FIRSTS]) {
      bytes.fill(0, value, value + this.#most * 4);
    }
    this.done();
  }
}
