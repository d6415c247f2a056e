// Workbooks of Excel (.xlsx) and OpenDocument (.ods): a sheet is a table, a row a sample.
// Must not know how a label column is recognised, nor how sheets are packed. Formulas are never worked out.

import type { Claim, Source, WorkUnit } from '../claims';
import { CellRows } from '../columnar/cells';
import { type ColumnNotes, columnPlan, neededColumns, readColumns } from '../columnar/columnTable';
import { lookupClasses } from '../columnar/lookups';
import {
  type NamedTable,
  namedTableClaims,
  type TablePart,
  wantedOf,
} from '../columnar/namedTables';
import { type Candidate, candidatesOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { ByteInput } from '../ports';
import { sheetHead } from '../sheets/sheetHead';
import { widestSheet } from '../sheets/sheetXml';
import {
  openWorkbook,
  type Sheet,
  sheetRows,
  type Workbook,
  WorkbookError,
} from '../sheets/workbook';
import { pack } from '../tables/packed';
import { rowCounter } from '../tables/rowCounter';
import { type GroupFile, groupBySplit, type SplitGroup } from '../tables/splitGroups';
import type { TableSample } from '../tables/tableSample';
import type { Tally } from '../tally';
import { extensionIn } from '../paths';
import type { LabelFormat } from './format';

const id = 'spreadsheet';
const sampleRows = 1000;

interface UnitNotes extends Pick<ColumnNotes, 'columns' | 'recipe'> {
  readonly table: string;
  /** Rows before the first sample. */
  readonly skip: number;
}

export const spreadsheet: LabelFormat = {
  id,
  title: 'Excel and OpenDocument sheets',
  units: ['row', 'image', 'document', 'clip', 'box'],
  notes: {
    detects: '`.xlsx`, `.xlsm` and `.ods` with a sheet that has a label column',
    splits: 'A split column, sheets named like splits, else file and folder names',
    remarks:
      'Values as saved; formulas are not worked out. With several sheets the likeliest is counted, the others are offered.',
  },

  async *detect(root, signal) {
    const found: GroupFile<Claim>[] = [];
    for (const candidate of candidatesOf(
      root,
      id,
      signal,
      isWorkbook,
      extensionIn('.xlsx', '.xlsm', '.ods'),
    )) {
      const { name, path } = candidate;
      const tables = await lookedAt(candidate, signal, () => lookAt(candidate, signal));
      for (const claim of namedTableClaims(id, path, tables ?? [])) {
        found.push({ path, signature: signatureOf(claim), value: { ...claim, name } });
      }
    }
    for (const group of groupBySplit(found)) yield joined(group);
  },

  async plan(claim, files, folder) {
    const notes = claim.options as unknown as UnitNotes & { parts: readonly TablePart[] };
    const { columns, recipe, parts } = notes;
    const units: WorkUnit[] = [];
    for (const { path, split: own } of claim.sources) {
      const size = await files.size(path);
      for (const { table, split, skip = 0 } of parts) {
        units.push({
          ...{ format: id, split: own === 'all' ? split : own, paths: [path] },
          bytes: Math.round(size / parts.length),
          options: pack({ columns, recipe, table, skip } satisfies UnitNotes),
        });
      }
    }
    return columnPlan(claim, units, files, folder);
  },

  async count(unit, input, tally, signal) {
    for (const path of unit.paths) await countSheet(path, unit, input, tally, signal);
  },
};

/** Workbooks of one reading, with the same sheets and columns, may be the splits of one dataset. */
function signatureOf({ reading, options }: Claim): string {
  const { columns, recipe, parts } = options;
  return JSON.stringify([reading?.id, columns, recipe, parts]);
}

/** The workbooks of a group as one; sheets that name splits say more than the workbook. */
function joined({ name, members }: SplitGroup<Claim>): Claim {
  const { value } = members[0];
  const { parts } = value.options as unknown as { parts: readonly TablePart[] };
  const isOwn = parts.some(({ split }) => split !== 'all');
  const sources = members.map(({ path, split }): Source => {
    return { path, kind: 'file', split: isOwn ? 'all' : split };
  });
  return { ...value, name: members.length === 1 ? value.name : name, sources };
}

/** Files that Office keeps beside an open one begin with `~$`. */
function isWorkbook(name: string): boolean {
  return /\.(?:xlsx|xlsm|ods)$/i.test(name) && !name.startsWith('~$');
}

async function lookAt(
  { folder, name, path }: Candidate,
  signal: AbortSignal,
): Promise<NamedTable[]> {
  const head = await folder.head(name);
  if (head?.bytes[0] !== 0x50 || head.bytes[1] !== 0x4b) return [];
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    (await folder.bytesAt(path, start, end)) ?? new Uint8Array(0);
  try {
    const book = await openWorkbook(read, head.size);
    if (book === undefined) return [];
    const samples: { name: string; sample: TableSample; skip: number }[] = [];
    for (const sheet of book.sheets) {
      samples.push({ name: sheet.name, ...(await firstRows(book, sheet, signal)) });
    }
    const wanted = folder.tableWishes(name);
    return samples.map(({ name: table, sample, skip }) => ({
      ...{ name: table, skip },
      table: readColumns(sample, wantedOf(wanted, table), lookupClasses(sample, samples)),
    }));
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    folder.note({ ...damaged(path, error.message), line: 1, column: head.size + 1 });
    return [];
  }
}

function damaged(file: string, reason: string) {
  const message = `The workbook cannot be read: ${reason}.`;
  return { code: 'workbook-damaged', severity: 'error', file, message } as const;
}

function cellsNotRead(file: string, table: string) {
  const message =
    `The sheet “${table}” has cells beyond column ${widestSheet.toLocaleString('en')}, the last of Excel; they are not read. ` +
    'Move the labels to the left, or save the sheet as CSV.';
  return { code: 'cells-not-read', severity: 'warning', file, message } as const;
}

async function firstRows(
  book: Workbook,
  sheet: Sheet,
  signal: AbortSignal,
): Promise<{ readonly sample: TableSample; readonly skip: number }> {
  const rows: (readonly string[])[] = [];
  let complete = true;
  for await (const some of sheetRows(book, sheet, signal)) {
    complete = rows.length + some.length <= sampleRows;
    rows.push(...some.slice(0, sampleRows - rows.length));
    if (!complete) break;
  }
  const width = Math.max(0, ...rows.map((row) => row.length));
  const padded = rows.map((row) => [...row, ...Array<string>(width - row.length).fill('')]);
  const { skip, header, named } = sheetHead(padded);
  return { skip, sample: { header, named, rows: padded.slice(skip), complete } };
}

async function countSheet(
  path: string,
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { columns, recipe, table, skip } = unit.options as unknown as UnitNotes;
  const context = { tally, file: path, split: unit.split, columns: columns.length };
  const counter = rowCounter(recipe, context);
  const places = neededColumns(recipe, tally.observer !== undefined);
  const rows = new CellRows(counter, columns.length, 0);
  try {
    const book = await openWorkbook(
      (start, end) => input.read(path, start, end),
      await input.size(path),
    );
    const sheet = book?.sheets.find((one) => one.name === table);
    if (sheet === undefined || book === undefined) {
      throw new WorkbookError(`the sheet ${table} is not there any more`);
    }
    let left = skip;
    const tooWide = (): void => {
      tally.problem(cellsNotRead(path, table));
    };
    for await (const some of sheetRows(book, sheet, signal, tooWide)) {
      const skipped = Math.min(left, some.length);
      left -= skipped;
      rows.line += skipped;
      for (const row of some.slice(skipped)) {
        rows.row(places.map((place) => [place, row.at(place)] as const));
      }
    }
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    tally.problem({ ...damaged(path, error.message), line: rows.line + 1, column: 1 });
  }
  counter.end();
}
