// Lines of a picture, one box and its class in quotes, as Udacity's second set has them: `a.jpg 950 574 1004 620 0 "car"`.
// Must not know files.

import { mediaOfPath } from '../tables/columnProfile';
import type { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { DOUBLE_QUOTE } from '../bytes/ascii';
import { textOf } from './fields';

/** A line of more characters is none of these. */
const longestLine = 2000;
const number = /^-?\d+(?:\.\d+)?$/;

/** The picture and the class of a line; undefined where it is something else. Notes behind the class are left out. */
export function singleBox(
  line: string,
): { readonly path: string; readonly label: string } | undefined {
  if (line.length > longestLine) return undefined;
  const quote = line.indexOf('"');
  const close = line.indexOf('"', quote + 1);
  if (quote < 0 || close < quote + 2) return undefined;
  const [path, ...numbers] = line.slice(0, quote).trim().split(/\s+/);
  const isBox =
    numbers.length >= 4 && numbers.length <= 5 && numbers.every((one) => number.test(one));
  if (!isBox || mediaOfPath(path) !== 'image') return undefined;
  return { path, label: line.slice(quote + 1, close) };
}

/** Counts such lines; those of one picture follow each other. */
export class SingleBoxes {
  readonly #split: SplitTally;
  #path: string | undefined;
  #line = 0;

  constructor(
    private readonly file: string,
    private readonly tally: Tally,
    private readonly problems: RowProblems,
    split: string,
  ) {
    this.#split = tally.split(split);
  }

  /** True where the line `bytes[start, end)` is one of these and counted. */
  take(bytes: Uint8Array, start: number, end: number, line: number): boolean {
    if (!bytes.subarray(start, end).includes(DOUBLE_QUOTE)) return false;
    const box = singleBox(textOf(bytes, start, end));
    if (box === undefined) return false;
    if (box.path !== this.#path) {
      this.end();
      this.#path = box.path;
      this.#line = line;
      this.#split.beginImage();
      this.#split.samples += 1;
    }
    const label = this.tally.labels.indexOfText(box.label);
    if (label >= 0) this.#split.addInImage(label);
    else {
      this.problems.add('too-many-labels', 'error', { line }, () => {
        return 'There are more different labels than can be told apart; this one and others are not counted.';
      });
    }
    return true;
  }

  /** The last picture is whole. */
  end(): void {
    if (this.#path !== undefined) this.#split.recorder?.end(this.file, this.#line, this.#path);
    this.#path = undefined;
  }
}
