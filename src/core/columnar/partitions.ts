// Folders named `key=value`, as Spark, Arrow and DuckDB part a table: the folder holds the value of a column for all its files.
// Must not know files' contents.

import type { TableSample } from '../tables/tableSample';
import { groupBySplit, type SplitGroup } from '../tables/splitGroups';

/** Where a file of a parted table lies. */
export interface Partition {
  /** The folder of the whole table. */
  readonly root: string;
  /** The columns that folders hold; a value is empty where it is absent. */
  readonly values: ReadonlyMap<string, string>;
}

/** Spark's and Hive's word for an absent value. */
const absent = '__HIVE_DEFAULT_PARTITION__';

/** Undefined for a file that lies in no such folder. */
export function partitionOf(path: string): Partition | undefined {
  const folders = path.split('/').slice(0, -1);
  const first = folders.findLastIndex((name) => !/^[^=]+=/.test(name)) + 1;
  if (first === folders.length) return undefined;
  const pairs = folders.slice(first).map((name): [string, string] => {
    const at = name.indexOf('=');
    const value = name.slice(at + 1);
    return [decoded(name.slice(0, at)), value === absent ? '' : decoded(value)];
  });
  return { root: folders.slice(0, first).join('/'), values: new Map(pairs) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A per cent sign that stands for itself.
    return text;
  }
}

/** One file of a parted table and its first rows, without the columns that folders hold. */
export interface PartedFile {
  readonly path: string;
  readonly partition: Partition;
  readonly sample: TableSample;
}

/** Rows of a whole table that are looked at, at least one of each file. */
const sampleRows = 1000;

/** The parted tables of some files: the splits of one in one group, whose paths are their folders. */
export function partedTables(files: readonly PartedFile[]): SplitGroup<readonly PartedFile[]>[] {
  const tables = new Map<string, { path: string; signature: string; value: PartedFile[] }>();
  for (const file of files) {
    const columns = [...file.sample.header, '', ...file.partition.values.keys()];
    const signature = columns.join('\u0001');
    const id = `${file.partition.root}\n${signature}`;
    const table = tables.get(id) ?? { path: file.partition.root, signature, value: [] };
    table.value.push(file);
    tables.set(id, table);
  }
  return groupBySplit<readonly PartedFile[]>([...tables.values()]);
}

/** The rows of all files of a table together, with the columns that folders hold behind their own. */
export function partedSample(files: readonly PartedFile[]): TableSample {
  const [{ sample: first, partition }] = files;
  const each = Math.max(1, Math.floor(sampleRows / files.length));
  return {
    ...first,
    header: [...first.header, ...partition.values.keys()],
    rows: files.flatMap(({ sample, partition: { values } }) =>
      sample.rows.slice(0, each).map((row) => [...row, ...values.values()]),
    ),
    complete: files.every(({ sample }) => sample.complete && sample.rows.length <= each),
  };
}
