// Counts labels sample by sample: what a sample carries is gathered first and counted when it ends.
// Must not know formats or files.

import { LabelTable } from '../bytes/labelTable';
import type { JsonRow } from '../bytes/jsonRow';
import type { SplitName } from '../model';
import type { Tally } from '../tally';

/** `objects`: each label is a thing in the sample; `labels`: the sample's own labels, each at most once. */
export type Counting = 'objects' | 'labels';

const DOT = 46;
const ZERO = 48;
/** Labels of one sample that are kept until it ends. */
const maxPerSample = 1 << 22;

/** Gathers the labels of one sample at a time; a sample that never ends (a cut file) counts nothing. */
export class SampleCounter {
  /** True where somebody asks for the samples; only then is it worth to make a path for {@link end}. */
  readonly observed: boolean;
  /** Labels of the sample that is open. */
  count = 0;
  readonly #table = new LabelTable();
  #dropped = 0;
  #labels = new Int32Array(64);
  /** Index in the tally by index in the table; -1 until the label is first counted. */
  #known: number[] = [];

  constructor(
    private readonly tally: Tally,
    private readonly counting: Counting,
  ) {
    this.observed = tally.observer !== undefined;
    if (counting === 'objects') tally.traits.add('images');
  }

  /** Adds a label to the open sample; blanks around it are cut. False where there is none. */
  add(row: JsonRow, field = 0): boolean {
    const kind = row.kind(field);
    if (kind === 'true' || kind === 'false') return this.addText(kind);
    return this.addBytes(row.bytes, row.start(field), endOf(row, field));
  }

  addBytes(bytes: Uint8Array, start: number, end: number): boolean {
    const [from, to] = trimmed(bytes, start, end);
    if (from === to) return false;
    this.#push(this.#table.indexOf(bytes, from, to));
    return true;
  }

  /** The number of a label that has been counted, and so has its place among the others; undefined for any other. */
  numberOf(row: JsonRow, field: number): number | undefined {
    const kind = row.kind(field);
    const [from, to] = trimmed(row.bytes, row.start(field), endOf(row, field));
    const isFlag = kind === 'true' || kind === 'false';
    if (!isFlag && from === to) return undefined;
    const label = isFlag ? this.#table.indexOfText(kind) : this.#table.indexOf(row.bytes, from, to);
    return (this.#known.at(label) ?? -1) < 0 || label < 0 ? undefined : label;
  }

  /** True where a sample of the split has been counted. */
  hasSplit(name: SplitName): boolean {
    return this.tally.splits.has(name);
  }

  /** Counts that many samples of one label each, by its number. */
  addRecords(label: number, splitName: SplitName, records: number): void {
    const split = this.tally.split(splitName);
    split.samples += records;
    split.add(this.#indexOf(label), records);
  }

  addText(text: string): boolean {
    const label = text.trim();
    if (label === '') return false;
    this.#push(this.#table.indexOfText(label));
    return true;
  }

  /** Forgets labels of the open sample from the given number on. */
  keep(count = 0): void {
    this.count = Math.min(this.count, count);
  }

  /** Forgets the first `count` labels. */
  dropFirst(count: number): void {
    this.#labels.copyWithin(0, count, this.count);
    this.count = Math.max(0, this.count - count);
  }

  /** Counts the open sample and begins the next. `line` and `path` as in `Sample`. */
  end(splitName: SplitName, file: string, line?: number, path?: string): void {
    const split = this.tally.split(splitName);
    split.samples += 1;
    if (this.count === 0) split.unlabelled += 1;
    if (this.counting === 'objects') {
      split.beginImage();
      for (let at = 0; at < this.count; at += 1) split.addInImage(this.#indexOf(this.#labels[at]));
    } else if (this.count === 1) {
      split.add(this.#indexOf(this.#labels[0]));
    } else if (this.count > 1) {
      const distinct = new Set(this.#labels.subarray(0, this.count));
      if (distinct.size > 1) this.tally.traits.add('multi-label');
      for (const label of distinct) split.add(this.#indexOf(label));
    }
    if (this.#dropped > 0) this.#tellDropped(file, line);
    this.count = 0;
    split.recorder?.end(file, line, path === '' ? undefined : path);
  }

  #tellDropped(file: string, line: number | undefined): void {
    const message = `One sample has ${this.#dropped} labels more than the ${maxPerSample} that are counted for one; cut it into several.`;
    const place = line === undefined ? { file } : { file, line, column: 1 };
    this.tally.problem({ code: 'too-many-labels', severity: 'warning', ...place, message });
    this.#dropped = 0;
  }

  #push(label: number): void {
    if (label < 0) return;
    if (this.count >= maxPerSample) {
      this.#dropped += 1;
      return;
    }
    if (this.count === this.#labels.length) {
      const larger = new Int32Array(this.count * 2);
      larger.set(this.#labels);
      this.#labels = larger;
    }
    this.#labels[this.count++] = label;
  }

  #indexOf(label: number): number {
    while (this.#known.length <= label) this.#known.push(-1);
    if (this.#known[label] < 0) {
      this.#known[label] = this.tally.labels.indexOf(this.#table.bytes(label));
    }
    return this.#known[label];
  }
}

function trimmed(bytes: Uint8Array, start: number, end: number): readonly [number, number] {
  let from = start;
  let to = end;
  while (from < to && bytes[from] <= 32) from += 1;
  while (to > from && bytes[to - 1] <= 32) to -= 1;
  return [from, to];
}

/** Where the label in a field ends. */
function endOf(row: JsonRow, field: number): number {
  const end = row.end(field);
  return row.kind(field) === 'number' ? withoutZeros(row.bytes, row.start(field), end) : end;
}

/** The end of a number without the `.0` of an integer that went through a float. */
function withoutZeros(bytes: Uint8Array, start: number, end: number): number {
  let to = end;
  while (to > start && bytes[to - 1] === ZERO) to--;
  return to > start + 1 && to < end && bytes[to - 1] === DOT ? to - 1 : end;
}
