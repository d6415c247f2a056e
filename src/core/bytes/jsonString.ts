// The inside of a JSON string, byte by byte: escapes undone into a reused buffer, or passed over.
// Knows nothing of what the string is for.

import { BACKSLASH, DOUBLE_QUOTE, LETTER_U } from './ascii';
import { ByteBuffer } from './byteBuffer';

/** What a one-letter escape stands for: `"` `\` `/` b f n r t. */
const ESCAPES = new Map([
  [34, 34],
  [92, 92],
  [47, 47],
  [98, 8],
  [102, 12],
  [110, 10],
  [114, 13],
  [116, 9],
]);

/** Reads one string at a time, cut anywhere; a lone surrogate becomes U+FFFD, other bytes stay as they are. */
export class JsonStringReader {
  /** The string so far, where it is kept; at most `limit` bytes. */
  readonly out = new ByteBuffer();
  /** The closing quote was read. */
  done = false;
  /** The string was to be kept and is longer than `limit`. */
  tooLong = false;
  /** What is wrong at the index that `read` gave back; undefined while all is well. */
  error: string | undefined;
  #keep = false;
  #escaped = false;
  /** Digits of a \u escape that are still to come, and their value so far. */
  #digits = 0;
  #code = 0;
  #high = 0;

  constructor(readonly limit: number) {}

  /** Begins behind the opening quote. */
  begin(keep: boolean): void {
    this.out.length = 0;
    this.done = this.tooLong = this.#escaped = false;
    this.error = undefined;
    this.#keep = keep;
    this.#digits = this.#high = 0;
  }

  /** Reads on from `at`; gives the index behind the closing quote (`done`), of the bad byte (`error`), or the end. */
  read(chunk: Uint8Array, at: number): number {
    let i = at;
    while (i < chunk.length && !this.done) {
      if (this.#escaped) this.#escape(chunk[i]);
      else if (this.#digits > 0) this.#digit(chunk[i]);
      else i = this.#plain(chunk, i);
      if (this.error !== undefined) return i;
      i++;
    }
    return i;
  }

  /** Takes a run of plain bytes; gives the index of the last byte it has dealt with. */
  #plain(chunk: Uint8Array, at: number): number {
    let to = at;
    let byte = 0;
    for (; to < chunk.length; to++) {
      byte = chunk[to];
      if (byte === DOUBLE_QUOTE || byte === BACKSLASH || byte < 32) break;
    }
    if (this.#high > 0 && (to > at || byte !== BACKSLASH)) this.#loneSurrogate();
    if (this.#keep && to > at) this.#append(chunk, at, to);
    if (to === chunk.length) return to - 1;
    if (byte === DOUBLE_QUOTE) this.done = true;
    else if (byte === BACKSLASH) this.#escaped = true;
    else this.error = 'A control character stands unescaped in a string.';
    return to;
  }

  #append(chunk: Uint8Array, from: number, to: number): void {
    const room = this.limit - this.out.length;
    if (to - from > room) this.tooLong = true;
    this.out.append(chunk, from, Math.min(to, from + Math.max(0, room)));
  }

  #escape(byte: number): void {
    this.#escaped = false;
    if (byte === LETTER_U) {
      this.#digits = 4;
      this.#code = 0;
      return;
    }
    if (this.#high > 0) this.#loneSurrogate();
    const code = ESCAPES.get(byte);
    if (code === undefined) this.error = 'A backslash in a string begins no escape.';
    else this.#push(code);
  }

  #digit(byte: number): void {
    const value = hexValue(byte);
    if (value < 0) {
      this.error = 'A \\u escape needs four hexadecimal digits.';
      return;
    }
    this.#code = this.#code * 16 + value;
    if (--this.#digits > 0) return;
    const code = this.#code;
    const high = this.#high;
    if (high > 0 && code >= 0xdc00 && code <= 0xdfff) {
      this.#high = 0;
      this.#push(0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00));
      return;
    }
    if (high > 0) this.#loneSurrogate();
    if (code >= 0xd800 && code <= 0xdbff) this.#high = code;
    else this.#push(code);
  }

  #loneSurrogate(): void {
    this.#high = 0;
    this.#push(0xfffd);
  }

  #push(code: number): void {
    if (!this.#keep) return;
    if (this.out.length + 4 > this.limit) this.tooLong = true;
    else this.out.pushCodePoint(code);
  }
}

function hexValue(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
