// Reads ADE20K's *_atr.txt: `instance # part level # occluded # class # raw name # "attributes"`, one object a line.
// Must not know which files are read.

import { withoutMark } from '../bytes/encoding';
import { LineSplitter } from '../bytes/text';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { classOf, Fields, isBlank, trimmedRange } from './fields';

const HASH = 35;
const ZERO = 48;

/** Field of the class (its WordNet names), and of what the annotator wrote. */
export const atrFields = { names: 3, raw: 4 } as const;

/** Counts objects and the images that hold each class; parts of objects are none. */
export class AtrReader {
  readonly #split: SplitTally;
  readonly #fields = new Fields();

  constructor(
    private readonly field: number,
    private readonly tally: Tally,
    split: string,
  ) {
    this.#split = tally.split(split);
  }

  read(bytes: Uint8Array, file: string): void {
    const problems = new RowProblems(this.tally, file);
    let objects = 0;
    this.#split.beginImage();
    const splitter = new LineSplitter({
      onLine: (line, start, end, number) => {
        if (!isBlank(line, start, end)) objects += this.#line(line, start, end, number, problems);
      },
    });
    splitter.feed(withoutMark(bytes));
    splitter.end();
    problems.end();
    this.#split.samples += 1;
    if (objects === 0) this.#split.unlabelled += 1;
    this.#split.recorder?.end(file);
  }

  #line(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    problems: RowProblems,
  ): number {
    const count = this.#fields.cutAt(HASH, bytes, start, end);
    const { starts, ends } = this.#fields;
    const [level, levelEnd] = count < 2 ? [0, 0] : trimmedRange(bytes, starts[1], ends[1]);
    const [from, to] =
      count < 5 ? [0, 0] : trimmedRange(bytes, starts[this.field], ends[this.field]);
    if (level === levelEnd || from === to) {
      problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
        return `The line has ${count} fields; an object of ADE20K has six. It is not counted.`;
      });
      return 0;
    }
    if (levelEnd - level > 1 || bytes[level] !== ZERO) return 0;
    const label = classOf(this.tally, problems, bytes, from, to, line);
    if (label < 0) return 0;
    this.#split.addInImage(label);
    return 1;
  }
}
