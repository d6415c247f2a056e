// How an array is read as labels, judged by its header, its name and its first values.
// Must not know which file it lies in.

import type { ArrayName } from './arrayNames';
import { type NpyArray, strideOf } from './npyHeader';
import { numberReader } from './npyElements';
import { isNoLabel, marksNoLabel } from './noLabel';

/** `labels`: one a sample; `one-hot`: a column a class; `pixels`: the class of every pixel of N images; `boxes`: some a sample. */
export type ArrayUse = 'labels' | 'one-hot' | 'pixels' | 'boxes';

/** Plain JSON, from detection to count. */
export interface ArrayReading {
  readonly use: ArrayUse;
  /** Columns of a one-hot array; 0 elsewhere. */
  readonly columns: number;
  /** A one-hot array has a column a sample and a row a class. */
  readonly byColumn?: boolean;
  /** Elements are text. */
  readonly text: boolean;
  /** -1 and -100 mean that there is no label (or pixel class); see {@link marksNoLabel}. */
  readonly ignoreNegative: boolean;
  /** 255 means that a pixel has no class; told by other values than 0 and 255. */
  readonly ignore255: boolean;
  /** The least and the largest label among the first values, for lists of their names; absent where there are none. */
  readonly ends?: readonly [number, number];
}

const sampled = 8192;
/** Most classes of a one-hot array. */
const widest = 100_000;

/** The reading of an array; undefined where its values are no labels. `bytes` are the first of its data. */
export function readArray(
  array: NpyArray,
  { role, rest }: Pick<ArrayName, 'role' | 'rest'>,
  bytes: Uint8Array,
): ArrayReading | undefined {
  const { shape, kind } = array;
  const dims = dimsOf(shape, role);
  const plain = { columns: 0, text: false, ignoreNegative: false, ignore255: false };
  if (kind === 'U' || kind === 'S') {
    return dims.length === 1 ? { ...plain, use: 'labels', text: true } : undefined;
  }
  const values = firstValues(array, bytes);
  const whole = values.filter((value) => !Number.isNaN(value));
  if (!whole.every(Number.isInteger)) return undefined;
  if (dims.length === 1) {
    return { ...plain, use: 'labels', ignoreNegative: marksNoLabel(whole), ...endsOf(whole) };
  }
  const binary = whole.every((value) => value === 0 || value === 1);
  const isScene = dims.length === 2 && mayBeScene(role, rest, binary);
  if (dims.length === 2 && !isScene) {
    return binary && role !== 'masks' ? oneHot(array, dims, values) : undefined;
  }
  // A mask of one image may have a channel a class.
  const hasChannels = dims[2] <= mostChannels && Math.min(dims[0], dims[1]) > mostChannels;
  const isStack = dims.length === 3 && !hasChannels && !array.fortran && kind !== 'f';
  if (isScene ? new Set(whole).size > mostClasses : !isStack) return undefined;
  const ignore255 = whole.some((value) => value !== 0 && value !== 255);
  const labels = ignore255 ? whole.filter((value) => value !== 255) : whole;
  return { ...plain, use: 'pixels', ignoreNegative: hasMarks(whole), ignore255, ...endsOf(labels) };
}

/** Of pixels a mark is known by the background beside it, too. */
function hasMarks(values: readonly number[]): boolean {
  const negative = values.filter((value) => value < 0);
  return values.includes(0) && negative.length > 0 && negative.every(isNoLabel);
}

/** The reading of an array whose classes are declared: a mark for no label is none of them. */
export function declaredReading<R extends ArrayReading>(
  reading: R,
  classes: readonly { readonly id: string }[],
): R {
  const isDeclared = classes.length > 0 && !classes.some(({ id }) => isNoLabel(Number(id)));
  return isDeclared && !reading.text ? { ...reading, ignoreNegative: true } : reading;
}

/** One reading of arrays that belong together: what one of them shows holds for all. */
export function togetherRead(readings: readonly ArrayReading[]): ArrayReading {
  const ends = readings.flatMap((one) => one.ends ?? []);
  return {
    ...readings[0],
    ignoreNegative: readings.some((one) => one.ignoreNegative),
    ignore255: readings.some((one) => one.ignore255),
    ...(ends.length === 0 ? {} : { ends: [Math.min(...ends), Math.max(...ends)] }),
  };
}

