// Reads the boxes of a video, one a line: MOT's `frame,id,x,y,w,h,confidence,class,visibility` and others like it.
// Must not know which files are read.

import { COMMA, DOUBLE_QUOTE } from '../bytes/ascii';
import { plural } from '../plural';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import type { LineReader } from './eachLine';
import { classOf, Fields, isBlank, integerIn, trimmedRange } from './fields';

/** Pairs of a frame or a track with a class that are kept for one file, at most. */
const maxPairs = 1 << 20;

/** A field that holds this number. */
interface Mark {
  readonly field: number;
  readonly by: number;
}

/** Where a line has what. Fields count from 0. */
export interface TrackLayout {
  /** Fewest fields of a line. */
  readonly fields: number;
  readonly frame: number;
  readonly track: number;
  readonly label: number;
  /** The field that says by this number that a box is to be ignored. */
  readonly ignored?: Mark;
  /** A class that marks regions to ignore. */
  readonly noClass?: Mark;
  /** Fields stand apart by blanks, and the class in quotes. */
  readonly isQuoted?: boolean;
  /** The format, for messages. */
  readonly name: string;
}

/** MOT16 and later: a flag of 0 says that a box is to be ignored. */
const motLayout: TrackLayout = {
  ...{ name: 'MOT with a class', fields: 8, frame: 0, track: 1, label: 7 },
  ignored: { field: 6, by: 0 },
};

/** Counts boxes, and the frames that hold each class; or tracks. */
export class MotReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #fields = new Fields();
  readonly #frames = new Map<number, boolean>();
  readonly #pairs = new Set<string>();
  #ignored = 0;
  /** Frames in order of first sight, where samples are observed. */
  readonly #indexes = new Map<number, number>();

  constructor(
    private readonly tracks: boolean,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
    private readonly layout = motLayout,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (isBlank(bytes, start, end)) return;
    const { fields, frame: frameField, track, ignored, noClass } = this.layout;
    const count = this.#cut(bytes, start, end);
    const frame = count < fields ? -1 : this.#number(bytes, frameField);
    if (frame < 0) {
      this.#problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
        return `The line has ${count} fields; a box of ${this.layout.name} has at least ${fields}. It is not counted.`;
      });
      return;
    }
    this.#frames.set(frame, this.#frames.get(frame) ?? false);
    this.#meet(frame);
    if (this.#is(bytes, ignored) || this.#is(bytes, noClass)) {
      this.#ignored += 1;
      return;
    }
    const [from, to] = this.#labelRange(bytes, end);
    const label = classOf(this.tally, this.#problems, bytes, from, to, line);
    if (label < 0) return;
    this.#frames.set(frame, true);
    this.#add(label, this.tracks ? this.#number(bytes, track) : frame);
  };

  readonly end = (): void => {
    this.#split.samples += this.#frames.size;
    for (const labelled of this.#frames.values()) if (!labelled) this.#split.unlabelled += 1;
    for (const [frame, index] of this.#indexes) {
      this.#split.recorder?.endParked(index, this.file, frame);
    }
    this.#problems.end();
    if (this.#ignored === 0) return;
    const message = plural(
      this.#ignored,
      'box is marked to be ignored; it is left out.',
      'boxes are marked to be ignored; they are left out.',
    );
    const code = 'ignored-region';
    this.tally.problem({ code, severity: 'information', file: this.file, message });
  };

  /** A frame is a sample; a track lies in many, so that tracks have none. */
  #meet(frame: number): void {
    if (this.#split.recorder === undefined || this.tracks || this.#indexes.has(frame)) return;
    this.#indexes.set(frame, this.#indexes.size);
  }

  #cut(bytes: Uint8Array, start: number, end: number): number {
    return this.layout.isQuoted === true
      ? this.#fields.cutBlanks(bytes, start, end)
      : this.#fields.cutAt(COMMA, bytes, start, end);
  }

  /** The class, without the quotes around it; a class in quotes may hold blanks. */
  #labelRange(bytes: Uint8Array, end: number): readonly [number, number] {
    const start = this.#fields.starts[this.layout.label];
    if (this.layout.isQuoted !== true || bytes[start] !== DOUBLE_QUOTE)
      return trimmedRange(bytes, start, this.#fields.ends[this.layout.label]);
    const close = bytes.indexOf(DOUBLE_QUOTE, start + 1);
    return [start + 1, close < 0 || close > end ? end : close];
  }

  #is(bytes: Uint8Array, mark: Mark | undefined): boolean {
    if (mark === undefined) return false;
    return this.#number(bytes, mark.field) === mark.by;
  }

  #number(bytes: Uint8Array, field: number): number {
    const [from, to] = trimmedRange(bytes, this.#fields.starts[field], this.#fields.ends[field]);
    return integerIn(bytes, from, to);
  }

  #add(label: number, key: number): void {
    const pair = `${key} ${label}`;
    const isNew = !this.#pairs.has(pair);
    if (isNew && this.#pairs.size >= maxPairs) this.tally.traits.add('no-images');
    else this.#pairs.add(pair);
    if (!this.tracks) {
      this.#split.add(label);
      this.#split.recorder?.park(this.#indexes.get(key) ?? 0);
    }
    if (!isNew) return;
    if (this.tracks) this.#split.add(label);
    else this.#split.addImages(label);
  }
}
