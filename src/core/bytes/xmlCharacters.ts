// Character data of XML: text up to a tag, a value up to its quote. Decodes the five predefined entities and numbers.
// Expands nothing that a document declares: such references stay as they are written, and that is said.

import { AMPERSAND, CR, LESS, LF, SEMICOLON, SPACE, TAB } from './ascii';
import { ByteBuffer } from './byteBuffer';
import type { ProblemReporter } from './problem';
import { isNameByte } from './xmlNames';

const PREDEFINED = new Map([
  ['lt', 60],
  ['gt', 62],
  ['amp', 38],
  ['quot', 34],
  ['apos', 39],
]);
/** Longer names of entities are taken for text behind a bare ampersand. */
const MAX_REFERENCE = 64;
const HASH = 35;
/** `]]>` */
const END_OF_CDATA = 0x5d5d3e;

/** Appends one stretch of characters at a time to a buffer, cut anywhere. Line ends become LF, in values a blank. */
export class XmlCharacterReader {
  /** Stands at the terminator: `<` in text, the quote in values. */
  done = false;
  /** A `<` in a value. */
  error = false;
  /** The buffer would have become longer than `limit`; it is as it was before. */
  tooLong = false;
  readonly #reporter: ProblemReporter;
  readonly #limit: number;
  readonly #reference = new ByteBuffer(MAX_REFERENCE);
  readonly #character = new ByteBuffer(4);
  #out: ByteBuffer;
  #from = 0;
  #terminator = LESS;
  #inReference = false;
  #referenceAt = 0;
  #lastThree = 0;

  constructor(reporter: ProblemReporter, limit: number, out: ByteBuffer) {
    this.#reporter = reporter;
    this.#limit = limit;
    this.#out = out;
  }

  /** Begins at the end of `out`, behind a tag (`terminator` is `<`) or a quote (`terminator` is that quote). */
  begin(out: ByteBuffer, terminator: number): void {
    this.#out = out;
    this.#terminator = terminator;
    this.#from = out.length;
    this.tooLong = this.#inReference = false;
    this.resume();
  }

  /** Goes on with the same text, behind a comment or at the start of a CDATA section. */
  resume(): void {
    this.done = this.error = false;
    this.#lastThree = 0;
  }

  /** Reads on from `at`, `base` bytes being before the chunk; gives the index of the terminator, or the end. */
  read(chunk: Uint8Array, at: number, base: number): number {
    let i = at;
    while (i < chunk.length && !this.done && !this.error) {
      i = this.#inReference ? this.#readReference(chunk, i) : this.#run(chunk, i, base);
    }
    return i;
  }

  /** Reads a CDATA section; gives the index behind its end (`done`), or the end of the chunk. */
  readCdata(chunk: Uint8Array, at: number, base: number): number {
    for (let i = at; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === LF || byte === CR) this.#lineEnd(byte, base + i);
      else this.#push(byte);
      this.#lastThree = ((this.#lastThree << 8) | byte) & 0xffffff;
      if (this.#lastThree !== END_OF_CDATA) continue;
      if (!this.tooLong) this.#out.length -= 3;
      this.done = true;
      return i + 1;
    }
    return chunk.length;
  }

  #run(chunk: Uint8Array, at: number, base: number): number {
    const terminator = this.#terminator;
    const inValue = terminator !== LESS;
    let to = at;
    let byte = 0;
    for (; to < chunk.length; to++) {
      byte = chunk[to];
      if (byte > LESS) continue;
      if (byte === terminator || byte === LESS || byte === AMPERSAND) break;
      if (byte === LF || byte === CR || (byte === TAB && inValue)) break;
    }
    this.#append(chunk, at, to);
    if (to === chunk.length) return to;
    if (byte === terminator) this.done = true;
    else if (byte === LESS) this.error = true;
    if (this.done || this.error) return to;
    if (byte === AMPERSAND) this.#beginReference(base + to);
    else if (byte === TAB) this.#push(SPACE);
    else this.#lineEnd(byte, base + to);
    return to + 1;
  }

  #lineEnd(byte: number, offset: number): void {
    const { lines } = this.#reporter;
    const secondHalf = byte === LF && lines.afterCr(offset);
    lines.lineEnd(byte, offset);
    if (!secondHalf) this.#push(this.#terminator === LESS ? LF : SPACE);
  }

  #beginReference(offset: number): void {
    this.#inReference = true;
    this.#referenceAt = offset;
    this.#reference.length = 0;
  }

  #readReference(chunk: Uint8Array, at: number): number {
    let to = at;
    const last = at + MAX_REFERENCE - this.#reference.length;
    while (to < chunk.length && to < last && (isNameByte(chunk[to]) || chunk[to] === HASH)) to++;
    this.#reference.append(chunk, at, to);
    if (to === chunk.length) return to;
    this.#inReference = false;
    if (chunk[to] === SEMICOLON && this.#reference.length > 0) {
      this.#resolve(this.#reference.text());
      return to + 1;
    }
    const message = 'An & begins no reference; it was read as text.';
    this.#reporter.report('xml-ampersand-bare', 'warning', this.#referenceAt, message);
    this.#literally();
    return to;
  }

  #resolve(name: string): void {
    const code = PREDEFINED.get(name) ?? characterOf(name);
    if (code !== undefined) {
      this.#character.length = 0;
      this.#character.pushCodePoint(code);
      this.#append(this.#character.bytes, 0, this.#character.length);
      return;
    }
    const message = `The reference &${name}; is not expanded; it was read as text.`;
    this.#reporter.report('xml-entity-not-expanded', 'warning', this.#referenceAt, message);
    this.#literally();
    this.#push(SEMICOLON);
  }

  #literally(): void {
    this.#push(AMPERSAND);
    this.#append(this.#reference.bytes, 0, this.#reference.length);
  }

  #push(byte: number): void {
    if (this.#hasRoom(1)) this.#out.push(byte);
  }

  #append(bytes: Uint8Array, start: number, end: number): void {
    if (this.#hasRoom(end - start)) this.#out.append(bytes, start, end);
  }

  #hasRoom(count: number): boolean {
    if (!this.tooLong && this.#out.length + count > this.#limit) {
      this.tooLong = true;
      this.#out.length = this.#from;
    }
    return !this.tooLong;
  }
}

/** The code point of `#65` or `#x41`; undefined where it is no character that XML allows. */
function characterOf(name: string): number | undefined {
  const match = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (match === null) return undefined;
  const code = name.startsWith('#x') ? parseInt(match[1], 16) : Number(match[2]);
  if (code < 32) return code === TAB || code === LF || code === CR ? code : undefined;
  const allowed = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return allowed ? code : undefined;
}
