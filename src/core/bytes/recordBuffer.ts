// One record of a delimited file in reused memory: its bytes and where its fields lie, within a limit.
// Knows neither delimiters nor line ends; the tokenizer tells it where a field stops.

import { ByteBuffer } from './byteBuffer';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * One record; the object and its arrays are reused, so it is good during the call only.
 * Field `i` is `bytes[starts[i], ends[i])`, quotes already taken off; `count` fields are valid.
 */
export interface DelimitedRecord {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  /** Line of the record's first byte, from 1. */
  readonly line: number;
}

/** Field `index` of a record as text; '' where the record is too short. For headers, not for every row. */
export function fieldText(record: DelimitedRecord, index: number): string {
  if (index >= record.count) return '';
  return decoder.decode(record.bytes.subarray(record.starts[index], record.ends[index]));
}

/**
 * The record being read. Once it is longer than `limit` bytes (or has more than `limit / 8` fields) it is `tooLong`:
 * its bytes are forgotten, and `count` then only says whether the record has begun.
 */
export class RecordBuffer implements DelimitedRecord {
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  count = 0;
  line = 1;
  tooLong = false;
  readonly #buffer = new ByteBuffer(4096);
  #fieldStart = 0;

  constructor(readonly limit: number) {}

  get bytes(): Uint8Array {
    return this.#buffer.bytes;
  }

  /** Bytes kept of the record so far. */
  get length(): number {
    return this.#buffer.length;
  }

  /** Adds bytes to the open field. */
  append(chunk: Uint8Array, from: number, to: number): void {
    if (this.#buffer.length + to - from > this.limit) this.#forget();
    if (this.tooLong) this.#buffer.length = 0;
    else this.#buffer.append(chunk, from, to);
  }

  /** Adds a byte that may be taken back by {@link closeField}; kept even when the record is too long. */
  appendTail(byte: number): void {
    this.#buffer.push(byte);
  }

  /** Takes the last byte of the open field back. */
  dropLast(): void {
    if (this.#buffer.length > this.#fieldStart) this.#buffer.length--;
  }

  /** Text from `from` to the end of the open field. */
  textFrom(from: number): string {
    return this.#buffer.text(from);
  }

  /** Ends the open field at `end`; halves doubled `quote` bytes in it where one is given. */
  closeField(end: number, quote = -1): void {
    if (this.count === this.starts.length) this.#moreFields();
    if (this.tooLong) {
      this.count = 1;
      this.#buffer.length = 0;
      return;
    }
    const to = quote < 0 ? end : this.#halve(end, quote);
    this.starts[this.count] = this.#fieldStart;
    this.ends[this.count++] = to;
    this.#fieldStart = to;
    this.#buffer.length = to;
  }

  /** Begins anew for the next record. */
  clear(): void {
    this.tooLong = false;
    this.count = 0;
    this.#buffer.length = 0;
    this.#fieldStart = 0;
  }

  #halve(end: number, quote: number): number {
    const { bytes } = this.#buffer;
    let to = this.#fieldStart;
    for (let from = to; from < end; from++) {
      bytes[to++] = bytes[from];
      if (bytes[from] === quote && from + 1 < end && bytes[from + 1] === quote) from++;
    }
    return to;
  }

  #moreFields(): void {
    // A field costs eight bytes of offsets, so that the limit bounds these too.
    if (this.count * 8 >= this.limit) {
      this.#forget();
      return;
    }
    const { starts, ends } = this;
    this.starts = new Int32Array(starts.length * 2);
    this.ends = new Int32Array(starts.length * 2);
    this.starts.set(starts);
    this.ends.set(ends);
  }

  #forget(): void {
    this.tooLong = true;
    this.#buffer.length = 0;
    this.#fieldStart = 0;
  }
}
