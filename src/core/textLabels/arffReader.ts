// Reads the rows of an ARFF file, dense or sparse, and counts the class attribute's values.
// Must not know which files are read.

import { ByteBuffer } from '../bytes/byteBuffer';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { arffClass, ArffHeader, type ArffClass, type ArffWish, isWithout } from './arffHeader';
import type { LineReader } from './eachLine';
import { integerIn, textOf, trimmedRange } from './fields';

const PERCENT = 37;
const COMMA = 44;
const TAB = 9;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const SPACE = 32;
const QUESTION = 63;
const OPEN = 123;
const CLOSE = 125;
const BACKSLASH = 92;

/** One value of a row. */
interface Cell {
  /** First byte behind the value and its separator. */
  next: number;
  quoted: boolean;
}

/** Counts rows; the header is read on the way. */
export class ArffReader implements LineReader {
  readonly #header = new ArffHeader();
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #value = new ByteBuffer(64);
  readonly #cell: Cell = { next: 0, quoted: false };
  #class: ArffClass | undefined;
  /** By value of the class attribute, as text: the tally's class. */
  readonly #labels = new Map<string, number>();

  constructor(
    private readonly wish: ArffWish | undefined,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (!this.#header.complete) {
      this.#headerLine(textOf(bytes, start, end), line);
      return;
    }
    const [from, to] = trimmedRange(bytes, start, end);
    if (from === to || bytes[from] === PERCENT || this.#class === undefined) return;
    this.#split.samples += 1;
    const held =
      bytes[from] === OPEN
        ? this.#sparse(bytes, from + 1, to, line)
        : this.#dense(bytes, from, to, line);
    if (held === 0) this.#split.unlabelled += 1;
    if (held > 1) this.tally.traits.add('multi-label');
    this.#split.recorder?.end(this.file, line);
  };

  readonly end = (): void => {
    this.#problems.end();
    if (this.#header.complete) return;
    const message = 'The file ends before @data, so it has no rows.';
    this.tally.problem({ code: 'no-rows', severity: 'warning', file: this.file, message });
  };

  #headerLine(text: string, line: number): void {
    if (!this.#header.line(text)) {
      this.#problems.add('arff-header', 'warning', { line }, () => {
        return 'The line belongs to no ARFF header and is left out.';
      });
    }
    if (!this.#header.complete) return;
    this.#class = arffClass(this.#header, this.wish);
    for (const at of this.#class?.attributes ?? []) {
      const { name, values } = this.#header.attributes[at];
      const names = this.#class?.multiLabel === true ? [name] : (values ?? []);
      for (const one of names) this.tally.declare({ id: one, name: one });
    }
  }

  #dense(bytes: Uint8Array, from: number, to: number, line: number): number {
    const { attributes } = this.#header;
    const separator = bytes.subarray(from, to).includes(COMMA) ? COMMA : SPACE;
    let held = 0;
    let index = 0;
    for (let at = from; at <= to && index < attributes.length; index++) {
      this.#read(bytes, at, to, separator);
      if (this.#isClass(index)) held += this.#count(index, this.#cell.quoted, line);
      at = this.#cell.next;
    }
    if (index < attributes.length) {
      this.#problems.add('ragged-row', 'warning', { line, column: 1 }, () => {
        return `The row has ${index} values where ${attributes.length} are declared.`;
      });
    }
    return held;
  }

  /** `{index value, index value}`; a nominal attribute that is left out has its first value. */
  #sparse(bytes: Uint8Array, from: number, to: number, line: number): number {
    const given = new Set<number>();
    let held = 0;
    for (let at = from; at < to && bytes[at] !== CLOSE;) {
      while (at < to && bytes[at] <= SPACE) at++;
      let end = at;
      while (end < to && bytes[end] > SPACE && bytes[end] !== COMMA && bytes[end] !== CLOSE) end++;
      const index = integerIn(bytes, at, end);
      if (index < 0 && end === at) break;
      this.#read(bytes, end, to, COMMA, CLOSE);
      if (index < 0 || index >= this.#header.attributes.length) this.#badIndex(line);
      else if (this.#isClass(index) && !given.has(index)) {
        given.add(index);
        held += this.#count(index, this.#cell.quoted, line);
      }
      at = this.#cell.next;
    }
    if (bytes[to - 1] !== CLOSE) {
      this.#problems.add('row-not-closed', 'warning', { line, column: 1 }, () => {
        return 'The sparse row has no closing brace.';
      });
    }
    return held + this.#omitted(given, line);
  }

  #omitted(given: ReadonlySet<number>, line: number): number {
    let held = 0;
    for (const at of this.#class?.attributes ?? []) {
      const first = this.#header.attributes[at].values?.at(0);
      if (given.has(at) || first === undefined) continue;
      held += this.#add(at, first, line);
    }
    return held;
  }

  #badIndex(line: number): void {
    this.#problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
      return 'The sparse row names an attribute that is not declared.';
    });
  }

  #isClass(index: number): boolean {
    return this.#class?.attributes.includes(index) === true;
  }

  #count(index: number, quoted: boolean, line: number): number {
    const { bytes, length } = this.#value;
    if (length === 0 || (!quoted && length === 1 && bytes[0] === QUESTION)) return 0;
    return this.#add(index, this.#value.text(), line);
  }

  #add(index: number, value: string, line: number): number {
    const { name } = this.#header.attributes[index];
    if (this.#class?.multiLabel === true && isWithout(value)) return 0;
    const text = this.#class?.multiLabel === true ? name : value;
    let label = this.#labels.get(text);
    if (label === undefined) {
      label = this.tally.labels.indexOfText(text);
      if (this.#labels.size < 1 << 20) this.#labels.set(text, label);
    }
    if (label < 0) {
      this.#problems.add('too-many-labels', 'error', { line }, () => {
        return 'There are more different labels than can be told apart; this one is not counted.';
      });
      return 0;
    }
    this.#split.add(label);
    return 1;
  }

  /** Reads the value at a place into `#value`. */
  #read(bytes: Uint8Array, from: number, to: number, separator: number, close = -1): void {
    const value = this.#value;
    value.length = 0;
    let at = from;
    while (at < to && bytes[at] <= SPACE && bytes[at] !== separator) at++;
    this.#cell.quoted = at < to && (bytes[at] === DOUBLE_QUOTE || bytes[at] === SINGLE_QUOTE);
    if (this.#cell.quoted) at = this.#quoted(bytes, at + 1, to, bytes[at]);
    const start = at;
    while (at < to && bytes[at] !== separator && bytes[at] !== TAB && bytes[at] !== close) at++;
    if (!this.#cell.quoted) {
      const [first, last] = trimmedRange(bytes, start, at);
      value.append(bytes, first, last);
    }
    if (separator === SPACE) while (at + 1 < to && bytes[at + 1] <= SPACE) at++;
    this.#cell.next = bytes[at] === close ? at : at + 1;
  }

  /** Takes what stands in quotes; answers the place behind them. */
  #quoted(bytes: Uint8Array, from: number, to: number, quote: number): number {
    let at = from;
    for (; at < to && bytes[at] !== quote; at++) {
      if (bytes[at] === BACKSLASH && at + 1 < to) at++;
      this.#value.push(bytes[at]);
    }
    return at + 1;
  }
}
