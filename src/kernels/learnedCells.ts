// Cells that a kernel has learned, and the numbers under which its caller counts them.
// Must not know what a cell means.

import type { LearnedCells } from '../core/kernels';
import type { KernelInstance } from './instance';

/** Counts are 32 bits wide; they are handed over long before one could overflow. */
export const handedOverAt = 1 << 30;

export class CellNumbers implements LearnedCells {
  /** The caller's numbers by the kernel's. */
  readonly #cells: number[] = [];
  readonly #splits: number[] = [];

  constructor(private readonly instance: KernelInstance) {
    instance.kernel.clearTable();
  }

  knows(start: number, end: number): boolean {
    return this.instance.kernel.findCell(start, end) >= 0;
  }

  knowsSplit(start: number, end: number): boolean {
    return this.instance.kernel.findSplit(start, end) >= 0;
  }

  learn(start: number, end: number, cell: number): boolean {
    const index = this.instance.kernel.learnCell(start, end);
    if (index < 0) return false;
    this.#cells[index] = cell;
    return true;
  }

  learnSplit(start: number, end: number, split: number): boolean {
    const index = this.instance.kernel.learnSplit(start, end);
    if (index < 0) return false;
    this.#splits[index] = split;
    return true;
  }

  handOver(add: (cell: number, split: number, records: number) => void): void {
    const { kernel, bytes } = this.instance;
    const splits = this.#splits.length === 0 ? [0] : this.#splits;
    const size = kernel.MAX_CELLS.value;
    const table = new Uint32Array(bytes.buffer, kernel.COUNTS.value, splits.length * size);
    splits.forEach((split, at) => {
      const counts = table.subarray(at * size, at * size + this.#cells.length);
      this.#cells.forEach((cell, index) => {
        if (counts[index] > 0) add(cell, split, counts[index]);
      });
      counts.fill(0);
    });
  }
}
