// A table of numbers that grows, where no kernel has one.
// Must not know what the numbers mean.

import type { CountingTable } from '../kernels';

export class PlainTable implements CountingTable {
  #numbers = new Int32Array(0);

  constructor(readonly most: number) {}

  resized(length: number): Int32Array {
    if (length > this.most) throw new RangeError('A table has no room for that.');
    if (length > this.#numbers.length) {
      const numbers = new Int32Array(length);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
    }
    return this.#numbers;
  }
}
