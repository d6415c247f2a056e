// SQLite databases: a table's row is a sample, the label stands in a column; the write-ahead log is read with them.
// Must not know how pages lie; sqlite/ does. Nothing is queried: no SQL is run, no file is written or locked.

import type { WorkUnit } from '../claims';
import { CellRows, cellText } from '../columnar/cells';
import {
  type ColumnNotes,
  columnPlan,
  type ColumnTable,
  neededColumns,
  readColumns,
} from '../columnar/columnTable';
import { lookupClasses, type References } from '../columnar/lookups';
import {
  type NamedTable,
  namedTableClaims,
  type TablePart,
  wantedOf,
} from '../columnar/namedTables';
import { type Candidate, candidatesOf, coversOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { type ByteInput, SourceError } from '../ports';
import { isSqlite, type RangedFile, SqlitePages } from '../sqlite/pages';
import { sqliteRows } from '../sqlite/records';
import { type SqliteTable, sqliteTables, valuesOf } from '../sqlite/tables';
import { readLabelName } from '../tables/columnNames';
import { pack } from '../tables/packed';
import { rowCounter } from '../tables/rowCounter';
import type { TableSample } from '../tables/tableSample';
import type { Tally } from '../tally';
import { extensionIn } from '../paths';
import { reasonOf } from '../reason';
import type { LabelFormat } from './format';

const id = 'sqlite';
const sampleRows = 1000;

interface UnitNotes extends Pick<ColumnNotes, 'columns' | 'recipe'> {
  readonly table: string;
  readonly log: string | null;
}

export const sqlite: LabelFormat = {
  id,
  title: 'SQLite database',
  units: ['row', 'image', 'document', 'clip', 'box'],
  notes: {
    detects:
      '`.db`, `.sqlite` and `.sqlite3` files with a table that has a label column; GeoPackages (`.gpkg`) where it is named like one',
    splits: 'A split column, or tables named like splits',
    remarks:
      'Changes that still stand in the write-ahead log (`-wal`) count. Ids get their names from the table that ' +
      'they refer to. With ' +
      'several tables the likeliest is counted, the others are offered.',
  },

  async *detect(root, signal) {
    for (const candidate of candidatesOf(
      root,
      id,
      signal,
      mayBeDatabase,
      extensionIn('.db', '.db3', '.gpkg', '.s3db', '.sl3', '.sqlite', '.sqlite3'),
    )) {
      const { folder, name, path } = candidate;
      const beside = ['-wal', '-shm', '-journal'].map((end) => name + end);
      const there = beside.filter((one) => folder.files.includes(one));
      const log = there.includes(`${name}-wal`) ? `${path}-wal` : null;
      const tables = await lookedAt(candidate, signal, () => lookAt(candidate, log, signal));
      for (const claim of namedTableClaims(id, path, tables ?? [])) {
        const covers = coversOf(there.map((one) => folder.pathOf(one)));
        yield { ...claim, name, covers, options: { ...claim.options, log } };
      }
    }
  },

  async plan(claim, files, folder) {
    const notes = claim.options as unknown as UnitNotes & { parts: readonly TablePart[] };
    const { columns, recipe, log, parts } = notes;
    const [{ path, split: own }] = claim.sources;
    const size = await files.size(path);
    const units = parts.map(({ table, split }): WorkUnit => ({
      ...{ format: id, split: own === 'all' ? split : own, paths: [path] },
      bytes: Math.round(size / parts.length),
      options: pack({ columns, recipe, table, log } satisfies UnitNotes),
    }));
    return columnPlan(claim, units, files, folder);
  },

  async count(unit, input, tally, signal) {
    for (const path of unit.paths) await countTable(path, unit, input, tally, signal);
  },
};

function mayBeDatabase(name: string): boolean {
  return /\.(?:db|db3|gpkg|s3db|sl3|sqlite|sqlite3)$/i.test(name);
}

async function lookAt(
  { folder, name, path }: Candidate,
  log: string | null,
  signal: AbortSignal,
): Promise<NamedTable[]> {
  const head = await folder.head(name);
  if (head === undefined || !isSqlite(head.bytes)) return [];
  try {
    const logFile = log === null ? undefined : await inFolder(folder, log);
    const pages = await SqlitePages.open(ranged(folder, path, head.size), logFile);
    const samples: { name: string; sample: TableSample; references: References }[] = [];
    for (const table of await sqliteTables(pages, signal)) {
      const { name: own, references } = table;
      samples.push({ name: own, sample: await firstRows(pages, table, signal), references });
    }
    const wanted = folder.tableWishes(name);
    return samples.map(({ name: own, sample, references }) => {
      const classes = lookupClasses(sample, samples, references);
      const table = readColumns(sample, wantedOf(wanted, own), classes);
      return { name: own, table: isMap(name) ? onlyNamed(table) : table };
    });
  } catch (error) {
    signal.throwIfAborted();
    const message = `The database cannot be read: ${reasonOf(error)}.`;
    folder.note({
      code: 'sqlite-damaged',
      severity: 'error',
      file: path,
      line: 1,
      column: 1,
      message,
    });
    return [];
  }
}

/** A GeoPackage: what is on a map has kinds and names of its own, and is seldom there to be told. */
function isMap(name: string): boolean {
  return /\.gpkg$/i.test(name);
}

/** Columns that are not named like a label are only offered. */
function onlyNamed(table: ColumnTable): ColumnTable {
  const readings = table.readings.map((reading) => {
    const { label } = reading.recipe;
    const name = label.kind === 'column' ? table.columns[label.column] : '';
    const isNamed = readLabelName(name).promise >= 2;
    return isNamed ? reading : { ...reading, confidence: Math.min(reading.confidence, 0.4) };
  });
  return { ...table, readings };
}

function ranged(folder: FolderView, path: string, size: number): RangedFile {
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    (await folder.bytesAt(path, start, end)) ?? new Uint8Array(0);
  return { read, size };
}

async function inFolder(folder: FolderView, path: string): Promise<RangedFile | undefined> {
  const head = await folder.headAt(path);
  return head === undefined ? undefined : ranged(folder, path, head.size);
}

async function firstRows(
  pages: SqlitePages,
  table: SqliteTable,
  signal: AbortSignal,
): Promise<TableSample> {
  const rows: string[][] = [];
  let complete = true;
  for await (const row of sqliteRows(pages, table.root, signal, { skipLong: true })) {
    complete = rows.length < sampleRows;
    if (!complete) break;
    rows.push(valuesOf(table, row).map(cellText));
  }
  return { header: table.columns, named: true, rows, complete };
}

async function countTable(
  path: string,
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { columns, recipe, table: name, log } = unit.options as unknown as UnitNotes;
  const context = { tally, file: path, split: unit.split, columns: columns.length };
  const counter = rowCounter(recipe, context);
  const rows = new CellRows(counter, columns.length, 0);
  const places = neededColumns(recipe, tally.observer !== undefined);
  try {
    const pages = await SqlitePages.open(
      await opened(path, input),
      log === null ? undefined : await opened(log, input),
    );
    const table = (await sqliteTables(pages, signal)).find((one) => one.name === name);
    if (table === undefined) throw new RangeError(`the table ${name} is not there any more`);
    const numbers = places.map((place) => table.columns.indexOf(columns[place]));
    const wanted = { columns: new Set(numbers.map((at) => table.places[at])) };
    for await (const row of sqliteRows(pages, table.root, signal, wanted)) {
      const values = valuesOf(table, row);
      rows.row(places.map((place, at) => [place, values.at(numbers[at])] as const));
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    const message = `The rows of ${name} from ${rows.line + 1} on cannot be read: ${reasonOf(error)}.`;
    const place = { line: rows.line + 1, column: 1 };
    tally.problem({ code: 'sqlite-damaged', severity: 'error', file: path, ...place, message });
  }
  counter.end();
}

async function opened(path: string, input: ByteInput): Promise<RangedFile> {
  const size = await input.size(path);
  return { read: (start, end) => input.read(path, start, end), size };
}
