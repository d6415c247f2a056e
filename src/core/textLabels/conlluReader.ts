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

/** Where the tags stand. */
export interface ConlluPlaces {
  readonly column: number;
  /** Fields of a line; 0 where they may be any number. */
  readonly columns: number;
  /** Blanks stand between the fields instead of tabs. */
  readonly blanks: boolean;
}

/** Counts words; ranges and empty nodes are none. */
export class ConlluReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #fields = new Fields();

  constructor(
    private readonly places: ConlluPlaces,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (isBlank(bytes, start, end) || bytes[start] === HASH) return;
    const { column, columns, blanks } = this.places;
    const count = blanks
      ? this.#fields.cutBlanks(bytes, start, end)
      : this.#fields.cutAt(TAB, bytes, start, end);
    const { starts, ends } = this.#fields;
    if (integerIn(bytes, starts[0], ends[0]) < 0) {
      const id = textOf(bytes, starts[0], ends[0]);
      if (kindOfId(id) === undefined) this.#malformed(line, `“${id.slice(0, 40)}” is no id`);
      return;
    }
    if (columns > 0 && count !== columns) {
      this.#malformed(line, `The line has ${count} fields where ${columns} are expected`);
    }
    this.#split.samples += 1;
    if (column >= count || this.#isNone(bytes)) {
      this.#split.unlabelled += 1;
      this.#split.recorder?.end(this.file, line);
      return;
    }
    const label = classOf(this.tally, this.#problems, bytes, starts[column], ends[column], line);
    if (label >= 0) this.#split.add(label);
    this.#split.recorder?.end(this.file, line);
  };

  readonly end = (): void => {
    this.#problems.end();
  };

  #isNone(bytes: Uint8Array): boolean {
    const { column } = this.places;
    const start = this.#fields.starts[column];
    const length = this.#fields.ends[column] - start;
    return length === 0 || (length === 1 && bytes[start] === UNDERSCORE);
  }

  #malformed(line: number, what: string): void {
    this.#problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
      return `${what} of CoNLL-U.`;
    });
  }
}
