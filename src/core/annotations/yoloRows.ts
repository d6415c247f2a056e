// Reads YOLO label files from bytes: `class x y …`, one object a line, and says what is wrong with a line and where.
// Must not know which files are read or what the classes are called. No string a row.

import type { Tally, SplitTally } from '../tally';
import { RowSet } from './rowSet';

/** What a label file of a dataset should hold. */
export interface YoloRules {
  /** Number of classes; 0 where unknown. */
  readonly classes: number;
  /** Fields of a pose row; 0 where rows are boxes (5), polygons (odd, from 7) or oriented boxes (9). */
  readonly poseFields: number;
}

/** True where a row of so many fields is a label. */
export function isRowLength(fields: number, rules: YoloRules): boolean {
  if (rules.poseFields > 0) return fields === rules.poseFields;
  return fields === 5 || (fields >= 7 && fields % 2 === 1);
}

/** True where a box or a polygon has one more field, the number of its track, as tracking writes it. */
export function endsInTrack(fields: number, last: number): boolean {
  return fields >= 6 && fields % 2 === 0 && Number.isInteger(last) && last >= 1;
}

const LF = 10;
const CR = 13;
const BOM = [0xef, 0xbb, 0xbf];

/** Counts label files of one split into a tally. */
export class YoloRows {
  readonly #rows = new RowSet();
  /** Label index by class number, in the order they were first seen in. */
  readonly labels = new Map<number, number>();
  readonly #split: SplitTally;
  #values = new Float64Array(256);
  #columns = new Int32Array(256);
  #fields = 0;
  /** The line ends in the number of a track, which is no coordinate. */
  #hasTrack = false;
  #file = '';
  #fileHasTracks = false;
  #line = 0;

  constructor(
    private readonly rules: YoloRules,
    private readonly tally: Tally,
    split: string,
  ) {
    this.#split = tally.split(split);
  }

  /** Counts one file, which stands for one image. */
  read(bytes: Uint8Array, file: string): void {
    this.#file = file;
    this.#fileHasTracks = false;
    this.#line = 0;
    this.#rows.clear();
    this.#split.samples += 1;
    this.#split.beginImage();
    let objects = 0;
    let start = BOM.every((byte, at) => bytes[at] === byte) ? BOM.length : 0;
    while (start < bytes.length) {
      let end = start;
      while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1;
      this.#line += 1;
      if (this.#row(bytes, start, end)) objects += 1;
      start = bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
    }
    if (objects === 0) this.#split.unlabelled += 1;
    this.#split.recorder?.end(file);
  }

  /** True where the line was an object that counts. */
  #row(bytes: Uint8Array, start: number, end: number): boolean {
    this.#cut(bytes, start, end);
    if (this.#fields === 0) return false;
    const label = this.#values[0];
    if (!this.#isLabel(label)) return false;
    this.#checkRange();
    if (!this.#rows.add(this.#values, this.#fields)) {
      this.#problem(
        0,
        'duplicate-row',
        'The same row stands in this file before; Ultralytics drops it, so it is counted once.',
      );
      return false;
    }
    if (this.#hasTrack) this.#tellTracks();
    this.#split.addInImage(this.#labelIndex(label));
    return true;
  }

  /** Cuts the line at blanks into numbers and the columns they start in. */
  #cut(bytes: Uint8Array, start: number, end: number): void {
    this.#fields = 0;
    let at = start;
    for (;;) {
      while (at < end && isBlank(bytes[at])) at += 1;
      if (at >= end) return;
      const from = at;
      while (at < end && !isBlank(bytes[at])) at += 1;
      if (this.#fields === this.#values.length) this.#grow();
      this.#values[this.#fields] = numberIn(bytes, from, at);
      this.#columns[this.#fields] = from - start + 1;
      this.#fields += 1;
    }
  }

  #grow(): void {
    const values = new Float64Array(this.#values.length * 2);
    const columns = new Int32Array(values.length);
    values.set(this.#values);
    columns.set(this.#columns);
    this.#values = values;
    this.#columns = columns;
  }

  #isLabel(label: number): boolean {
    if (!Number.isInteger(label) || label < 0) {
      this.#problem(
        0,
        'class-not-integer',
        'The first field of a YOLO label is the class index, a whole number from 0; this row is not counted.',
      );
      return false;
    }
    const last = this.#values[this.#fields - 1];
    this.#hasTrack = this.rules.poseFields === 0 && endsInTrack(this.#fields, last);
    if (!this.#hasTrack && !isRowLength(this.#fields, this.rules)) {
      this.#problem(
        0,
        'field-count',
        `The row has ${this.#fields} fields, but ${expected(this.rules)}; it is not counted.`,
      );
      return false;
    }
    for (let at = 1; at < this.#fields; at += 1) {
      if (!Number.isNaN(this.#values[at])) continue;
      this.#problem(at, 'not-a-number', 'A coordinate is not a number; this row is not counted.');
      return false;
    }
    const { classes } = this.rules;
    if (classes > 0 && label >= classes) {
      this.#problem(
        0,
        'class-out-of-range',
        `Class ${label} is used, but only ${classes} classes (0 to ${classes - 1}) are declared.`,
      );
    }
    return true;
  }

  #checkRange(): void {
    const end = this.#hasTrack ? this.#fields - 1 : this.#fields;
    for (let at = 1; at < end; at += 1) {
      const value = this.#values[at];
      if ((value >= 0 && value <= 1) || this.#isVisibility(at)) continue;
      const what = `The coordinate ${value} is outside 0 to 1; Ultralytics ignores the whole image.`;
      this.#problem(at, 'coordinate-out-of-range', `${what} The row is counted.`);
      return;
    }
  }

  /** Once a file. */
  #tellTracks(): void {
    if (this.#fileHasTracks) return;
    this.#fileHasTracks = true;
    const message =
      'The rows end in the number of a track, which Ultralytics does not train on; they are counted without it.';
    this.#problem(this.#fields - 1, 'track-in-row', message);
  }

  /** The third value of a key point says how visible it is. */
  #isVisibility(at: number): boolean {
    const { poseFields } = this.rules;
    return poseFields > 0 && (poseFields - 5) % 3 === 0 && at >= 5 && (at - 5) % 3 === 2;
  }

  #labelIndex(label: number): number {
    let index = this.labels.get(label);
    if (index === undefined) {
      index = this.tally.labels.indexOfText(label.toString());
      this.labels.set(label, index);
    }
    return index;
  }

