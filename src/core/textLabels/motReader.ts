// Reads MOT's gt.txt: `frame,id,x,y,w,h,confidence,class,visibility`, one box a line.
// Must not know which files are read.

import { COMMA } from '../bytes/ascii';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import type { LineReader } from './eachLine';
import { classOf, Fields, isBlank, integerIn, trimmedRange } from './fields';

/** Pairs of a frame or a track with a class that are kept for one file, at most. */
const maxPairs = 1 << 20;

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
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (isBlank(bytes, start, end)) return;
    const count = this.#fields.cutAt(COMMA, bytes, start, end);
    const frame = count < 8 ? -1 : this.#number(bytes, 0);
    if (frame < 0) {
      this.#problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
        return `The line has ${count} fields; a box of MOT with a class has at least 8. It is not counted.`;
      });
      return;
    }
    this.#frames.set(frame, this.#frames.get(frame) ?? false);
    this.#meet(frame);
    if (this.#number(bytes, 6) === 0) {
      this.#ignored += 1;
      return;
    }
    const { starts, ends } = this.#fields;
    const [from, to] = trimmedRange(bytes, starts[7], ends[7]);
    const label = classOf(this.tally, this.#problems, bytes, from, to, line);
    if (label < 0) return;
    this.#frames.set(frame, true);
    this.#add(label, this.tracks ? this.#number(bytes, 1) : frame);
  };

  readonly end = (): void => {
    this.#split.samples += this.#frames.size;
    for (const labelled of this.#frames.values()) if (!labelled) this.#split.unlabelled += 1;
    for (const [frame, index] of this.#indexes) {
      this.#split.recorder?.endParked(index, this.file, frame);
    }
    this.#problems.end();
    if (this.#ignored === 0) return;
    const message = `${this.#ignored} boxes are marked to be ignored (their seventh field is 0); they are left out.`;
    const code = 'ignored-region';
    this.tally.problem({ code, severity: 'information', file: this.file, message });
  };

  /** A frame is a sample; a track lies in many, so that tracks have none. */
  #meet(frame: number): void {
    if (this.#split.recorder === undefined || this.tracks || this.#indexes.has(frame)) return;
    this.#indexes.set(frame, this.#indexes.size);
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
