// CSV and its relatives, exactly: RFC 4180 with papaparse's tolerance, a record at a time out of any chunking.
// Knows no header, label or file; the fast scanners are held to what this says.

import { BACKSLASH, CR, LF, SPACE, TAB } from './ascii';
import type { DelimitedOptions, LineEnds } from './delimitedOptions';
import { LineCounter, type ByteProblemCode } from './problem';
import { RecordBuffer } from './recordBuffer';

export type { DelimitedOptions, LineEnds, Quote } from './delimitedOptions';
export { fieldText, type DelimitedRecord } from './recordBuffer';

/** Most bytes that may follow a closing quote before it counts as stray. */
const MAX_TAIL = 1024;

const FIELD_START = 0;
const UNQUOTED = 1;
const QUOTED = 2;
/** Right behind a quote in a quoted field: its end, half of a doubled quote, or stray. */
const QUOTE_SEEN = 3;
/** Behind such a quote and bytes that may be blanks. */
const QUOTE_TAIL = 4;
const SKIPPING = 5;
/** Behind a backslash in a quoted field. */
const ESCAPED = 6;
const backslash = Uint8Array.of(BACKSLASH);

/**
 * Push tokenizer over UTF-8 bytes without a byte order mark. Tolerant as papaparse is: a quote inside an unquoted field is
 * literal; blanks between a closing quote and the delimiter are dropped; other text there makes the quote literal
 * (`csv-quote-stray`) and the field goes on; a field that is never closed (`csv-quote-unclosed`) is kept raw.
 *
 * It differs from papaparse on purpose: a final line end starts no further record; a line `""` is a record and not
 * blank; blanks behind a closing quote are dropped at the end of the input too, and 1024 bytes of them are stray text.
 */
export class DelimitedTokenizer {
  readonly #options: DelimitedOptions;
  readonly #delimiter: number;
  /** Blanks and tabs in any number are one delimiter; those at the ends of a line are none. */
  readonly #blanks: boolean;
  readonly #quote: number;
  readonly #escape: number;
  readonly #lineEnds: LineEnds;
  readonly #record: RecordBuffer;
  readonly #lines = new LineCounter();
  /** Bytes of the input before this chunk. */
  #base = 0;
  #state = FIELD_START;
  #linesToSkip: number;
  /** Where in the record the last quote stands, and whether the field holds doubled ones. */
  #quoteAt = 0;
  #doubled = false;
  #anyQuote = false;
  #openLine = 1;
  #openColumn = 1;
  #strayLine = 1;
  #strayColumn = 1;

