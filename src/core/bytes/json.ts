// JSON out of any chunking, in events; what nobody wants is passed over without being built.
// Knows no dataset: paths and rows are jsonSelect's, values jsonValue's.

import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  CR,
  DOUBLE_QUOTE,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  SPACE,
  TAB,
} from './ascii';
import { Utf8MarkSkipper } from './encoding';
import { JsonScalarReader } from './jsonScalar';
import { JsonNesting, JsonSkipper } from './jsonSkip';
import { JsonStringReader } from './jsonString';
import { EXPECTED, MAX_JSON_DEPTH, type JsonHandler, type JsonOptions } from './jsonTypes';
import { ProblemReporter, type ByteProblemCode } from './problem';

export type { JsonHandler, JsonKind, JsonOptions } from './jsonTypes';

const VALUE = 0;
const FIRST_VALUE = 1;
const FIRST_KEY = 2;
const KEY = 3;
const BEFORE_COLON = 4;
const AFTER = 5;
const DONE = 6;
/** States from here on have readers of their own. */
const STRING = 7;
const SCALAR = 8;
const SKIP = 9;
const FAILED = 10;

const TOO_DEEP = `The nesting is deeper than ${MAX_JSON_DEPTH}.`;

/**
 * Push tokenizer for one JSON text in UTF-8, with or without a byte order mark. At the first error it reports it and
 * stops: `failed` is true and further bytes are ignored. NaN and the infinities are read as literals, and said once.
 */
export class JsonTokenizer {
  readonly #handler: JsonHandler;
  readonly #reporter: ProblemReporter;
  readonly #nesting = new JsonNesting();
  readonly #skipper: JsonSkipper;
  readonly #string: JsonStringReader;
  readonly #scalar: JsonScalarReader;
  #state = VALUE;
  /** Bytes of the text before this chunk, without the mark. */
  #base = 0;
  readonly #mark = new Utf8MarkSkipper();
  /** The string or scalar that is being read: where it starts, whether it is wanted, whether it is a key. */
  #start = 0;
  #wanted = false;
  #isKey = false;
  #saidNonFinite = false;
  #paused = false;

  constructor(handler: JsonHandler, options: JsonOptions = {}) {
    this.#handler = handler;
    this.#reporter = new ProblemReporter(options.onProblem);
    this.#skipper = new JsonSkipper(this.#nesting, this.#reporter.lines);
    this.#string = new JsonStringReader(options.maxString ?? 1 << 20);
    this.#scalar = new JsonScalarReader(this.#string.limit);
  }

  /** Line of the byte that is being read, from 1. */
  get line(): number {
    return this.#reporter.lines.line;
  }

  /** Column of the first byte of the value that is being read, from 1, in bytes; for `want` and the start events. */
  get column(): number {
    return this.#reporter.lines.column(this.#start);
  }

  /** Whether an error has stopped the reading. */
  get failed(): boolean {
    return this.#state === FAILED;
  }

  /** Before the next byte, the handler's `skim` may read on; to be called from one of its end events. */
  pause(): void {
    this.#paused = true;
  }

  /** Begins a new text; `line` is that of its first byte, for texts that are lines of a file. */
  reset(line = 1): void {
    this.#reporter.lines.reset(line);
    this.#mark.reset();
    this.#nesting.depth = this.#base = 0;
    this.#state = VALUE;
    this.#saidNonFinite = this.#paused = false;
  }

