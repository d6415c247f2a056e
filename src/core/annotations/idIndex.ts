// Dense indexes for the ids of a file: whole numbers mostly, small or large, sometimes text.
// Must not know what the ids name.

import type { CountingTable } from '../kernels';
import { PlainTable } from './plainTable';

/** Ids below this are looked up by their value; 4 bytes each up to the largest that occurs. */
const directLimit = 1 << 24;

/** Gives each distinct id an index, counting from 0 in order of first sight. */
export class IdIndex {
  /** Index + 1 by id. */
  #direct: Int32Array;
  readonly #others = new Map<number | string, number>();
  #size = 0;

  constructor(private readonly table: CountingTable = new PlainTable(directLimit)) {
    this.#direct = table.resized(4096);
  }

  /** Number of distinct ids. */
  get size(): number {
    return this.#size;
  }

  /** The index of an id, added where it is new. */
  of(id: number | string): number {
    if (typeof id !== 'number' || id < 0 || id >= this.table.most || !Number.isInteger(id)) {
      return this.#other(id);
    }
    if (id >= this.#direct.length) {
      const wanted = Math.max(id + 1, this.#direct.length * 2);
      this.#direct = this.table.resized(Math.min(this.table.most, wanted));
    }
    const known = this.#direct[id];
    if (known > 0) return known - 1;
    this.#size += 1;
    this.#direct[id] = this.#size;
    return this.#size - 1;
  }

  #other(id: number | string): number {
    let index = this.#others.get(id);
    if (index === undefined) {
      index = this.#size;
      this.#size += 1;
      this.#others.set(id, index);
    }
    return index;
  }
}
