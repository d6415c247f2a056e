// Small files of rows of numbers in a kernel's memory, each counted whole or not at all.
// Must not know what a class is called, nor what is wrong with a row.

import type { RowFiles, RowScanner } from '../core/kernels';
import type { KernelInstance } from './instance';

/** Larger files are for the plain reader. */
const roomSize = 1 << 16;

export class KernelRows implements RowScanner {
  readonly #room: Uint8Array;
  readonly #learned: number[] = [];
  #files = 0;
  #empty = 0;

  constructor(
    private readonly instance: KernelInstance,
    poseFields: number,
    private readonly done: () => void,
  ) {
    const { kernel, bytes, input } = instance;
    kernel.startRows(poseFields);
    this.#room = bytes.subarray(input, input + roomSize);
  }

  room(): Uint8Array {
    return this.#room;
  }

  count(file: Uint8Array): boolean {
    const { kernel, input } = this.instance;
    const { length } = file;
    if (length > roomSize) return false;
    const isThere = file.buffer === this.#room.buffer && file.byteOffset === input;
    if (!isThere) this.#room.set(file);
    const rows = kernel.countRowFile(input, input + length);
    if (rows < 0) return false;
    this.#files += 1;
    if (rows === 0) this.#empty += 1;
    return true;
  }

  learn(id: number): void {
    const { kernel } = this.instance;
    if (id >= kernel.MOST_ROW_CLASSES.value) return;
    kernel.learnRowClass(id);
    this.#learned.push(id);
  }

  end(add: (id: number, rows: number, files: number) => void): RowFiles {
    const { kernel, bytes } = this.instance;
    const by = (table: number): Uint32Array =>
      new Uint32Array(bytes.buffer, table, kernel.MOST_ROW_CLASSES.value);
    const [rows, files] = [by(kernel.ROW_OBJECTS.value), by(kernel.ROW_IMAGES.value)];
    for (const id of this.#learned) if (rows[id] > 0) add(id, rows[id], files[id]);
    return { files: this.#files, empty: this.#empty };
  }

  close(): void {
    this.done();
  }
}
