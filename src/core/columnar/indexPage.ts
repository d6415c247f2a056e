// A page whose rows name entries of a dictionary: how often each is named, where first, and by which rows.
// Must not know files, headers or labels. Throws a `RangeError` where the page is damaged.

import type { IndexRun, PageScanner } from '../kernels';
import { countHybrid, type Cursor, readHybrid } from './hybridRuns';
import { type PageDictionary, valueDictionary } from './pageDictionary';

export interface IndexPage {
  readonly kind: 'indexes';
  readonly dictionary: PageDictionary;
  readonly rows: number;
  /** Rows of each entry, entries behind the array's end have none; undefined where a page is short beside its dictionary. */
  readonly counts: Int32Array | undefined;
  /** Rows without a value. */
  readonly nulls: number;
  /** The first row of each entry among those with a value, from 1; 0 where it has none. As {@link indexes}, good until the next row group is read. */
  readonly firstRows: () => Int32Array;
  /** The index of each row or of the first ones, -1 where it has no value. */
  readonly indexes: (rows?: number) => Int32Array;
}

/** Where a page's indexes begin, and where its levels do in a column that may hold nulls. Cursors are not moved. */
export interface PageParts {
  readonly values: Readonly<Cursor>;
  readonly levels?: Readonly<Cursor> | undefined;
}

/** Bits of an index that is counted, at most: a dictionary of more entries than that is no list of classes. */
const widestIndex = 22;

/** `open` unpacks the page, again each time that it is asked. */
export function indexPage(
  dictionary: PageDictionary,
  rows: number,
  open: () => PageParts,
  scanner: PageScanner | undefined,
): IndexPage {
  const parts = open();
  const { levels } = parts;
  const present = levels === undefined ? rows : presentIn(levels, rows, scanner);
  const indexes = (first = rows): Int32Array => read(open(), first, present === rows);
  const firstRows = (): Int32Array => {
    const run = runOf(open().values, present);
    return scanner?.firstRows(run) ?? firstIn(readValues(run, present), dictionary.length);
  };
  const page = { kind: 'indexes', dictionary, rows, nulls: rows - present, firstRows } as const;
  if (rows < dictionary.length) {
    const all = read(parts, rows, present === rows);
    checkIndexes(all, dictionary.length);
    return { ...page, counts: undefined, indexes: (first = rows) => all.subarray(0, first) };
  }
  const counts = countValues(runOf(parts.values, present), scanner);
  for (let index = dictionary.length; index < counts.length; index++) {
    if (counts[index] > 0) throw outside();
  }
  return { ...page, counts, indexes };
}

/** A page whose rows all have one value. */
export function samePage(value: string, rows: number): IndexPage {
  const dictionary = valueDictionary([value]);
  return {
    ...{ kind: 'indexes', dictionary, rows, nulls: 0, counts: Int32Array.of(rows) },
    firstRows: () => Int32Array.of(Math.min(1, rows)),
    indexes: (first = rows) => new Int32Array(first),
  };
}

function read({ values, levels }: PageParts, rows: number, isDense: boolean): Int32Array {
  if (levels === undefined || isDense) return readValues(runOf(values, rows), rows);
  return spread(values, levels, rows);
}

/** The width stands in a byte before the numbers; a page without any may leave it out. */
function runOf({ bytes, at }: Readonly<Cursor>, count: number): IndexRun {
  if (count > 0 && at >= bytes.length) throw new RangeError('A page ends too early.');
  return { bytes, at: at + 1, width: count === 0 ? 0 : bytes[at], count };
}

function checkIndexes(indexes: Int32Array, size: number): void {
  let isWrong = false;
  // An iterator costs a page of a million rows several times this loop.
  for (let row = 0, end = indexes.length; row < end; row++) {
    const index = indexes[row];
    isWrong ||= index >= size || index < -1;
  }
  if (isWrong) throw outside();
}

function outside(): RangeError {
  return new RangeError('An index lies outside the dictionary.');
}

/** Rows that have a value. */
function presentIn(
  levels: Readonly<Cursor>,
  rows: number,
  scanner: PageScanner | undefined,
): number {
  const found = scanner?.count({ ...levels, width: 1, count: rows });
  if (found !== undefined) return found[1];
  const counts = new Int32Array(2);
  countHybrid({ ...levels }, 1, counts, rows);
  return counts[1];
}

function countValues(run: IndexRun, scanner: PageScanner | undefined): Int32Array {
  const { bytes, at, width, count } = run;
  if (count === 0) return new Int32Array(0);
  if (width === 0) return Int32Array.of(count);
  const found = scanner?.count(run);
  if (found !== undefined) return found.slice();
  const counts = new Int32Array(2 ** Math.min(width, widestIndex));
  countHybrid({ bytes, at }, width, counts, count);
  return counts;
}

function readValues({ bytes, at, width }: IndexRun, count: number): Int32Array {
  const out = new Int32Array(count);
  if (width > 0) readHybrid({ bytes, at }, width, out, count);
  return out;
}

function firstIn(indexes: Int32Array, size: number): Int32Array {
  const first = new Int32Array(size);
  for (let row = indexes.length; row > 0; row--) first[indexes[row - 1]] = row;
  return first;
}

/** Puts the values where the rows have one, -1 elsewhere. */
function spread(values: Readonly<Cursor>, levels: Readonly<Cursor>, rows: number): Int32Array {
  const there = new Int32Array(rows);
  readHybrid({ ...levels }, 1, there, rows);
  let present = 0;
  for (let row = 0; row < rows; row++) present += there[row];
  const compact = readValues(runOf(values, present), present);
  for (let row = 0, next = 0; row < rows; row++) {
    there[row] = there[row] === 1 ? compact[next++] : -1;
  }
  return there;
}
