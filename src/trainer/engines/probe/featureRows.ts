// Standardised feature rows in the kernels' memory: all of them where they fit, else block after block from their file.
// Must not know models or losses.

import { closeSync, openSync, readSync } from 'node:fs';
import type { Matrices } from './matrix';

/** A file of float32 rows, `width` apart (a multiple of 4, zeros at the end): train, then val, then test. */
export interface FeatureSet {
  readonly file: string;
  readonly features: number;
  readonly width: number;
  readonly train: number;
  readonly val: number;
  readonly test: number;
  /** Of the training rows, one a column (`width` long): a row is used as (x − mean) · factor. */
  readonly mean: Float32Array;
  readonly factor: Float32Array;
}

/** Rows a block; sums run block by block, so it is part of what makes results repeat. */
export const blockRows = 256;
/** Features beyond this stay on disk, so that a worker's memory stays bounded. */
const residentBytes = 768 * 2 ** 20;

export class FeatureRows {
  readonly width: number;
  readonly #rowBytes: number;
  readonly #descriptor: number;
  readonly #first: number | undefined;
  readonly #block: number;
  readonly #mean: number;
  readonly #factor: number;

  /** @throws where the file cannot be read or memory does not suffice. */
  constructor(
    private readonly matrices: Matrices,
    readonly set: FeatureSet,
  ) {
    this.width = set.width;
    this.#rowBytes = set.width * 4;
    this.#descriptor = openSync(set.file, 'r');
    this.#mean = this.#vector(set.mean);
    this.#factor = this.#vector(set.factor);
    const total = (set.train + set.val + set.test) * this.#rowBytes;
    this.#block = matrices.allocate(blockRows * this.#rowBytes);
    if (total > residentBytes) return;
    const first = matrices.allocate(total);
    for (let row = 0; row < total / this.#rowBytes; row += blockRows) {
      const count = Math.min(blockRows, total / this.#rowBytes - row);
      this.#load(row, count, first + row * this.#rowBytes);
    }
    this.#first = first;
  }

  /** Where `count` rows (at most {@link blockRows}) from `start` stand; valid until the next call. */
  block(start: number, count: number): number {
    if (this.#first !== undefined) return this.#first + start * this.#rowBytes;
    this.#load(start, count, this.#block);
    return this.#block;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #vector(values: Float32Array): number {
    const at = this.matrices.allocate(values.length * 4);
    this.matrices.floats(at, values.length).set(values);
    return at;
  }

  #load(start: number, count: number, to: number): void {
    const bytes = this.matrices.bytes(to, count * this.#rowBytes);
    for (let at = 0; at < bytes.length;) {
      const read = readSync(
        this.#descriptor,
        bytes,
        at,
        bytes.length - at,
        start * this.#rowBytes + at,
      );
      if (read === 0) throw new Error(`“${this.set.file}” ends before its last row.`);
      at += read;
    }
    this.matrices.kernels.standardise(to, this.#mean, this.#factor, count, this.width);
  }
}
