// Reads CoNLL-U (and CoNLL-X, CoNLL-U Plus) lines and counts one column token by token.
// Must not know which files are read.

import { TAB } from '../bytes/ascii';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import type { LineReader } from './eachLine';
import { classOf, Fields, integerIn, isBlank, textOf } from './fields';

const HASH = 35;
const UNDERSCORE = 95;

/** What a line's first field says: a word, something that is no word (`1-2`, `1.1`), or neither. */
export function kindOfId(id: string): 'word' | 'other' | undefined {
  if (/^\d+$/.test(id)) return 'word';
  return /^\d+[-.]\d+$/.test(id) ? 'other' : undefined;
}

/** Counts words; ranges and empty nodes are none. */
export class ConlluReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #fields = new Fields();

  /** `columns`: fields of a line; 0 where they may be any number. */
  constructor(
    private readonly column: number,
    private readonly columns: number,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (isBlank(bytes, start, end) || bytes[start] === HASH) return;
    const count = this.#fields.cutAt(TAB, bytes, start, end);
    const { starts, ends } = this.#fields;
    if (integerIn(bytes, starts[0], ends[0]) < 0) {
      const id = textOf(bytes, starts[0], ends[0]);
      if (kindOfId(id) === undefined) this.#malformed(line, `“${id.slice(0, 40)}” is no id`);
      return;
    }
    if (this.columns > 0 && count !== this.columns) {
      this.#malformed(line, `The line has ${count} fields where ${this.columns} are expected`);
    }
    this.#split.samples += 1;
    if (this.column >= count || this.#isNone(bytes)) {
      this.#split.unlabelled += 1;
      this.#split.recorder?.end(this.file, line);
      return;
    }
    const { column } = this;
    const label = classOf(this.tally, this.#problems, bytes, starts[column], ends[column], line);
    if (label >= 0) this.#split.add(label);
    this.#split.recorder?.end(this.file, line);
  };

  readonly end = (): void => {
    this.#problems.end();
  };

  #isNone(bytes: Uint8Array): boolean {
    const start = this.#fields.starts[this.column];
    const length = this.#fields.ends[this.column] - start;
    return length === 0 || (length === 1 && bytes[start] === UNDERSCORE);
  }

  #malformed(line: number, what: string): void {
    this.#problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
      return `${what} of CoNLL-U.`;
    });
  }
}