  constructor(options: DelimitedOptions) {
    this.#options = options;
    this.#delimiter = options.delimiter.charCodeAt(0);
    this.#blanks = this.#delimiter === SPACE;
    this.#quote = options.quote === '' ? -1 : options.quote.charCodeAt(0);
    this.#escape = options.backslashes === true ? BACKSLASH : -1;
    this.#lineEnds = options.lineEnds ?? 'any';
    this.#record = new RecordBuffer(options.maxRecord ?? 1 << 24);
    this.#linesToSkip = options.skipLines ?? 0;
    if (this.#linesToSkip > 0) this.#state = SKIPPING;
  }

  /** Line of the next byte, from 1; one behind the last line end. */
  get line(): number {
    return this.#lines.line;
  }

  /** True where the next byte begins a record and nothing of an earlier one is kept. */
  get atRecord(): boolean {
    return this.#state === FIELD_START && this.#record.count === 0;
  }

  /** The next bytes begin a record on this line, others having been read by somebody else. Only {@link atRecord}. */
  resume(line: number): void {
    this.#lines.reset(line);
    this.#base = 0;
  }

  /** Takes the next bytes, cut anywhere. */
  feed(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state <= UNQUOTED) at = this.#plain(chunk, at);
      else if (this.#state === QUOTED) at = this.#quoted(chunk, at);
      else if (this.#state === ESCAPED) at = this.#escaped(chunk, at);
      else if (this.#state === SKIPPING) at = this.#skip(chunk, at);
      else at = this.#afterQuote(chunk, at);
    }
    this.#base += chunk.length;
  }

  /** Says that the input ends here: gives the last record where it has no line end. */
  end(): void {
    const state = this.#state;
    if (state === SKIPPING || (state === FIELD_START && this.#record.count === 0)) return;
    if (state === QUOTED || state === ESCAPED || (state === QUOTE_TAIL && !this.#tailIsBlank())) {
      const message = 'A quoted field is opened here and never closed.';
      this.#problem('csv-quote-unclosed', this.#openLine, this.#openColumn, message);
      this.#record.closeField(this.#record.length);
    } else if (state >= QUOTE_SEEN) {
      this.#closeQuoted();
    } else if (!this.#isBehindBlanks()) {
      this.#record.closeField(this.#record.length);
    }
    this.#endRecord();
  }

  /** FIELD_START and UNQUOTED: takes all up to the next delimiter or line end, and acts on that. */
  #plain(chunk: Uint8Array, at: number): number {
    const delimiter = this.#delimiter;
    if (this.#state === FIELD_START) {
      if (this.#record.count === 0) this.#record.line = this.#lines.line;
      if (chunk[at] === this.#quote) return this.#open(at);
      if (this.#blanks && (chunk[at] === SPACE || chunk[at] === TAB)) return at + 1;
    }
    const other = this.#blanks ? TAB : delimiter;
    let to = at;
    let byte = 0;
    while (to < chunk.length) {
      byte = chunk[to];
      if (byte === delimiter || byte === other || byte === LF || byte === CR) break;
      to++;
    }
    if (to > at) this.#keep(chunk, at, to, UNQUOTED);
    if (to === chunk.length) return to;
    if (byte !== delimiter && byte !== other) {
      this.#plainLineEnd(chunk, to, byte);
    } else {
      this.#record.closeField(this.#record.length);
      this.#state = FIELD_START;
    }
    return to + 1;
  }

  #plainLineEnd(chunk: Uint8Array, at: number, byte: number): void {
    const offset = this.#base + at;
    const ends = this.#endsRecord(byte, offset);
    const secondHalf = ends && this.#isSecondHalf(byte, offset);
    this.#lines.lineEnd(byte, offset);
    if (secondHalf) return;
    if (!ends) {
      this.#keep(chunk, at, at + 1, UNQUOTED);
      return;
    }
    if (this.#lineEnds === 'crlf') this.#record.dropLast();
    if (!this.#isBehindBlanks()) this.#record.closeField(this.#record.length);
    this.#endRecord();
  }

  /** The blanks that end a line begin no further field. */
  #isBehindBlanks(): boolean {
    return this.#blanks && this.#state === FIELD_START;
  }

  /** The LF of a CRLF whose CR has ended the record. */
  #isSecondHalf(byte: number, offset: number): boolean {
    if (this.#lineEnds !== 'any' || byte !== LF || !this.#lines.afterCr(offset)) return false;
    return this.#state === FIELD_START && this.#record.count === 0;
  }

  /** Whether this CR or LF ends a record. */
  #endsRecord(byte: number, offset: number): boolean {
    const ends = this.#lineEnds;
    if (ends === 'any') return true;
    if (ends === 'cr') return byte === CR;
    return byte === LF && (ends === 'lf' || this.#lines.afterCr(offset));
  }

  #open(at: number): number {
    this.#openLine = this.#lines.line;
    this.#openColumn = this.#lines.column(this.#base + at);
    this.#anyQuote = true;
    this.#doubled = false;
    this.#state = QUOTED;
    return at + 1;
  }

  #quoted(chunk: Uint8Array, at: number): number {
    const quote = this.#quote;
    let to = at;
    for (; to < chunk.length; to++) {
      const byte = chunk[to];
      if (byte === quote || byte === this.#escape) break;
      if (byte === LF || byte === CR) this.#lines.lineEnd(byte, this.#base + to);
    }
    this.#keep(chunk, at, to, QUOTED);
    if (to === chunk.length) return to;
    if (chunk[to] !== quote) {
      this.#state = ESCAPED;
      return to + 1;
    }
    this.#strayLine = this.#lines.line;
    this.#strayColumn = this.#lines.column(this.#base + to);
    this.#quoteAt = this.#record.length;
    this.#tail(quote, QUOTE_SEEN);
    return to + 1;
  }

  /** A quote or another backslash is text; before other bytes the backslash is. */
  #escaped(chunk: Uint8Array, at: number): number {
    const isText = chunk[at] === this.#quote || chunk[at] === BACKSLASH;
    if (isText) this.#keep(chunk, at, at + 1, QUOTED);
    else this.#keep(backslash, 0, 1, QUOTED);
    return isText ? at + 1 : at;
  }

  /** QUOTE_SEEN and QUOTE_TAIL: decides, as soon as it can be known, what the last quote was. */
  #afterQuote(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    const offset = this.#base + at;
    if (byte === this.#quote && this.#state === QUOTE_SEEN) {
      this.#doubled = true;
      this.#tail(byte, QUOTED);
      return at + 1;
    }
    const ends = (byte === LF || byte === CR) && this.#endsRecord(byte, offset);
    if (ends || byte === this.#delimiter) {
      if (!this.#tailIsBlank()) return this.#stray(at);
      if (ends) this.#lines.lineEnd(byte, offset);
      this.#closeQuoted();
      if (ends) this.#endRecord();
      return at + 1;
    }
    const blank = byte === 32 || (byte >= 9 && byte <= 13) || byte >= 0x80;
    if (!blank || this.#record.length - this.#quoteAt > MAX_TAIL) return this.#stray(at);
    if (byte === LF || byte === CR) this.#lines.lineEnd(byte, offset);
    this.#tail(byte, QUOTE_TAIL);
    return at + 1;
  }

  #stray(at: number): number {
    const message = 'A quote inside a quoted field is not doubled; it was read as text.';
    this.#problem('csv-quote-stray', this.#strayLine, this.#strayColumn, message);
    this.#state = QUOTED;
    return at;
  }

  #tailIsBlank(): boolean {
    const from = this.#quoteAt + 1;
    return this.#record.length <= from || this.#record.textFrom(from).trim() === '';
  }

  #closeQuoted(): void {
    this.#record.closeField(this.#quoteAt, this.#doubled ? this.#quote : -1);
    this.#state = FIELD_START;
  }

  #keep(chunk: Uint8Array, from: number, to: number, state: number): void {
    this.#state = state;
    this.#record.append(chunk, from, to);
  }

  #tail(byte: number, state: number): void {
    this.#state = state;
    this.#record.appendTail(byte);
  }

  #skip(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    const offset = this.#base + at;
    const before = this.#lines.line;
    if (this.#linesToSkip === 0 && !(byte === LF && this.#lines.afterCr(offset))) {
      this.#state = FIELD_START;
      return at;
    }
    if (byte === LF || byte === CR) this.#lines.lineEnd(byte, offset);
    this.#linesToSkip -= this.#lines.line - before;
    return at + 1;
  }

  #endRecord(): void {
    const record = this.#record;
    const isEmpty = record.count === 0 || (record.count === 1 && record.ends[0] === 0);
    const blank = isEmpty && !this.#anyQuote;
    if (record.tooLong) {
      const message = `The record is longer than ${record.limit.toString()} bytes and was left out.`;
      this.#problem('csv-record-too-long', record.line, 1, message);
    } else if (!blank || this.#options.skipBlankLines === false) {
      this.#options.onRecord(record);
    }
    this.#anyQuote = false;
    record.clear();
    this.#state = FIELD_START;
  }

  #problem(code: ByteProblemCode, line: number, column: number, message: string): void {
    this.#options.onProblem?.({ code, severity: 'warning', line, column, message });
  }
}
