// JSON's numbers and literals, byte by byte: grammar checked, numbers kept as they stand.
// Knows nothing of where they stand.

import { CAPITAL_I, MINUS } from './ascii';
import { ByteBuffer } from './byteBuffer';
import { isJsonNumber, isNumberByte } from './jsonNumber';
import type { JsonLiteral } from './jsonTypes';

const LITERALS = new Map<number, JsonLiteral>([
  [116, 'true'],
  [102, 'false'],
  [110, 'null'],
  [78, 'NaN'],
  [73, 'Infinity'],
]);

/** Reads one number or literal at a time, cut anywhere. */
export class JsonScalarReader {
  /** The number, where it is one; at most `limit` bytes. */
  readonly out = new ByteBuffer(64);
  /** Which literal it is; undefined for a number. */
  literal: JsonLiteral | undefined;
  /** The value is whole. */
  done = false;
  /** The number has more than `limit` bytes; its grammar was not checked. */
  tooLong = false;
  /** What is wrong with the value; undefined while all is well. */
  error: string | undefined;
  #matched = 0;

  constructor(readonly limit: number) {}

  /** Whether it is one of the literals that JSON has not. */
  get isNonFinite(): boolean {
    const { literal } = this;
    return literal === 'NaN' || literal === 'Infinity' || literal === '-Infinity';
  }

  /** Begins with the first byte; false where no number or literal begins so. */
  begin(byte: number): boolean {
    this.literal = LITERALS.get(byte);
    this.#matched = 1;
    this.done = this.tooLong = false;
    this.error = undefined;
    this.out.length = 0;
    this.out.push(byte);
    return this.literal !== undefined || byte === MINUS || (byte >= 48 && byte <= 57);
  }

  /** Reads on from `at`; gives the index behind the value where it is `done`, else the end of the chunk. */
  read(chunk: Uint8Array, at: number): number {
    return this.literal === undefined
      ? this.#number(chunk, at)
      : this.#word(chunk, at, this.literal);
  }

  /** Says that the text ends here: a number may be whole, a literal is not. */
  finish(): void {
    if (this.literal !== undefined) return;
    this.done = true;
    if (this.tooLong || isJsonNumber(this.out.bytes, this.out.length)) return;
    this.error = 'A number is malformed.';
  }

  #number(chunk: Uint8Array, at: number): number {
    let to = at;
    while (to < chunk.length && isNumberByte(chunk[to])) to++;
    const room = this.limit - this.out.length;
    if (to - at > room) this.tooLong = true;
    this.out.append(chunk, at, Math.min(to, at + Math.max(0, room)));
    if (to === chunk.length) return to;
    if (chunk[to] === CAPITAL_I && this.out.length === 1 && this.out.bytes[0] === MINUS) {
      this.literal = '-Infinity';
      this.#matched = 2;
      return this.read(chunk, to + 1);
    }
    this.finish();
    return to;
  }

  #word(chunk: Uint8Array, at: number, word: JsonLiteral): number {
    for (let to = at; to < chunk.length; to++) {
      if (chunk[to] !== word.charCodeAt(this.#matched)) {
        this.error = `A value begins like ${word} and is not.`;
        return to;
      }
      if (++this.#matched < word.length) continue;
      this.done = true;
      return to + 1;
    }
    return chunk.length;
  }
}
