// Reads small files with one box a line: KITTI, KITTI tracking and DOTA differ only in where the class stands.
// Must not know which files are read.

import { withoutMark } from '../bytes/encoding';
import { LineSplitter } from '../bytes/text';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { classOf, Fields, isBlank, startsWithText } from './fields';

/** How a line is laid out. */
export interface BoxLayout {
  /** Field of the class, from 0. */
  readonly label: number;
  /** Fewest fields of a line. */
  readonly fields: number;
  /** The field of the frame where one file holds many; -1 where a file is an image. */
  readonly frame: number;
  /** A class that marks regions to ignore. */
  readonly ignored: string;
  /** Lines that begin so are no boxes. */
  readonly headers: readonly string[];
  /** The class may be of several words, each of which begins with a letter, and numbers follow. */
  readonly words: boolean;
  /** The format, for messages. */
  readonly name: string;
}

/** Counts boxes and the images that hold each class. */
export class BoxLineReader {
  readonly #split: SplitTally;
  readonly #fields = new Fields();
  /** Of a file with frames: which frames and which pairs of frame and class were seen. */
  readonly #frames = new Set<string>();
  readonly #labelled = new Set<string>();
  readonly #pairs = new Set<string>();
  /** Frames in order of first sight, where samples are observed. */
  readonly #indexes = new Map<string, number>();

  constructor(
    private readonly layout: BoxLayout,
    private readonly tally: Tally,
    split: string,
  ) {
    this.#split = tally.split(split);
  }

  read(bytes: Uint8Array, file: string): void {
    const problems = new RowProblems(this.tally, file);
    let boxes = 0;
    this.#split.beginImage();
    for (const set of [this.#frames, this.#labelled, this.#pairs, this.#indexes]) set.clear();
    const splitter = new LineSplitter({
      onLine: (line, start, end, number) => {
        boxes += this.#line(line, start, end, number, problems);
      },
    });
    splitter.feed(withoutMark(bytes));
    splitter.end();
    problems.end();
    if (this.layout.frame >= 0) {
      this.#split.samples += this.#frames.size;
      this.#split.unlabelled += this.#frames.size - this.#labelled.size;
      this.#endFrames(file);
      return;
    }
    this.#split.samples += 1;
    if (boxes === 0) this.#split.unlabelled += 1;
    this.#split.recorder?.end(file);
  }

  /** 1 where the line is a box that counts. */
  #line(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    problems: RowProblems,
  ): number {
    const { label: at, fields, headers, ignored, words, frame, name } = this.layout;
    if (isBlank(bytes, start, end)) return 0;
    if (headers.some((header) => startsWithText(bytes, start, end, header))) return 0;
    const count = this.#fields.cutBlanks(bytes, start, end);
    if (count < fields) {
      problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
        return `The line has ${count} fields; a box of ${name} has at least ${fields}. It is not counted.`;
      });
      return 0;
    }
    const { starts, ends } = this.#fields;
    let last = at;
    while (words && last + 1 < count && isLetter(bytes[starts[last + 1]])) last += 1;
    const key = frame < 0 ? '' : this.#frameOf(bytes, starts[frame], ends[frame]);
    if (
      ignored.length === ends[last] - starts[at] &&
      startsWithText(bytes, starts[at], ends[last], ignored)
    ) {
      problems.add(
        'ignored-region',
        'information',
        { line, column: starts[at] - start + 1 },
        () => {
          return `${ignored} marks a region to ignore; it is no class and not counted.`;
        },
      );
      return 0;
    }
    const label = classOf(this.tally, problems, bytes, starts[at], ends[last], line);
    if (label < 0) return 0;
    if (frame < 0) this.#split.addInImage(label);
    else this.#addInFrame(label, key);
    return 1;
  }

  #frameOf(bytes: Uint8Array, start: number, end: number): string {
    const key = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 16)));
    this.#frames.add(key);
    if (this.#split.recorder !== undefined && !this.#indexes.has(key)) {
      this.#indexes.set(key, this.#indexes.size);
    }
    return key;
  }

  #endFrames(file: string): void {
    for (const [frame, index] of this.#indexes) {
      this.#split.recorder?.endParked(index, file, Number(frame));
    }
  }

  #addInFrame(label: number, frame: string): void {
    this.#split.add(label);
    this.#split.recorder?.park(this.#indexes.get(frame) ?? 0);
    this.#labelled.add(frame);
    const pair = `${frame} ${label}`;
    if (this.#pairs.has(pair)) return;
    this.#pairs.add(pair);
    this.#split.addImages(label);
  }
}

function isLetter(byte: number): boolean {
  const lower = byte | 32;
  return lower >= 97 && lower <= 122;
}
