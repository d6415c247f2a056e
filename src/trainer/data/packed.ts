// Opens packed arrays (see PackedData in the run request) as training data: labels in memory, samples read as asked for.
// Must not know where the arrays came from or what trains on them.

import { join } from 'node:path';
import type { PackedData } from '../../core/training/request';
import type { Samples, TrainingData } from '../engines/engine';
import { DataError, NpyFile } from './npyFile';

/** Rows of features that hold NaN or an infinity, left out of every split. */
export interface OddRows {
  readonly count: number;
  /** The first of them, from 0. */
  readonly first: readonly number[];
}

export interface OpenedData extends TrainingData {
  readonly odd: OddRows;
}

const splitIds = ['train', 'val', 'test'] as const;
type SplitId = (typeof splitIds)[number];
const namedRows = 20;
const blockBytes = 4 * 2 ** 20;

/**
 * @param folder absolute.
 * @param classes number of classes; labels must lie below it.
 * @throws DataError naming the file and what is wrong with it.
 */
export function openPacked(
  folder: string,
  layout: PackedData['layout'],
  classes: number,
  cache: string,
): OpenedData {
  const x = openSamples(folder, layout);
  const labels = numbers(folder, 'y.npy', 'i4', x.rows);
  const splits = numbers(folder, 'split.npy', 'u1', x.rows);
  const odd = layout === 'features' ? oddRows(x) : new Set<number>();
  const rows = Object.fromEntries(
    splitIds.map((id, at) => [id, rowsOf(splits, at, odd)]),
  ) as unknown as Record<SplitId, Int32Array>;
  for (const [row, label] of labels.entries()) {
    if (label >= 0 && label < classes) continue;
    const where = `“${join(folder, 'y.npy')}”`;
    throw new DataError(`Label ${row} in ${where} is ${label}; there are ${classes} classes.`);
  }
  const samples = (id: SplitId): Samples => new PackedSamples(x, rows[id], labels);
  return {
    ...{ folder, cache, layout, shape: x.shape.slice(1), classes, rows },
    ...{ train: samples('train'), val: samples('val'), test: samples('test') },
    odd: { count: odd.size, first: [...odd].slice(0, namedRows) },
  };
}

/** x.npy of a packed folder. */
export function openSamples(folder: string, layout: PackedData['layout']): NpyFile {
  const x = new NpyFile(join(folder, 'x.npy'));
  const [type, dimensions] = layout === 'images' ? ['u1', 4] : ['f4', 2];
  const fits = x.type === type && x.shape.length === dimensions;
  if (!fits || x.shape.includes(0) || (layout === 'images' && x.shape[3] !== 3)) {
    const wanted = layout === 'images' ? 'uint8 (N, height, width, 3)' : 'float32 (N, features)';
    const shape = x.shape.join(', ');
    throw new DataError(`“${x.file}” holds ${x.type} (${shape}); ${layout} are ${wanted}.`);
  }
  return x;
}

function numbers(folder: string, name: string, type: 'i4' | 'u1', rows: number): Int32Array {
  const array = new NpyFile(join(folder, name));
  try {
    if (array.type !== type || array.shape.length !== 1 || array.rows !== rows) {
      const held = `${array.type} (${array.shape.join(', ')})`;
      throw new DataError(`“${array.file}” holds ${held}; it must be ${type} (${rows}).`);
    }
    const into = type === 'i4' ? new Int32Array(rows) : new Uint8Array(rows);
    array.read(0, into);
    return Int32Array.from(into);
  } finally {
    array.close();
  }
}

function rowsOf(splits: Int32Array, wanted: number, odd: ReadonlySet<number>): Int32Array {
  const rows: number[] = [];
  splits.forEach((split, row) => {
    if (split === wanted && !odd.has(row)) rows.push(row);
  });
  return Int32Array.from(rows);
}

function oddRows(x: NpyFile): Set<number> {
  const odd = new Set<number>();
  const width = x.shape[1];
  const step = Math.max(1, Math.floor(blockBytes / x.rowBytes));
  for (let start = 0; start < x.rows; start += step) {
    const values = new Float32Array(Math.min(step, x.rows - start) * width);
    x.read(start, values);
    for (let at = 0; at < values.length; at++) {
      if (!Number.isFinite(values[at])) odd.add(start + Math.floor(at / width));
    }
  }
  return odd;
}

class PackedSamples implements Samples {
  readonly count: number;
  readonly labels: Int32Array;

  constructor(
    private readonly x: NpyFile,
    private readonly rows: Int32Array,
    labels: Int32Array,
  ) {
    this.count = rows.length;
    this.labels = rows.map((row) => labels[row]);
  }

  read(indexes: ArrayLike<number>, into: Uint8Array | Float32Array): void {
    readRows(
      this.x,
      Int32Array.from(indexes, (index) => this.rows[index]),
      into,
    );
  }
}

/** Reads rows in any order, neighbours at once. */
export function readRows(x: NpyFile, rows: Int32Array, into: Uint8Array | Float32Array): void {
  const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
  for (let at = 0; at < rows.length;) {
    let end = at + 1;
    while (end < rows.length && rows[end] === rows[end - 1] + 1) end++;
    x.read(rows[at], bytes.subarray(at * x.rowBytes, end * x.rowBytes));
    at = end;
  }
}
