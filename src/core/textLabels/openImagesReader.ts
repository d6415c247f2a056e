// Reads the rows of Open Images: boxes, masks, points not all of which were answered with yes, or labels of images of which
// those with confidence 0 are denials.
// Must not know which files are read, nor the names of classes.

import { ByteBuffer } from '../bytes/byteBuffer';
import type { DelimitedRecord } from '../bytes/recordBuffer';
import { ImageBook } from '../tables/imageBook';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import type { CsvReader } from './csvRows';
import { classOf, trimmedRange } from './fields';

/** Files up to this size may have their rows in any order; larger ones must be sorted by image, as they come. */
export const anyOrderUpTo = 64 * 1024 * 1024;

/** As `yes` begins; the other answers are `no` and `unsure`. */
const Y = 121;

/** Counts rows. {@link end} must be called once. */
export class OpenImagesReader implements CsvReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #book: ImageBook | undefined;
  readonly #image = new ByteBuffer(64);
  readonly #held = new Set<number>();
  #imageColumn = -1;
  #labelColumn = -1;
  #confidence = -1;
  #answer = -1;
  #groupOf = -1;
  #groups = 0;
  #denied = 0;
  #images = 0;
  #unlabelled = 0;
  #sorted = true;

  constructor(
    private readonly perImage: boolean,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
    bytes: number,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
    this.#book = bytes <= anyOrderUpTo ? new ImageBook() : undefined;
  }

  readonly header = (columns: readonly string[]): void => {
    this.#imageColumn = columns.findIndex((name) => name.toLowerCase() === 'imageid');
    this.#answer = columns.indexOf('EstimatedYesNo');
    this.#labelColumn = columns.indexOf(this.#answer < 0 ? 'LabelName' : 'Label');
    this.#confidence = this.perImage ? columns.indexOf('Confidence') : -1;
    this.#groupOf = columns.indexOf('IsGroupOf');
  };

  readonly row = (row: DelimitedRecord): void => {
    const { bytes, starts, ends, count, line } = row;
    if (count <= Math.max(this.#imageColumn, this.#labelColumn, this.#confidence, this.#answer)) {
      this.#problems.add('ragged-row', 'warning', { line }, () => {
        return `The row has ${count} fields only and is not counted.`;
      });
      return;
    }
    this.#begin(bytes, starts[this.#imageColumn], ends[this.#imageColumn]);
    if (this.#isDenied(row)) {
      this.#denied += 1;
      return;
    }
    const [from, to] = trimmedRange(bytes, starts[this.#labelColumn], ends[this.#labelColumn]);
    if (from === to) return;
    const label = classOf(this.tally, this.#problems, bytes, from, to, line);
    if (label >= 0) this.#add(label);
    this.#book?.park(this.#split);
    const group = this.#groupOf;
    if (group >= 0 && group < count && bytes[starts[group]] === 49) this.#groups += 1;
  };

  #isDenied({ bytes, starts, ends }: DelimitedRecord): boolean {
    const [confidence, answer] = [this.#confidence, this.#answer];
    if (answer >= 0) return bytes[starts[answer]] !== Y || ends[answer] - starts[answer] !== 3;
    return confidence >= 0 && isZero(bytes, starts[confidence], ends[confidence]);
  }

  readonly end = (): void => {
    this.#close();
    this.#problems.end();
    const { file } = this;
    if (this.#imageColumn < 0 || this.#labelColumn < 0) {
      const message = 'The header names no ImageID and LabelName; nothing was counted.';
      this.tally.problem({ code: 'no-rows', severity: 'warning', file, message });
    }
    this.#say(
      'denied-labels',
      this.#denied,
      this.#answer < 0
        ? 'labels have confidence 0: people said that they are not there. They are left out.'
        : 'points were not answered with yes: their labels do not hold, and they are left out.',
    );
    this.#say(
      'group-boxes',
      this.#groups,
      'boxes hold a group of objects (IsGroupOf); each is counted once.',
    );
  };

  #say(code: string, times: number, what: string): void {
    if (times === 0) return;
    const message = `${times} ${what}`;
    this.tally.problem({ code, severity: 'information', file: this.file, message });
  }

  #begin(bytes: Uint8Array, start: number, end: number): void {
    this.#book?.open(bytes, start, end);
    const order = compare(bytes, start, end, this.#image);
    if (order === 0 && this.#images > 0) return;
    if (order < 0) this.#sorted = false;
    this.#endImage();
    this.#images += 1;
    this.#split.beginImage();
    this.#image.length = 0;
    this.#image.append(bytes, start, end);
  }

  #endImage(): void {
    if (this.#images > 0 && this.#held.size === 0) this.#unlabelled += 1;
    if (this.#held.size > 1 && this.perImage) this.tally.traits.add('multi-label');
    this.#held.clear();
  }

  #add(label: number): void {
    const repeated = this.#held.has(label);
    this.#held.add(label);
    if (this.perImage) {
      if (!repeated) this.#split.add(label);
      this.#book?.hold(label);
      return;
    }
    if (this.#book === undefined) this.#split.addInImage(label);
    else {
      this.#split.add(label);
      this.#book.hold(label);
    }
  }

  #close(): void {
    this.#endImage();
    const { file } = this;
    const book = this.#book;
    if (book !== undefined && !book.full) {
      book.close(this.#split, file);
      return;
    }
    this.#split.samples += this.#images;
    this.#split.unlabelled += this.#unlabelled;
    if (this.#sorted && book === undefined) return;
    this.tally.traits.add('no-images');
    const message =
      'The rows are not sorted by image, so images are not counted exactly in a file this large.';
    this.tally.problem({ code: 'images-not-counted', severity: 'warning', file, message });
  }
}

/** Negative where `bytes[start, end)` sorts before the other. */
function compare(bytes: Uint8Array, start: number, end: number, other: ByteBuffer): number {
  const length = Math.min(end - start, other.length);
  for (let at = 0; at < length; at++) {
    const difference = bytes[start + at] - other.bytes[at];
    if (difference !== 0) return difference;
  }
  return end - start - other.length;
}

/** `0`, `0.0`. */
function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return false;
  for (let at = start; at < end; at++) if (bytes[at] !== 48 && bytes[at] !== 46) return false;
  return true;
}
