// NPY arrays on disk: read row by row, written row by row before their number is known.
// Must not know what the rows mean.

import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { parseHeader } from '../../core/arrays/npyHeader';
import { type NpyType, npyHeader } from '../../core/writing/npy';
import { explained } from '../../node/atomicWrite';
import { fill, opened } from '../../node/diskFile';

/** The data of a run cannot be used as they are; the message is for people. */
export class DataError extends Error {}

const longestHeader = 64 * 1024;

/** An open array in C order, little-endian; a row is everything below the first dimension. */
export class NpyFile {
  readonly shape: readonly number[];
  /** `f4` and the like, as NumPy names it. */
  readonly type: string;
  readonly rowBytes: number;
  readonly #descriptor: number;
  readonly #first: number;

  /** @throws DataError where it is no such array or ends early. */
  constructor(readonly file: string) {
    this.#descriptor = opened(file, file);
    const start = new Uint8Array(12);
    fill(this.#descriptor, start, 0);
    const view = new DataView(start.buffer);
    if (new TextDecoder('latin1').decode(start.subarray(1, 6)) !== 'NUMPY') {
      throw this.#fault('is no NPY array');
    }
    const wide = start[6] >= 2;
    const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
    if (length > longestHeader) throw this.#fault('has a header that is too long');
    const header = new Uint8Array(length);
    fill(this.#descriptor, header, wide ? 12 : 10);
    const array = parseHeader(new TextDecoder('latin1').decode(header));
    if ('refused' in array) throw this.#fault(`cannot be read: ${array.refused}`);
    if (array.fortran || (!array.little && array.size > 1)) {
      throw this.#fault('must be little-endian and in C order');
    }
    this.#first = (wide ? 12 : 10) + length;
    this.shape = array.shape;
    this.type = `${array.kind}${array.size}`;
    this.rowBytes = array.shape.slice(1).reduce((size, side) => size * side, array.size);
    const needed = this.#first + this.rows * this.rowBytes;
    if (!(fstatSync(this.#descriptor).size >= needed)) throw this.#fault('ends early');
  }

  get rows(): number {
    return this.shape[0] ?? 0;
  }

  /** Fills `into` with `into.byteLength / rowBytes` rows from `start` on. */
  read(start: number, into: ArrayBufferView): void {
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    const got = fill(this.#descriptor, bytes, this.#first + start * this.rowBytes);
    if (got < bytes.length) throw this.#fault('ends early');
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #fault(what: string): DataError {
    return new DataError(`“${this.file}” ${what}.`);
  }
}

/** Room for any number of rows, so that the header can be written again at the end. */
const headerRoom = 128;

/** Writes rows one after the other; `finish` settles how many there are. */
export class NpyWriter {
  rows = 0;
  readonly #descriptor: number;
  #at = headerRoom;

  /** Writing throws a WriteError where the disk is full or gone. */
  constructor(
    private readonly file: string,
    private readonly type: NpyType,
    private readonly shapeOfRow: readonly number[],
  ) {
    this.#descriptor = openSync(file, 'wx');
  }

  /** Appends whole rows. */
  append(rows: ArrayBufferView, count: number): void {
    const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
    try {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#at + done);
      }
    } catch (error) {
      throw explained(this.file, error);
    }
    this.#at += bytes.length;
    this.rows += count;
  }

  finish(): void {
    const header = npyHeader(this.type, [this.rows, ...this.shapeOfRow], headerRoom);
    writeSync(this.#descriptor, header, 0, header.length, 0);
    this.close();
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