  /** Takes the next bytes, cut anywhere. */
  feed(chunk: Uint8Array): void {
    let at = this.#mark.skip(chunk);
    if (at < 0) this.#fail(0, EXPECTED[VALUE]);
    this.#base -= at;
    while (at < chunk.length && this.#state !== FAILED) {
      if (this.#state < STRING) {
        at = this.#structure(chunk, at);
        if (this.#paused) at = this.#skim(chunk, at);
      } else if (this.#state === SKIP) at = this.#skip(chunk, at);
      else if (this.#state === STRING) at = this.#readString(chunk, at);
      else {
        at = this.#scalar.read(chunk, at);
        this.#afterScalar();
      }
    }
    this.#base += chunk.length;
  }

  /** Says that the text ends here; a text that is cut short is the error `json-truncated`. */
  end(): void {
    if (this.#state === SCALAR) {
      this.#scalar.finish();
      this.#afterScalar();
    }
    if (this.#state === FAILED || this.#state === DONE) return;
    const where = this.#nesting.depth === 0 ? 'before its value is whole' : 'inside open brackets';
    this.#fail(this.#base, `The JSON text ends ${where}.`, 'json-truncated');
  }

  #skim(chunk: Uint8Array, at: number): number {
    this.#paused = false;
    const { lines } = this.#reporter;
    const before = lines.line;
    const lineStart = 1 - lines.column(this.#base);
    const skimmed = this.#handler.skim?.(chunk, at, before, lineStart);
    if (skimmed === undefined) return at;
    lines.pass(skimmed.lines, this.#base + skimmed.lineStart);
    return skimmed.at;
  }

  #structure(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    const offset = this.#base + at;
    if (byte === LF || byte === CR) this.#reporter.lines.lineEnd(byte, offset);
    else if (byte !== SPACE && byte !== TAB) this.#token(byte, offset);
    return at + 1;
  }

  #token(byte: number, offset: number): void {
    const state = this.#state;
    const closing = byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
    if (state === AFTER && byte === COMMA) {
      this.#state = this.#nesting.inObject ? KEY : VALUE;
    } else if (closing && (state === AFTER || state === FIRST_KEY || state === FIRST_VALUE)) {
      this.#close(byte, offset);
    } else if (state === BEFORE_COLON && byte === COLON) {
      this.#state = VALUE;
    } else if (state <= FIRST_VALUE) {
      this.#value(byte, offset, state);
    } else if (byte === DOUBLE_QUOTE && state <= KEY) {
      this.#begin(STRING, offset, true, true);
      this.#string.begin(true);
    } else {
      this.#fail(offset, EXPECTED[state]);
    }
  }

  #value(byte: number, offset: number, state: number): void {
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#open(byte, offset);
    } else if (byte === DOUBLE_QUOTE) {
      const wanted = this.#handler.want('string');
      this.#begin(STRING, offset, wanted);
      this.#string.begin(wanted);
    } else if (this.#scalar.begin(byte)) {
      const kind = this.#scalar.literal === undefined ? 'number' : 'literal';
      this.#begin(SCALAR, offset, this.#handler.want(kind));
    } else {
      this.#fail(offset, EXPECTED[state]);
    }
  }

  #begin(state: number, offset: number, wanted: boolean, isKey = false): void {
    this.#state = state;
    this.#start = offset;
    this.#wanted = wanted;
    this.#isKey = isKey;
  }

  #open(byte: number, offset: number): void {
    this.#start = offset;
    const wanted = this.#handler.want(byte === OPEN_BRACE ? 'object' : 'array');
    if (!this.#nesting.push(byte)) {
      this.#fail(offset, TOO_DEEP, 'json-too-deep');
    } else if (!wanted) {
      this.#skipper.begin();
      this.#state = SKIP;
    } else if (byte === OPEN_BRACE) {
      this.#state = FIRST_KEY;
      this.#handler.onStartObject();
    } else {
      this.#state = FIRST_VALUE;
      this.#handler.onStartArray();
    }
  }

  #close(byte: number, offset: number): void {
    if (!this.#nesting.pop(byte)) {
      this.#fail(offset, 'This bracket closes none of its kind.');
      return;
    }
    this.#afterValue();
    if (byte === CLOSE_BRACE) this.#handler.onEndObject();
    else this.#handler.onEndArray();
  }

  #afterValue(): void {
    this.#state = this.#nesting.depth === 0 ? DONE : AFTER;
  }

  #skip(chunk: Uint8Array, at: number): number {
    const to = this.#skipper.read(chunk, at, this.#base);
    const { error } = this.#skipper;
    if (error !== undefined) {
      this.#fail(
        this.#base + to,
        error,
        this.#skipper.tooDeep ? 'json-too-deep' : 'json-malformed',
      );
    } else if (this.#skipper.done) this.#afterValue();
    return to;
  }

  #readString(chunk: Uint8Array, at: number): number {
    const string = this.#string;
    const to = string.read(chunk, at);
    if (string.error !== undefined) this.#fail(this.#base + to, string.error);
    if (!string.done) return to;
    if (string.tooLong) this.#tooLong();
    if (this.#isKey) {
      this.#state = BEFORE_COLON;
      this.#handler.onKey(string.out.bytes, 0, string.out.length);
    } else {
      this.#afterValue();
      const kept = this.#wanted && !string.tooLong;
      if (kept) this.#handler.onString(string.out.bytes, 0, string.out.length);
    }
    return to;
  }

  #afterScalar(): void {
    const scalar = this.#scalar;
    const { literal } = scalar;
    if (scalar.error !== undefined) this.#fail(this.#start, scalar.error);
    if (!scalar.done || scalar.error !== undefined) return;
    this.#afterValue();
    if (scalar.tooLong) this.#tooLong();
    else if (literal === undefined) {
      if (this.#wanted) this.#handler.onNumber(scalar.out.bytes, 0, scalar.out.length);
    } else {
      if (scalar.isNonFinite) this.#nonFinite(literal);
      if (this.#wanted) this.#handler.onLiteral(literal);
    }
  }

  #nonFinite(word: string): void {
    if (this.#saidNonFinite) return;
    this.#saidNonFinite = true;
    const message = `${word} is no JSON, but was read as Python writes it.`;
    this.#reporter.report('json-nonfinite', 'information', this.#start, message);
  }

  #tooLong(): void {
    const message = `A key, string or number is longer than ${this.#string.limit} bytes and was left out.`;
    this.#reporter.report('json-string-too-long', 'warning', this.#start, message);
  }

  #fail(offset: number, message: string, code: ByteProblemCode = 'json-malformed'): void {
    this.#state = FAILED;
    this.#reporter.report(code, 'error', offset, message);
  }
}
