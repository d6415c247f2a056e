// Reads fastText lines: every word that begins with the prefix is a label of the document.
// Must not know which files are read.

import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { classOf, isBlank, startsWithText } from './fields';
import type { LineReader } from './eachLine';

/** The prefix that fastText takes unless told otherwise. */
export const usualPrefix = '__label__';

/** Counts documents; a label that is repeated on a line counts once. */
export class FastTextReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  #lines = 0;
  readonly #held: number[] = [];

  constructor(
    private readonly prefix: string,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (isBlank(bytes, start, end)) return;
    this.#lines += 1;
    this.#held.length = 0;
    for (let at = start; at < end;) {
      while (at < end && bytes[at] <= 32) at++;
      const from = at;
      while (at < end && bytes[at] > 32) at++;
      if (!startsWithText(bytes, from, at, this.prefix)) continue;
      this.#label(bytes, from, at, line, from - start + 1);
    }
    this.#close(line);
  };

  readonly end = (): void => {
    this.#problems.end();
    if (this.#lines > 0) return;
    const { file } = this;
    this.tally.problem({
      code: 'no-rows',
      severity: 'warning',
      file,
      message: 'The file is empty.',
    });
  };

  #label(bytes: Uint8Array, from: number, to: number, line: number, column: number): void {
    const start = from + this.prefix.length;
    if (start === to) {
      this.#problems.add('empty-label', 'warning', { line, column }, () => {
        return `There is no name behind ${this.prefix}; it is no label.`;
      });
      return;
    }
    const label = classOf(this.tally, this.#problems, bytes, start, to, line);
    if (label >= 0 && !this.#held.includes(label)) this.#held.push(label);
  }

  #close(line: number): void {
    this.#split.samples += 1;
    for (const label of this.#held) this.#split.add(label);
    if (this.#held.length > 1) this.tally.traits.add('multi-label');
    this.#split.recorder?.end(this.file, line);
    if (this.#held.length > 0) return;
    this.#split.unlabelled += 1;
    this.#problems.add('missing-label', 'warning', { line, column: 1 }, () => {
      return `No word of the line begins with ${this.prefix}; it is counted as unlabelled.`;
    });
  }
}
