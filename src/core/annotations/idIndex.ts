// Dense indexes for the ids of a file: whole numbers mostly, small or large, sometimes text.
// Must not know what the ids name.

import type { CountingTable, IdRun } from '../kernels';
import { PlainTable } from './plainTable';

/** Ids below this are looked up by their value; 4 bytes each up to the largest that occurs. */
const directLimit = 1 << 24;
const noRun: IdRun = { first: 0, length: 0 };

/**
 * Gives each distinct id an index, counting from 0 in order of first sight. While they come as whole numbers one behind
 * the other, each index follows from the first id, and no table is kept.
 */
export class IdIndex {
  /** Index + 1 by id. */
  #direct: Int32Array;
  readonly #others = new Map<number | string, number>();
  #size = 0;
  #first: number | undefined = 0;

  constructor(private readonly table: CountingTable = new PlainTable(directLimit)) {
    this.#direct = table.resized(4096);
  }

  /** Number of distinct ids. */
  get size(): number {
    return this.#size;
  }

  /** The ids where they are one behind the other; length 0 where they are not. */
  get run(): IdRun {
    return this.#first === undefined ? noRun : { first: this.#first, length: this.#size };
  }

  /** The index of an id, added where it is new. */
  of(id: number | string): number {
    if (this.#first === undefined) return this.#known(id);
    if (typeof id === 'number' && id >= 0 && Number.isSafeInteger(id)) {
      if (this.#size === 0) this.#first = id;
      const at = id - this.#first;
      if (at >= 0 && at < this.#size) return at;
      if (at === this.#size) {
        this.#size += 1;
        return at;
      }
    }
    this.#keepTable(this.#first);
    return this.#known(id);
  }

  /** The ids go on in another order than until now. */
  #keepTable(first: number): void {
    const size = this.#size;
    this.#first = undefined;
    this.#size = 0;
    for (let at = 0; at < size; at += 1) this.#known(first + at);
  }

  #known(id: number | string): number {
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
