// Samples that stand row by row in files beside or with their labels: arrays, records, columns.
// Must not know any one format; a format says how to read its rows in order.

import { type Entry, placeOf, type SkippedList } from './entry';
import { DataError, NpyWriter } from './npyFile';

/** The rows of one dataset. */
export interface RowSource {
  readonly layout: 'images' | 'features';
  /** [height, width, 3] or [features]. */
  readonly shape: readonly number[];
  /** Rows that belong to a label file, from line 1 on; a row is good until the next is asked for. */
  rows(file: string): AsyncIterable<Uint8Array | Float32Array>;
  /** For the report: where features come from. */
  readonly description: string;
}

export interface RowOptions {
  readonly entries: readonly Entry[];
  /** Where x.npy goes; it is not there yet. */
  readonly file: string;
  readonly signal: AbortSignal;
  readonly skipped: SkippedList;
}

/** Answers the entries that are in the array, by index, in its order. Rows with NaN or infinities are left out. */
export async function packRows(
  source: RowSource,
  { entries, file, signal, skipped }: RowOptions,
): Promise<readonly number[]> {
  const writer = new NpyWriter(file, source.layout === 'images' ? '|u1' : '<f4', source.shape);
  const kept: number[] = [];
  try {
    for (const [labelFile, wanted] of byFile(entries)) {
      let [line, next] = [0, 0];
      for await (const row of source.rows(labelFile)) {
        signal.throwIfAborted();
        line += 1;
        for (; next < wanted.length && entries[wanted[next]].line === line; next++) {
          const at = wanted[next];
          if (row.every((value) => Number.isFinite(value))) {
            writer.append(row, 1);
            kept.push(at);
          } else skipped.add(placeOf(entries[at]), 'it holds a value that is not finite');
        }
        if (next === wanted.length) break;
      }
      for (const at of wanted.slice(next)) skipped.add(placeOf(entries[at]), 'it has no row');
    }
    writer.finish();
    return kept;
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** Entries by label file, by line. */
function byFile(entries: readonly Entry[]): ReadonlyMap<string, readonly number[]> {
  const files = new Map<string, number[]>();
  for (const [at, { file, line }] of entries.entries()) {
    if (line === undefined) {
      throw new DataError(`“${file}” does not say which row a sample is; it cannot be trained on.`);
    }
    const list = files.get(file);
    if (list === undefined) files.set(file, [at]);
    else list.push(at);
  }
  for (const list of files.values()) {
    list.sort((a, b) => (entries[a].line ?? 0) - (entries[b].line ?? 0));
  }
  return files;
}
