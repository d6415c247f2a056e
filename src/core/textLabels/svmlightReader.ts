// Reads svmlight/libsvm lines: `label index:value …`, several labels joined by commas, none where the line begins blank.
// Must not know which files are read.

import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import type { LineReader } from './eachLine';
import { classOf, startsWithText, textOf, trimmedRange } from './fields';

const HASH = 35;
const PLUS = 43;
const COMMA = 44;
const ZERO = 48;
const COLON = 58;

const encoder = new TextEncoder();

/** `+1`, `1.0` and `1e0` are the class `1`; other numbers stay as they are; undefined for what is no number. */
export function plainNumber(text: string): string | undefined {
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value)) return (value === 0 ? 0 : value).toString();
  return text.replace(/^\+/, '');
}

/** Counts rows; labels are made canonical, so that `+1` and `1` are one class. */
export class SvmlightReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;

  constructor(
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    const hash = bytes.indexOf(HASH, start);
    const [from, to] = trimmedRange(bytes, start, hash >= 0 && hash < end ? hash : end);
    if (from === to) return;
    this.#split.samples += 1;
    let last = from;
    while (last < to && bytes[last] > 32) last++;
    const colon = bytes.indexOf(COLON, from);
    // A blank at the start, and a feature right behind it: the row has no label.
    const hasLabel = colon < 0 || colon > last;
    if (hasLabel) this.#labels(bytes, from, last, line, from - start + 1);
    else this.#unlabelled(bytes, from, last, from > start, line);
    this.#split.recorder?.end(this.file, line);
  };

  readonly end = (): void => {
    this.#problems.end();
  };

  #unlabelled(bytes: Uint8Array, from: number, to: number, blank: boolean, line: number): void {
    this.#split.unlabelled += 1;
    if (blank || startsWithText(bytes, from, to, 'qid:')) return;
    this.#problems.add('missing-label', 'warning', { line, column: 1 }, () => {
      return `The row begins with the feature “${textOf(bytes, from, to)}” and has no label.`;
    });
  }

  #labels(bytes: Uint8Array, from: number, to: number, line: number, column: number): void {
    let held = 0;
    for (let at = from; at <= to;) {
      let end = at;
      while (end < to && bytes[end] !== COMMA) end++;
      if (end > at && this.#label(bytes, at, end, line, column + at - from)) held += 1;
      at = end + 1;
    }
    if (held === 0) this.#split.unlabelled += 1;
    if (held > 1) this.tally.traits.add('multi-label');
  }

  #label(bytes: Uint8Array, from: number, to: number, line: number, column: number): boolean {
    const isPlain = isPlainInteger(bytes, from, to);
    const text = isPlain ? '' : textOf(bytes, from, to);
    const number = isPlain ? '' : plainNumber(text);
    if (number === undefined) {
      this.#problems.add('malformed-row', 'warning', { line, column }, () => {
        return `“${text}” is no number, so the row has no label that could be counted.`;
      });
      return false;
    }
    const other = isPlain ? bytes : encoder.encode(number);
    const [start, end] = isPlain ? [from, to] : [0, other.length];
    if (number.includes('.')) this.#fraction(number, line);
    const label = classOf(this.tally, this.#problems, other, start, end, line);
    if (label >= 0) this.#split.add(label);
    return label >= 0;
  }

  #fraction(text: string, line: number): void {
    this.#problems.add('fractional-label', 'warning', { line, column: 1 }, () => {
      return `The label ${text} is no whole number; for regression there are no classes to count.`;
    });
  }
}

/** Digits without a leading zero, perhaps behind a minus: equal numbers have equal bytes then. */
function isPlainInteger(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from] === 45 ? from + 1 : from;
  if (first === to || bytes[from] === PLUS) return false;
  if (bytes[first] === ZERO && (to - first > 1 || first > from)) return false;
  for (let at = first; at < to; at++) if (bytes[at] < ZERO || bytes[at] > 57) return false;
  return to - first < 16;
}
