// Counts one array of a MATLAB file: a matrix, or a field that recurs; splits from a list of ids or a field beside it.
// Must not know how the label was chosen.

import type { RangeReader } from '../archives/zipDirectory';
import { type ArrayPlace, countElements } from '../arrays/arrayCounter';
import type { ArrayReading } from '../arrays/arrayReading';
import { LabelValues } from '../arrays/labelValues';
import { isNoLabel } from '../arrays/noLabel';
import type { NpyArray } from '../arrays/npyHeader';
import { numberReader } from '../arrays/npyElements';
import { eachRecord } from '../arrays/records';
import type { Pull } from '../bytes/pull';
import type { SplitName } from '../model';
import { reasonOf } from '../reason';
import type { Tally } from '../tally';
import { MatError, type MatVisitor, walkMat } from './matReader';

/** How one array is counted. */
export interface MatCount {
  readonly path: string;
  readonly reading: ArrayReading;
  /** The split of each sample, by its number from 0; undefined where all are of one. */
  readonly splitOf: ((sample: number) => SplitName) | undefined;
  /** The field beside the label that is 1 for samples held out. */
  readonly testField: string | undefined;
}

/** Counts into the place's tally. Bad data becomes a problem. */
export async function countMat(
  read: RangeReader,
  size: number,
  how: MatCount,
  place: ArrayPlace,
  signal: AbortSignal,
): Promise<void> {
  const counter = new Counter(how, place, signal);
  try {
    await walkMat(read, size, counter, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof MatError)) throw error;
    const where = { file: place.file, line: 1, column: error.offset + 1 };
    const message = `${how.path} cannot be read to its end: ${reasonOf(error)}.`;
    place.tally.problem({ code: 'mat-damaged', severity: 'error', ...where, message });
  }
  counter.end();
}

class Counter implements MatVisitor {
  readonly #root: string;
  readonly #struct: string;
  readonly #values = new Map<SplitName, LabelValues>();
  #seen = 0;
  #pending: { value: number | string } | undefined;
  #isTest = false;

  constructor(
    private readonly how: MatCount,
    private readonly place: ArrayPlace,
    private readonly signal: AbortSignal,
  ) {
    this.#root = how.path.replace(/[.{].*$/, '');
    this.#struct = how.path.replace(/\.[^.]*$/, '');
  }

  wants(name: string): boolean {
    return name === this.#root;
  }

  text(path: string, text: string): void {
    if (path === this.how.path) this.#sample(text);
  }

  async numbers(path: string, array: NpyArray, pull: Pull): Promise<void> {
    const { reading, splitOf } = this.how;
    if (path === this.how.testField) this.#isTest = (await this.#first(array, pull)) === 1;
    if (path !== this.how.path) return;
    const count = array.shape.reduce((product, length) => product * length, 1);
    if (reading.use === 'one-hot' || (count > 1 && splitOf === undefined)) {
      const shape = reading.use === 'one-hot' ? array.shape : [count];
      await countElements(reading, { ...array, shape }, pull, this.place, this.signal);
      return;
    }
    const number = numberReader(array);
    const onRecord = (view: DataView, at: number): void => {
      this.#sample(number(view, at));
    };
    await eachRecord(pull, { size: array.size, count, onRecord }, this.signal);
  }

  endElement(path: string): void {
    if (path !== this.#struct || this.#pending === undefined) return;
    this.#count(this.#pending.value, this.#isTest ? 'test' : 'train');
    this.#pending = undefined;
    this.#isTest = false;
  }

  end(): void {
    for (const values of this.#values.values()) values.end();
  }

  #sample(value: number | string): void {
    if (this.how.testField === undefined) {
      this.#count(value, this.how.splitOf?.(this.#seen) ?? this.place.split);
    } else this.#pending = { value };
  }

  #count(value: number | string, name: SplitName): void {
    this.#seen += 1;
    const { tally, file } = this.place;
    if (typeof value === 'string') {
      countText(value, name, tally, file, this.#seen);
      return;
    }
    let values = this.#values.get(name);
    const ignore = (one: number): boolean => this.how.reading.ignoreNegative && isNoLabel(one);
    if (values === undefined) {
      this.#values.set(name, (values = new LabelValues(tally, name, file, ignore)));
    }
    values.add(value);
  }

  async #first(array: NpyArray, pull: Pull): Promise<number> {
    const bytes = await pull.take(array.size);
    if (bytes.length < array.size) return Number.NaN;
    return numberReader(array)(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0);
  }
}

function countText(text: string, name: SplitName, tally: Tally, file: string, line: number): void {
  const split = tally.split(name);
  split.samples += 1;
  if (text === '') split.unlabelled += 1;
  else split.add(tally.labels.indexOfText(text));
  split.recorder?.end(file, line);
}

/** All numbers of some arrays of a file, for lists of ids. */
export async function readIds(
  read: RangeReader,
  size: number,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, readonly number[]>();
  const visitor: MatVisitor = {
    wants: (name) => paths.includes(name),
    text: () => undefined,
    endElement: () => undefined,
    numbers: async (path, array, pull) => {
      const ids: number[] = [];
      const number = numberReader(array);
      const count = array.shape.reduce((product, length) => product * length, 1);
      const onRecord = (view: DataView, at: number): void => {
        ids.push(number(view, at));
      };
      await eachRecord(pull, { size: array.size, count, onRecord }, signal);
      found.set(path, ids);
    },
  };
  await walkMat(read, size, visitor, signal);
  return found;
}
