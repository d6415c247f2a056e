// Reads small text files of boxes, one a line, as a dialect writes them.
// Must not know which files are read.

import { LineSplitter } from '../bytes/text';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { type BoxDialect, boxRow } from './boxDialects';
import { isBlank, textOf, trimmedRange } from './fields';

/** Counts boxes and the images that hold each class. */
export class BoxFileReader {
  readonly #split: SplitTally;
  #boxes = 0;

  constructor(
    private readonly dialect: BoxDialect,
    private readonly tally: Tally,
    split: string,
  ) {
    this.#split = tally.split(split);
  }

  /** One file, which is one image. */
  read(content: Uint8Array, file: string): void {
    const problems = new RowProblems(this.tally, file);
    this.#boxes = 0;
    this.#split.beginImage();
    let isFirst = true;
    const splitter = new LineSplitter({
      onLine: (bytes, start, end, line) => {
        if (isBlank(bytes, start, end)) return;
        const isHead = isFirst && this.dialect.head !== undefined;
        isFirst = false;
        if (!isHead) this.#line(textOf(bytes, ...trimmedRange(bytes, start, end)), line, problems);
      },
    });
    splitter.feed(content);
    splitter.end();
    problems.end();
    this.#split.samples += 1;
    if (this.#boxes === 0) this.#split.unlabelled += 1;
    this.#split.recorder?.end(file);
  }

  #line(text: string, line: number, problems: RowProblems): void {
    const row = boxRow(this.dialect, text);
    const place = { line, column: 1 };
    if (row === undefined) {
      if (this.dialect.hasOthers === true) return;
      problems.add('malformed-row', 'warning', place, () => {
        return `“${text.slice(0, 60)}” is no box as the other lines have it (${this.dialect.name}); it is not counted.`;
      });
      return;
    }
    if (row.ignored === true) {
      problems.add('ignored-region', 'information', place, () => {
        return 'The box is marked to be ignored; it is not counted.';
      });
      return;
    }
    const label = this.tally.labels.indexOfText(row.label);
    if (label < 0) {
      problems.add('too-many-labels', 'error', { line }, () => {
        return 'There are more different labels than can be told apart; this one and others are not counted.';
      });
      return;
    }
    this.#split.addInImage(label);
    this.#boxes += 1;
  }
}