function endsOf(values: readonly number[]): Pick<ArrayReading, 'ends'> {
  let [least, largest] = [Number.POSITIVE_INFINITY, -1];
  for (const value of values) {
    if (value < 0) continue;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  return largest < 0 ? {} : { ends: [least, largest] };
}

/** The pixels of one image. Of zeros and ones it may be a mask of tokens, or one-hot. */
function mayBeScene(role: ArrayName['role'], rest: string, binary: boolean): boolean {
  return binary ? /^segmentations?$/.test(rest) : role === 'masks' || sceneNames.test(rest);
}

/** Hyperspectral scenes keep the class of every pixel as `Indian_pines_gt`. */
const sceneNames = /(?:^|_)(?:gt|groundtruth|truth)$/;
const mostClasses = 256;
const mostChannels = 4;

/** Why an array named like labels is not read though its values are whole numbers; undefined where they are not. */
export function unreadReason(
  array: NpyArray,
  { role }: Pick<ArrayName, 'role'>,
  bytes: Uint8Array,
): string | undefined {
  const { shape, kind } = array;
  if (role !== 'labels' || shape.length < 2 || kind === 'U' || kind === 'S') return undefined;
  const values = firstValues(array, bytes);
  if (values.length === 0 || !values.every(Number.isInteger)) return undefined;
  return (
    `its sizes (${shape.join(', ')}) and values are neither one label a sample nor a column of zeros and ones a class; ` +
    'save one label a sample, or one-hot'
  );
}

function oneHot(
  array: NpyArray,
  [rows, columns]: readonly number[],
  values: readonly number[],
): ArrayReading | undefined {
  const plain = { use: 'one-hot', text: false, ignoreNegative: false, ignore255: false } as const;
  if (rows < columns && rows > 1 && isOnePerColumn(array, rows, columns, values)) {
    return rows <= widest ? { ...plain, columns: rows, byColumn: true } : undefined;
  }
  return columns <= widest ? { ...plain, columns } : undefined;
}

/** MATLAB's networks have a column a sample: each whole column among the first values holds a single one. */
function isOnePerColumn(
  { fortran }: NpyArray,
  rows: number,
  columns: number,
  values: readonly number[],
): boolean {
  if (!fortran && values.length < rows * columns) return false;
  const whole = fortran ? Math.min(columns, Math.floor(values.length / rows)) : columns;
  return (
    whole > 0 &&
    Array.from({ length: whole }, (_, column) => column).every((column) => {
      let ones = 0;
      for (let row = 0; row < rows; row += 1) {
        ones += values[fortran ? column * rows + row : row * columns + column];
      }
      return ones === 1;
    })
  );
}

/** Columns of one number, and rows of one array (1, N), are vectors. */
function dimsOf(shape: readonly number[], role: ArrayName['role']): readonly number[] {
  const [first, second] = shape;
  if (shape.length === 2 && first === 1 && second > 1 && role !== 'masks') return [second];
  return shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
}

function firstValues(array: NpyArray, bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = numberReader(array);
  const stride = strideOf(array);
  const count = Math.min(sampled, Math.floor(bytes.length / stride));
  const offset = array.field?.offset ?? 0;
  return Array.from({ length: count }, (_, at) => read(view, at * stride + offset));
}

/** True where an array, perhaps of a file that has changed since, can still be read that way. */
export function suits(reading: ArrayReading, array: NpyArray): boolean {
  if (reading.text !== (array.kind === 'U' || array.kind === 'S')) return false;
  const classes = array.shape.at(reading.byColumn === true ? 0 : 1) ?? 0;
  return reading.use !== 'one-hot' || (array.shape.length === 2 && classes <= widest);
}

/** Bytes that are enough for {@link readArray}. */
export function sampleBytes(array: NpyArray): number {
  return sampled * Math.min(strideOf(array), 8);
}
