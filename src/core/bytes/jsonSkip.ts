// Passing over JSON that nobody asked for, fast: only strings and the nesting of brackets are looked at.
// Builds nothing; knows no values.

import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CR,
  DOUBLE_QUOTE,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
} from './ascii';
import { JsonStringReader } from './jsonString';
import { MAX_JSON_DEPTH } from './jsonTypes';
import type { LineCounter } from './problem';

/** The brackets that are open, by their opening byte. */
export class JsonNesting {
  readonly #open = new Uint8Array(MAX_JSON_DEPTH);
  depth = 0;

  /** Opens a bracket; false where it would be too deep. */
  push(opening: number): boolean {
    if (this.depth === MAX_JSON_DEPTH) return false;
    this.#open[this.depth++] = opening;
    return true;
  }

  /** Closes a bracket; false where another kind, or none, is open. In ASCII, closing = opening + 2. */
  pop(closing: number): boolean {
    if (this.depth === 0 || this.#open[this.depth - 1] + 2 !== closing) return false;
    this.depth--;
    return true;
  }

  /** Whether the innermost open bracket is an object's. */
  get inObject(): boolean {
    return this.depth > 0 && this.#open[this.depth - 1] === OPEN_BRACE;
  }
}

/** Passes over one object or array at a time, cut anywhere. */
export class JsonSkipper {
  /** The closing bracket was read. */
  done = false;
  /** What is wrong at the index that `read` gave back. */
  error: string | undefined;
  /** The error is that brackets are nested too deep. */
  tooDeep = false;
  readonly #string = new JsonStringReader(0);
  readonly #nesting: JsonNesting;
  readonly #lines: LineCounter;
  #inString = false;
  #outside = 0;

  constructor(nesting: JsonNesting, lines: LineCounter) {
    this.#nesting = nesting;
    this.#lines = lines;
  }

  /** Begins behind an opening bracket that the nesting already has. */
  begin(): void {
    this.done = this.tooDeep = this.#inString = false;
    this.error = undefined;
    this.#outside = this.#nesting.depth - 1;
  }

  /** Reads on from `at`, `base` bytes being before the chunk; gives the index behind, of the bad byte, or the end. */
  read(chunk: Uint8Array, at: number, base: number): number {
    let i = at;
    while (i < chunk.length && !this.done && this.error === undefined) {
      i = this.#inString ? this.#readString(chunk, i) : this.#brackets(chunk, i, base);
    }
    return i;
  }

  #readString(chunk: Uint8Array, at: number): number {
    const to = this.#string.read(chunk, at);
    this.error = this.#string.error;
    this.#inString = !this.#string.done;
    return to;
  }

  #brackets(chunk: Uint8Array, at: number, base: number): number {
    for (let to = at; to < chunk.length; to++) {
      const byte = chunk[to];
      // Digits, commas and letters, of which a polygon or a mask consists, lie between these bytes.
      if (byte > DOUBLE_QUOTE && byte < OPEN_BRACKET) continue;
      if (byte > CLOSE_BRACKET && byte < OPEN_BRACE) continue;
      if (byte === LF || byte === CR) this.#lines.lineEnd(byte, base + to);
      else if (byte === DOUBLE_QUOTE) {
        this.#string.begin(false);
        this.#inString = true;
        return to + 1;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.tooDeep = !this.#nesting.push(byte);
        if (this.tooDeep) return this.#fail(to, `The nesting is deeper than ${MAX_JSON_DEPTH}.`);
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (!this.#nesting.pop(byte))
          return this.#fail(to, 'This bracket closes none of its kind.');
        this.done = this.#nesting.depth === this.#outside;
        if (this.done) return to + 1;
      }
    }
    return chunk.length;
  }

  #fail(at: number, error: string): number {
    this.error = error;
    return at;
  }
}
