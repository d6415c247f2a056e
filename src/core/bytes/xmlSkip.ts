// What XML has and labels have not: comments, processing instructions and the document type are passed over.
// Nothing in them is ever interpreted, entity declarations least of all.

import { CLOSE_BRACKET, CR, DOUBLE_QUOTE, GREATER, LF, OPEN_BRACKET, SINGLE_QUOTE } from './ascii';
import type { LineCounter } from './problem';

/** What `<!` begins; undefined while that is open, `bad` where it is none of these. */
export type XmlMarkup = 'comment' | 'cdata' | 'doctype' | 'bad' | undefined;

const STARTS = [
  ['--', 'comment'],
  ['[CDATA[', 'cdata'],
  ['DOCTYPE', 'doctype'],
] as const;

const START_OF_COMMENT = 0x3c212d2d;
const END_OF_COMMENT = 0x2d2d3e;
const START_OF_INSTRUCTION = 0x3c3f;
const END_OF_INSTRUCTION = 0x3f3e;

/** Passes over one such thing at a time, cut anywhere. */
export class XmlSkipper {
  /** Its end was read. */
  done = false;
  readonly #lines: LineCounter;
  #kind: 'comment' | 'doctype' | 'instruction' = 'comment';
  /** Inside a document type: what is open in it. */
  #inner: 'comment' | 'instruction' | undefined;
  #quote = 0;
  #brackets = 0;
  #lastFour = 0;
  #start = '';

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  /** Begins to tell what `<!` is. */
  beginMarkup(): void {
    this.#start = '';
  }

  /** Takes the next byte behind `<!`. */
  markup(byte: number): XmlMarkup {
    this.#start += String.fromCharCode(byte);
    const found = STARTS.find(([start]) => start.startsWith(this.#start));
    if (found === undefined) return 'bad';
    return found[0] === this.#start ? found[1] : undefined;
  }

  /** Begins to pass over. */
  begin(kind: 'comment' | 'doctype' | 'instruction'): void {
    this.#kind = kind;
    this.#inner = undefined;
    this.#quote = this.#brackets = this.#lastFour = 0;
    this.done = false;
  }

  /** Reads on from `at`, `base` bytes being before the chunk; gives the index behind (`done`), or the end. */
  read(chunk: Uint8Array, at: number, base: number): number {
    for (let i = at; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === LF || byte === CR) this.#lines.lineEnd(byte, base + i);
      this.#lastFour = (this.#lastFour << 8) | byte;
      this.done = this.#kind === 'doctype' ? this.#doctype(byte) : this.#ends(this.#kind);
      if (this.done) return i + 1;
    }
    return chunk.length;
  }

  #ends(kind: 'comment' | 'instruction'): boolean {
    return kind === 'comment'
      ? (this.#lastFour & 0xffffff) === END_OF_COMMENT
      : (this.#lastFour & 0xffff) === END_OF_INSTRUCTION;
  }

  /** Whether the document type ends with this byte: at a `>` outside of quotes, comments and the internal subset. */
  #doctype(byte: number): boolean {
    if (this.#inner !== undefined) {
      if (this.#ends(this.#inner)) this.#inner = undefined;
    } else if (this.#quote !== 0) {
      if (byte === this.#quote) this.#quote = 0;
    } else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
      this.#quote = byte;
    } else if (byte === OPEN_BRACKET) {
      this.#brackets++;
    } else if (byte === CLOSE_BRACKET) {
      this.#brackets--;
    } else if (this.#lastFour === START_OF_COMMENT) {
      this.#openInner('comment');
    } else if ((this.#lastFour & 0xffff) === START_OF_INSTRUCTION) {
      this.#openInner('instruction');
    }
    return (
      byte === GREATER && this.#brackets <= 0 && this.#quote === 0 && this.#inner === undefined
    );
  }

  #openInner(kind: 'comment' | 'instruction'): void {
    this.#inner = kind;
    this.#lastFour = 0;
  }
}
