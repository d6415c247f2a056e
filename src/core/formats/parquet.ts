// Parquet files, as Hugging Face, pandas and Spark write them: one row a sample, the label in a column.
// Must not know how a label column is recognised, nor how Parquet is packed.

import type { Claim, Source, WorkUnit } from '../claims';
import { CellRows, cellText } from '../columnar/cells';
import { ColumnCounter } from '../columnar/columnCounter';
import {
  classesByName,
  columnClaim,
  type ColumnNotes,
  columnPlan,
  type ColumnTable,
  neededColumns,
  readColumns,
} from '../columnar/columnTable';
import { readFeatureNames } from '../columnar/featureNames';
import { unitsByColumn } from '../columnar/partColumns';
import {
  openParquet,
  type ParquetColumn,
  type ParquetInfo,
  readParquetRows,
  type ReadRange,
} from '../columnar/parquetFile';
import { samePage } from '../columnar/indexPage';
import { readColumnPages, readFirstValues } from '../columnar/parquetColumn';
import { type PartedFile, partedSample, partedTables, partitionOf } from '../columnar/partitions';
import { type Candidate, candidatesOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { PageScanner } from '../kernels';
import { baseName, extensionIn, parentPath } from '../paths';
import { type ByteInput, SourceError, type UnpackPage } from '../ports';
import type { Problem } from '../problems';
import { reasonOf } from '../reason';
import { readLabelName } from '../tables/columnNames';
import { mergeReadings } from '../tables/mergeReadings';
import { pack } from '../tables/packed';
import type { RowRecipe } from '../tables/recipe';
import { rowCounter, type RowCounter } from '../tables/rowCounter';
import { groupBySplit } from '../tables/splitGroups';
import type { TableSample } from '../tables/tableSample';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'parquet';
/** Unpacked bytes of the columns of a unit, at least; its last row group is not split. Each unit learns the classes anew. */
const bytesEach = 128 * 1024 * 1024;
const sampleRows = 1000;
/** Columns larger than this in a row group are looked at only where the name promises a label. */
const largeColumn = 32 * 1024 * 1024;

interface UnitNotes extends Pick<ColumnNotes, 'columns' | 'recipe'> {
  readonly start: number;
  readonly end: number;
}

export const parquet: LabelFormat = {
  id,
  title: 'Parquet',
  units: ['row', 'image', 'document', 'clip', 'box'],
  notes: {
    detects: '`.parquet` with a label column, one-hot columns or a list of labels',
    splits:
      'A split column, or file and folder names; shards and folders named `column=value` are one dataset',
    remarks:
      'Class names from the metadata of Hugging Face datasets. Only the columns needed are read.',
  },

  async *detect(root, signal) {
    const found: { path: string; signature: string; value: ColumnTable }[] = [];
    const parted: (PartedFile & Look)[] = [];
    for (const candidate of candidatesOf(
      root,
      id,
      signal,
      (name) => /\.(?:parquet|pq)$/i.test(name),
      extensionIn('.parquet', '.pq'),
    )) {
      const { path, folder, name } = candidate;
      const look = await lookedAt(candidate, signal, () => lookAt(candidate));
      const partition = partitionOf(path);
      if (look === undefined) continue;
      if (partition !== undefined) {
        parted.push({ path, partition, ...look });
        continue;
      }
      const value = readColumns(look.sample, folder.tableWishes(name), look.classes);
      found.push({ path, signature: value.columns.join('\u0001'), value });
    }
    yield* partedClaims(parted, root);
    for (const group of groupBySplit(found)) {
      const readings = mergeReadings(group.members.map(({ value }) => value));
      for (const reading of readings) yield columnClaim(id, group, reading);
    }
  },

  async plan(claim, files, folder) {
    const notes = claim.options as unknown as ColumnNotes;
    const units: WorkUnit[] = [];
    for (const source of claim.sources) units.push(...(await unitsOf(source, notes, files)));
    return columnPlan(claim, units, files, folder);
  },

  async count(unit, input, tally, signal) {
    const notes = unit.options as unknown as UnitNotes;
    for (const path of unit.paths) await countRows(path, unit, notes, input, tally, signal);
  },
};

/** The first rows of a file, and what it declares. */
interface Look {
  readonly sample: TableSample;
  readonly classes: ColumnTable['classes'];
}

function* partedClaims(files: readonly (PartedFile & Look)[], root: FolderView): Generator<Claim> {
  const classes = new Map(files.map((file) => [file.path, file.classes] as const));
  for (const { key, name, members } of partedTables(files)) {
    const tables = members.map((member) => {
      const [{ path }] = member.value;
      const wishes = root.at(parentPath(path))?.tableWishes(baseName(path)) ?? {};
      return { member, table: readColumns(partedSample(member.value), wishes, classes.get(path)) };
    });
    const all = tables.flatMap(({ member: { value, signature, split }, table }) =>
      value.map(({ path }) => ({ path, split, signature, value: table })),
    );
    for (const reading of mergeReadings(tables.map(({ table }) => table))) {
      yield columnClaim(id, { key, name: name || key, members: all }, reading);
    }
  }
}

async function lookAt({ folder, name, path }: Candidate): Promise<Look | undefined> {
  const head = await folder.head(name);
  if (head === undefined || new TextDecoder().decode(head.bytes.subarray(0, 4)) !== 'PAR1') {
    return undefined;
  }
  const read: ReadRange = async (start, end) =>
    (await folder.bytesAt(path, start, end)) ?? new Uint8Array(0);
  try {
    const info = await openParquet(head.size, read);
    const end = Math.min(sampleRows, info.rows);
    const { columns: looked, rows } = await columnsIn({ info, size: head.size, read }, end);
    const tops = new Set(looked.map(({ top }) => top));
    const unread = info.columns.filter(({ top, isUnmarked }) => isUnmarked && !tops.has(top));
    const sample = {
      ...{ header: looked.map(({ name: column }) => column), named: true, rows },
      ...{ complete: end === info.rows, items: unitsByColumn(looked) },
      beside: [...info.others, ...unread.map(({ name: column }) => column)],
    };
    return { sample, classes: classesByName(readFeatureNames(info.huggingFace)) };
  } catch (error) {
    folder.note(damaged(path, head.size, error));
    return undefined;
  }
}

/** The columns that may hold labels, and their first rows. */
async function columnsIn(
  file: ParquetFile,
  end: number,
): Promise<{ readonly columns: readonly ParquetColumn[]; readonly rows: string[][] }> {
  const columns = file.info.columns.filter(
    ({ bytes, isUnmarked, name }) =>
      bytes <= largeColumn || (!isUnmarked && readLabelName(name).promise >= 2),
  );
  const rows = await sampleOf(
    file,
    columns.map(({ name }) => name),
    end,
  );
  const held = columns.flatMap(({ isUnmarked }, at) =>
    isUnmarked && !rows.every((row) => isText(row[at])) ? [] : [at],
  );
  return {
    columns: held.map((at) => columns[at]),
    rows: rows.map((row) => held.map((at) => row[at])),
  };
}

/** No bytes of a picture or the like: all of them are UTF-8, and none is a control character. */
function isText(cell: string): boolean {
  return !/[\uFFFD\p{Cc}]/u.test(cell);
}

/** The first rows as cells. What lies packed behind them in a large row group is not unpacked. */
async function sampleOf(
  { info, size, read }: ParquetFile,
  columns: readonly string[],
  end: number,
): Promise<string[][]> {
  const rows = Array.from({ length: end }, (): string[] => []);
  for (const column of columns) {
    const isInGroup = end <= (info.groups.at(0) ?? 0);
    const values =
      (isInGroup ? await readFirstValues(info, read, column, end) : undefined) ??
      (await readParquetRows(info, size, read, { columns: [column], start: 0, end })).map(
        (record) => record[column],
      );
    rows.forEach((row, at) => row.push(cellText(values.at(at))));
  }
  return rows;
}

/** The footer or the first pages cannot be read. */
function damaged(file: string, size: number, error: unknown): Problem {
  const message = `The Parquet file cannot be read, it is damaged or cut off: ${reasonOf(error)}.`;
  const place = { line: 1, column: Math.max(1, size - 7) };
  return { code: 'parquet-damaged', severity: 'error', file, ...place, message };
}

interface ParquetFile {
  readonly info: ParquetInfo;
  readonly size: number;
  readonly read: ReadRange;
  readonly unpackPage?: UnpackPage | undefined;
}

async function opened(path: string, input: ByteInput): Promise<ParquetFile> {
  const size = await input.size(path);
  const read: ReadRange = (start, end, into) => input.read(path, start, end, into);
  return { info: await openParquet(size, read), size, read, unpackPage: input.unpackPage };
}

/** One unit for some row groups: what a unit learns of the labels it need not learn for each of them. */
async function unitsOf(source: Source, notes: ColumnNotes, files: ByteInput): Promise<WorkUnit[]> {
  const { info } = await opened(source.path, files);
  const { columns, recipe } = notes;
  const needed = neededColumns(recipe, false).map((place) => columns[place]);
  const tops = info.columns.filter(({ name }) => needed.includes(name)).map(({ top }) => top);
  const units: WorkUnit[] = [];
  let [start, end, unpacked, bytes] = [0, 0, 0, 0];
  info.groups.forEach((rows, at) => {
    end += rows;
    for (const { meta_data: chunk } of info.metadata.row_groups[at].columns) {
      if (chunk === undefined || !tops.includes(chunk.path_in_schema[0])) continue;
      unpacked += Number(chunk.total_uncompressed_size);
      bytes += Number(chunk.total_compressed_size);
    }
    if (unpacked < bytesEach && at + 1 < info.groups.length) return;
    const options = pack({ columns, recipe, start, end } satisfies UnitNotes);
    units.push({ format: id, split: source.split, paths: [source.path], bytes, options });
    [start, unpacked, bytes] = [end, 0, 0];
  });
  return units;
}

async function countRows(
  path: string,
  unit: WorkUnit,
  { columns, recipe, start, end }: UnitNotes,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const context = { tally, file: path, split: unit.split, columns: columns.length };
  const counter = rowCounter(recipe, context);
  const rows = new CellRows(counter, columns.length, start);
  const places = neededColumns(recipe, tally.observer !== undefined);
  const scanner = input.kernels?.pages();
  const column = columnCounter(counter, recipe, rows);
  const fixed = partitionOf(path)?.values ?? new Map<string, string>();
  const cannotRead = (error: unknown): void => {
    signal.throwIfAborted();
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    const { line } = rows;
    const message = `The rows from ${line + 1} on cannot be read: ${reasonOf(error)}.`;
    const place = { severity: 'error', file: path, line: line + 1 } as const;
    tally.problem({ code: 'parquet-damaged', ...place, message });
  };
  try {
    const file = await opened(path, input);
    for (const range of groupsIn(file.info, start, end)) {
      signal.throwIfAborted();
      rows.line = range.start;
      try {
        const group = { columns, recipe, ...range };
        await countGroup(file, group, { column, rows, places, fixed, scanner });
      } catch (error) {
        cannotRead(error);
      }
    }
  } catch (error) {
    cannotRead(error);
  } finally {
    scanner?.close();
  }
  column?.counter.end();
  counter.end();
}

/** Counts the label's column by itself, where nothing else decides what a row counts. */
function columnCounter({ cells }: RowCounter, { label, split }: RowRecipe, rows: CellRows) {
  if (cells === undefined || label.kind !== 'column' || split !== null) return undefined;
  return { place: label.column, counter: new ColumnCounter(rows, cells, label.column) };
}

/** The row groups that lie in a range of rows. */
function groupsIn({ groups }: ParquetInfo, start: number, end: number) {
  let row = 0;
  return groups
    .map((rows) => ({ start: row, end: (row += rows) }))
    .filter((group) => group.start >= start && group.end <= end);
}

interface GroupCounting {
  readonly column: ReturnType<typeof columnCounter>;
  readonly rows: CellRows;
  /** Columns that are read; the label's alone where only its dictionary is needed. */
  readonly places: readonly number[];
  readonly scanner: PageScanner | undefined;
  /** Values of columns that the file's folders hold. */
  readonly fixed: ReadonlyMap<string, string>;
}

async function countGroup(
  { info, size, read, unpackPage }: ParquetFile,
  { columns, start, end }: UnitNotes,
  { column, rows, places, fixed, scanner }: GroupCounting,
): Promise<void> {
  if (column !== undefined && start < end) {
    const name = columns[column.place];
    const value = fixed.get(name);
    const pages =
      value === undefined
        ? await readColumnPages(info, read, name, { start, end }, { scanner, unpackPage })
        : [samePage(value, end - start)];
    if (pages !== undefined) {
      for (const page of pages) column.counter.page(page);
      return;
    }
  }
  const wanted = places.map((place) => columns[place]).filter((name) => !fixed.has(name));
  const range = { columns: wanted, start, end };
  const records = await readParquetRows(info, size, read, range, unpackPage);
  for (let row = 0; row < end - start; row += 1) {
    const valueOf = (name: string): unknown => fixed.get(name) ?? records.at(row)?.[name];
    rows.row(places.map((place) => [place, valueOf(columns[place])] as const));
  }
}