  #problem(field: number, code: string, message: string): void {
    const column = this.#columns[field];
    this.tally.problem({
      code,
      severity: 'warning',
      file: this.#file,
      line: this.#line,
      column,
      message,
    });
  }
}

function expected({ poseFields }: YoloRules): string {
  return poseFields > 0
    ? `a pose row of this dataset has ${poseFields}`
    : 'a box has 5, an oriented box 9, a polygon an odd number from 7';
}

function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 12);
}

const powers = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** The decimal number in `bytes[start, end)`, NaN where there is none. */
export function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const sign = bytes[at] === 45 ? -1 : 1;
  if (bytes[at] === 45 || bytes[at] === 43) at += 1;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  let point = false;
  for (; at < end; at += 1) {
    const byte = bytes[at];
    if (byte >= 48 && byte <= 57) {
      mantissa = mantissa * 10 + (byte - 48);
      digits += 1;
      if (point) scale -= 1;
    } else if (byte === 46 && !point) point = true;
    else break;
  }
  if (digits === 0) return Number.NaN;
  if (at < end) {
    if (bytes[at] !== 101 && bytes[at] !== 69) return Number.NaN;
    const exponent = exponentIn(bytes, at + 1, end);
    if (Number.isNaN(exponent)) return exponent;
    scale += exponent;
  }
  // Dividing by a power of ten rounds once; multiplying by its inverse would round twice.
  const power = Math.abs(scale) < powers.length ? powers[Math.abs(scale)] : 10 ** Math.abs(scale);
  const value = scale < 0 ? mantissa / power : mantissa * power;
  return sign * value;
}

function exponentIn(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const sign = bytes[at] === 45 ? -1 : 1;
  if (bytes[at] === 45 || bytes[at] === 43) at += 1;
  if (at >= end) return Number.NaN;
  let value = 0;
  for (; at < end; at += 1) {
    const digit = bytes[at] - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = Math.min(value * 10 + digit, 400);
  }
  return sign * value;
}
