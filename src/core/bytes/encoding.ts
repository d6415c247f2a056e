// Which encoding bytes are in, and single-byte and UTF-16 input turned into UTF-8 a chunk at a time.
// Knows nothing of what the text says; invalid UTF-8 is never touched.

import type { ByteBuffer } from './byteBuffer';

/** Encodings that label files come in; `windows-1252` also stands for Latin-1, as on the web. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What a byte order mark says. */
export interface ByteOrderMark {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Bytes of the mark: 0 (none found: UTF-8), 2 or 3. */
  readonly bomLength: number;
}

/** Reads the byte order mark at the start of `head`; UTF-8 with length 0 where there is none. */
export function byteOrderMark(head: Uint8Array): ByteOrderMark {
  if (head.length >= 2 && head[0] === 0xff && head[1] === 0xfe)
    return { encoding: 'utf-16le', bomLength: 2 };
  if (head.length >= 2 && head[0] === 0xfe && head[1] === 0xff)
    return { encoding: 'utf-16be', bomLength: 2 };
  const utf8 = head.length >= 3 && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return { encoding: 'utf-8', bomLength: utf8 ? 3 : 0 };
}

/** The bytes of a whole UTF-8 text behind its byte order mark, if it has one. */
export function withoutMark(text: Uint8Array): Uint8Array {
  const { encoding, bomLength } = byteOrderMark(text);
  return encoding === 'utf-8' ? text.subarray(bomLength) : text;
}

const UTF8_MARK = [0xef, 0xbb, 0xbf] as const;

/** Finds the UTF-8 byte order mark at the start of chunks cut anywhere. */
export class Utf8MarkSkipper {
  /** Bytes of the mark seen so far. */
  #seen = 0;
  #over = false;

  /** How many bytes at the start of the next chunk belong to the mark; -1 where the text begins with half a mark. */
  skip(chunk: Uint8Array): number {
    if (this.#over) return 0;
    let at = 0;
    while (this.#seen < UTF8_MARK.length && chunk[at] === UTF8_MARK[this.#seen]) {
      at++;
      this.#seen++;
    }
    this.#over = at < chunk.length || this.#seen === UTF8_MARK.length;
    const half = this.#over && this.#seen > 0 && this.#seen < UTF8_MARK.length;
    return half ? -1 : at;
  }

  /** Begins anew. */
  reset(): void {
    this.#seen = 0;
    this.#over = false;
  }
}

/** Like {@link byteOrderMark}, and tells UTF-16 without a mark by its zero bytes (text that is mostly Latin). */
export function sniffEncoding(head: Uint8Array): ByteOrderMark {
  const mark = byteOrderMark(head);
  const length = Math.min(head.length, 1024) & ~1;
  if (mark.bomLength > 0 || length < 4) return mark;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const enough = length / 2 / 2;
  if (odd >= enough && even === 0) return { encoding: 'utf-16le', bomLength: 0 };
  if (even >= enough && odd === 0) return { encoding: 'utf-16be', bomLength: 0 };
  return mark;
}

/** The encoding a name in a file means (`UTF-8`, `latin1`, `ISO-8859-1`, `cp1252`, …); undefined for others. */
export function encodingNamed(name: string): Encoding | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (/^(utf8|usascii|ascii)$/.test(plain)) return 'utf-8';
  if (/^(utf16|utf16le|ucs2)$/.test(plain)) return 'utf-16le';
  if (plain === 'utf16be') return 'utf-16be';
  if (/^(iso88591|latin1|l1|windows1252|cp1252)$/.test(plain)) return 'windows-1252';
  return undefined;
}

/** Turns chunks of one encoding into UTF-8, any cut; a broken code unit becomes U+FFFD. */
export interface Transcoder {
  /** Appends the UTF-8 of what is complete in `chunk[start, end)`. */
  feed(chunk: Uint8Array, start: number, end: number, out: ByteBuffer): void;
  /** Appends U+FFFD for a half character that is left over. */
  end(out: ByteBuffer): void;
}

/** UTF-16 to UTF-8; lone surrogates and an odd last byte become U+FFFD, as TextDecoder does. */
export class Utf16Transcoder implements Transcoder {
  readonly #bigEndian: boolean;
  #first = -1;
  #high = 0;

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.#bigEndian = encoding === 'utf-16be';
  }

  feed(chunk: Uint8Array, start: number, end: number, out: ByteBuffer): void {
    for (let i = start; i < end; i++) {
      if (this.#first < 0) {
        this.#first = chunk[i];
        continue;
      }
      const unit = this.#bigEndian ? (this.#first << 8) | chunk[i] : this.#first | (chunk[i] << 8);
      this.#first = -1;
      this.#unit(unit, out);
    }
  }

  end(out: ByteBuffer): void {
    if (this.#high > 0 || this.#first >= 0) out.pushCodePoint(0xfffd);
    this.#high = 0;
    this.#first = -1;
  }

  #unit(unit: number, out: ByteBuffer): void {
    const high = this.#high;
    this.#high = 0;
    if (high > 0 && unit >= 0xdc00 && unit <= 0xdfff) {
      out.pushCodePoint(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
      return;
    }
    if (high > 0) out.pushCodePoint(0xfffd);
    if (unit >= 0xd800 && unit <= 0xdbff) this.#high = unit;
    else out.pushCodePoint(unit);
  }
}

/** Code points of Windows-1252's bytes 0x80 to 0x9F (encoding.spec.whatwg.org, index windows-1252). */
const WINDOWS_1252 = [
  0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152,
  0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
  0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
] as const;

/** Windows-1252 (and so Latin-1) to UTF-8. */
export class Windows1252Transcoder implements Transcoder {
  feed(chunk: Uint8Array, start: number, end: number, out: ByteBuffer): void {
    for (let i = start; i < end; i++) {
      const byte = chunk[i];
      if (byte >= 0x80 && byte < 0xa0) out.pushCodePoint(WINDOWS_1252[byte - 0x80]);
      else out.pushCodePoint(byte);
    }
  }

  end(): void {
    // Every byte is a whole character.
  }
}

/** The transcoder for an encoding; undefined for UTF-8, which needs none. */
export function transcoderFor(encoding: Encoding): Transcoder | undefined {
  if (encoding === 'utf-8') return undefined;
  return encoding === 'windows-1252' ? new Windows1252Transcoder() : new Utf16Transcoder(encoding);
}
