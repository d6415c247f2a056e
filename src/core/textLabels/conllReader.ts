// Reads CoNLL lines and counts either the spans that their tags make up, or the tags token by token.
// Must not know which files are read.

import { TAB } from '../bytes/ascii';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import type { TagColumn } from './conllColumns';
import type { LineReader } from './eachLine';
import { isStarred } from './starredTags';
import { classOf, Fields, isBlank, startsWithText, textOf, trimmedRange } from './fields';

const MINUS = 45;
const HASH = 35;
const OUTSIDE = 79;
const UNDERSCORE = 95;
const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const letters = (text: string): ReadonlySet<number> => new Set(new TextEncoder().encode(text));
const begins = letters('BSU');
const ends = letters('SUEL');
const known = letters('BIESLUMO_');

/** What is counted: spans in sentences, or tokens. */
export type Counted = 'spans' | 'tokens';

/** Counts one file. Spans follow conlleval: a change of type begins one, so that IOB1, IOB2 and BIOES are read alike. */
export class ConllReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #fields = new Fields();
  /** The span that the last token belongs to; -1 outside. */
  #open = -1;
  #tokens = 0;
  #spans = 0;
  /** Line of the sentence's first token. */
  #first = 0;

  constructor(
    private readonly tags: TagColumn,
    private readonly counted: Counted,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (this.tags.separator === 'mark') this.#sentence(bytes, start, end, line);
    else this.#tokenLine(bytes, start, end, line);
  };

  /** Tokens apart by blanks. */
  #sentence(bytes: Uint8Array, start: number, end: number, line: number): void {
    for (let at = start; at < end;) {
      while (at < end && bytes[at] <= 32) at++;
      const from = at;
      while (at < end && bytes[at] > 32) at++;
      if (at > from) this.#tokenLine(bytes, from, at, line);
    }
    this.#endSentence();
  }

  #tokenLine(bytes: Uint8Array, start: number, end: number, line: number): void {
    if (isBlank(bytes, start, end) || startsWithText(bytes, start, end, '-DOCSTART-')) {
      this.#endSentence();
      return;
    }
    if (line === 1 && this.tags.header) return;
    const [from, to] = this.#cell(bytes, start, end);
    if (this.#isTag(bytes, from, to)) {
      if (this.#tokens === 0) this.#first = line;
      this.#tokens += 1;
      this.#token(bytes, from, to, line);
    } else if (bytes[start] !== HASH) {
      this.#malformed(bytes, from, to, line, from - start + 1);
    }
  }

  readonly end = (): void => {
    this.#endSentence();
    this.#problems.end();
  };

  #cell(bytes: Uint8Array, start: number, end: number): readonly [number, number] {
    const { separator, column } = this.tags;
    if (separator === 'mark') return [this.#behindMark(bytes, start, end), end];
    const count =
      separator === 'blank'
        ? this.#fields.cutBlanks(bytes, start, end)
        : this.#fields.cutAt(TAB, bytes, start, end);
    const at = column < 0 ? count + column : column;
    if (at < 0 || at >= count) return [end, end];
    return trimmedRange(bytes, this.#fields.starts[at], this.#fields.ends[at]);
  }

  /** Where the tag of a token begins; its end where there is none. */
  #behindMark(bytes: Uint8Array, start: number, end: number): number {
    const mark = this.tags.mark ?? '';
    if (mark === '') return start;
    let at = end - mark.length;
    while (at > start && !startsWithText(bytes, at, end, mark)) at--;
    return at > start ? at + mark.length : end;
  }

  #isTag(bytes: Uint8Array, from: number, to: number): boolean {
    const { kind } = this.tags;
    if (kind === 'plain') return from < to;
    if (kind === 'starred') return isStarred(textOf(bytes, from, to));
    if (from >= to || !known.has(bytes[from])) return false;
    const isOutside = bytes[from] === OUTSIDE || bytes[from] === UNDERSCORE;
    if (to - from === 1) return isOutside || this.tags.kind === 'bare';
    return !isOutside && bytes[from + 1] === MINUS && to - from > 2;
  }

  /** `(PERSON*`: a span begins; which token ends it is of no matter. */
  #starred(bytes: Uint8Array, from: number, to: number, line: number): void {
    if (bytes[from] !== OPEN) return;
    let end = from + 1;
    while (end < to && bytes[end] !== STAR && bytes[end] !== CLOSE) end++;
    const label = classOf(this.tally, this.#problems, bytes, from + 1, end, line);
    if (label < 0) return;
    this.#spans += 1;
    this.#split.add(label);
  }

  #token(bytes: Uint8Array, from: number, to: number, line: number): void {
    if (this.tags.kind === 'starred') {
      this.#starred(bytes, from, to, line);
      return;
    }
    if (this.counted === 'tokens') {
      this.#split.samples += 1;
      const label = classOf(this.tally, this.#problems, bytes, from, to, line);
      if (label >= 0) this.#split.add(label);
      this.#split.recorder?.end(this.file, line);
      return;
    }
    if (to - from === 1) {
      this.#open = -1;
      return;
    }
    const label = classOf(this.tally, this.#problems, bytes, from + 2, to, line);
    const starts = begins.has(bytes[from]) || this.#open !== label;
    if (starts && label >= 0) {
      this.#spans += 1;
      this.#split.add(label);
    }
    this.#open = ends.has(bytes[from]) ? -1 : label;
  }

  #malformed(bytes: Uint8Array, from: number, to: number, line: number, column: number): void {
    if (this.counted === 'tokens') {
      this.#split.samples += 1;
      this.#split.unlabelled += 1;
      this.#split.recorder?.end(this.file, line);
    } else {
      if (this.#tokens === 0) this.#first = line;
      this.#tokens += 1;
    }
    this.#open = -1;
    this.#problems.add('malformed-tag', 'warning', { line, column }, () => {
      return `“${textOf(bytes, from, to)}” is no tag such as O, B-PER or I-PER; the token is unlabelled.`;
    });
  }

  #endSentence(): void {
    this.#open = -1;
    if (this.counted === 'spans' && this.#tokens > 0) {
      this.#split.samples += 1;
      if (this.#spans === 0) this.#split.unlabelled += 1;
      if (this.#spans > 1) this.tally.traits.add('multi-label');
      this.#split.recorder?.end(this.file, this.#first);
    }
    this.#tokens = 0;
    this.#spans = 0;
  }
}
