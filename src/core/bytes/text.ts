// Text files as they come off a disk: any of the usual encodings in, UTF-8 bytes out, and lines of them.
// Knows nothing of columns or labels; bytes that are no UTF-8 pass through as they are.

import { CR, LF } from './ascii';
import { ByteBuffer } from './byteBuffer';
import { byteOrderMark, transcoderFor, type Encoding, type Transcoder } from './encoding';
import { LineCounter, type OnByteProblem } from './problem';

/** Receives bytes; the view is good during the call only. */
export type OnBytes = (bytes: Uint8Array) => void;

/**
 * Takes chunks of a file in any cut and hands on UTF-8 without the byte order mark.
 * UTF-8 is passed through uncopied; UTF-16 is known by its mark or by `encoding`.
 */
export class Utf8Stream {
  readonly #onBytes: OnBytes;
  readonly #out = new ByteBuffer();
  readonly #head = new ByteBuffer(4);
  readonly #encoding: Encoding | undefined;
  #transcoder: Transcoder | undefined;
  #started = false;

  /** `encoding`: where it is known, for instance from a dialect; a byte order mark still overrides UTF-8. */
  constructor(onBytes: OnBytes, encoding?: Encoding) {
    this.#onBytes = onBytes;
    this.#encoding = encoding;
  }

  /** Takes the next bytes of the file. */
  feed(chunk: Uint8Array): void {
    if (this.#started) {
      this.#pass(chunk, 0);
      return;
    }
    const taken = Math.min(3 - this.#head.length, chunk.length);
    this.#head.append(chunk, 0, taken);
    if (this.#head.length < 3) return;
    this.#start();
    this.#pass(chunk, taken);
  }

  /** Says that the file ends here. */
  end(): void {
    if (!this.#started) this.#start();
    this.#transcoder?.end(this.#out);
    this.#flush();
  }

  #start(): void {
    this.#started = true;
    const head = this.#head.bytes.subarray(0, this.#head.length);
    const mark = byteOrderMark(head);
    const known = this.#encoding ?? 'utf-8';
    // FF FE is text in a single-byte encoding, so a mark is only believed where it can be one.
    const believed = known === mark.encoding || known === 'utf-8';
    this.#transcoder = transcoderFor(believed && mark.bomLength > 0 ? mark.encoding : known);
    this.#pass(head, believed ? mark.bomLength : 0);
  }

  #pass(chunk: Uint8Array, from: number): void {
    if (this.#transcoder) {
      this.#transcoder.feed(chunk, from, chunk.length, this.#out);
      this.#flush();
    } else if (from < chunk.length) {
      this.#onBytes(from === 0 ? chunk : chunk.subarray(from));
    }
  }

  #flush(): void {
    if (this.#out.length === 0) return;
    this.#onBytes(this.#out.bytes.subarray(0, this.#out.length));
    this.#out.length = 0;
  }
}

/** Receives one line without its line end: `bytes[start, end)`, good during the call only; `line` counts from 1. */
export type OnLine = (bytes: Uint8Array, start: number, end: number, line: number) => void;

/** What a {@link LineSplitter} needs. */
export interface LineSplitterOptions {
  readonly onLine: OnLine;
  readonly onProblem?: OnByteProblem;
  /** Longest line in bytes (default 16 MiB); a longer one is left out with the problem `line-too-long`. */
  readonly maxLine?: number;
}

/** Cuts UTF-8 chunks into lines at LF, CRLF and CR; the last line needs no line end, empty lines count. */
export class LineSplitter {
  readonly #options: LineSplitterOptions;
  readonly #maxLine: number;
  readonly #lines = new LineCounter();
  readonly #carry = new ByteBuffer();
  #offset = 0;
  #tooLong = false;

  constructor(options: LineSplitterOptions) {
    this.#options = options;
    this.#maxLine = options.maxLine ?? 1 << 24;
  }

  /** Line of the next byte, from 1; one behind the last line end. */
  get line(): number {
    return this.#lines.line;
  }

  /** True where the next byte begins a line. */
  get atLine(): boolean {
    return this.#carry.length === 0 && !this.#tooLong;
  }

  /** The next bytes begin this line, others having been read by somebody else. Only {@link atLine}. */
  resume(line: number): void {
    this.#lines.reset(line);
    this.#offset = 0;
  }

  /** Takes the next bytes. */
  feed(chunk: Uint8Array): void {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte !== LF && byte !== CR) continue;
      const offset = this.#offset + i;
      if (byte === CR || !this.#lines.afterCr(offset)) this.#line(chunk, start, i);
      this.#lines.lineEnd(byte, offset);
      start = i + 1;
    }
    this.#keep(chunk, start);
    this.#offset += chunk.length;
  }

  /** Says that the text ends here: gives the last line where it has no line end. */
  end(): void {
    if (this.#carry.length > 0 || this.#tooLong) this.#line(this.#carry.bytes, 0, 0);
  }

  #keep(chunk: Uint8Array, start: number): void {
    const length = this.#carry.length + chunk.length - start;
    if (length > this.#maxLine) this.#tooLong = true;
    if (this.#tooLong) this.#carry.length = 0;
    else this.#carry.append(chunk, start, chunk.length);
  }

  #line(chunk: Uint8Array, start: number, end: number): void {
    const { line } = this.#lines;
    const { length } = this.#carry;
    if (this.#tooLong || length + end - start > this.#maxLine) {
      const message = `The line is longer than ${this.#maxLine.toString()} bytes and was left out.`;
      const problem = { code: 'line-too-long', severity: 'warning', line, column: 1 } as const;
      this.#options.onProblem?.({ ...problem, message });
    } else if (length === 0) {
      this.#options.onLine(chunk, start, end, line);
    } else {
      this.#carry.append(chunk, start, end);
      this.#options.onLine(this.#carry.bytes, 0, this.#carry.length, line);
    }
    this.#carry.length = 0;
    this.#tooLong = false;
  }
}
