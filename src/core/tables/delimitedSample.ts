// The first rows of a delimited file as a table sample, and what is needed to read the rest the same way.
// Must not know labels.

import { DelimitedTokenizer, fieldText, type Quote } from '../bytes/delimited';
import { type Dialect, sniffBlanks, sniffDialect } from '../bytes/dialect';
import type { Encoding } from '../bytes/encoding';
import { Utf8Stream } from '../bytes/text';
import { promisesSeveral } from './columnNames';
import { mediaOfPath } from './columnProfile';
import { hasHeader, namesBelowGroups } from './header';
import { isNumberText } from './labelText';
import { markedClasses } from './roleRows';
import { madeUpHeader, type TableSample } from './tableSample';

/** How the rows of one file are written; plain JSON. */
export interface RowLayout {
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly quote: Quote;
  /** Quotes in quoted cells have a backslash before them; absent where they are doubled. */
  readonly backslashes?: true;
  readonly skipLines: number;
  /** The first record names the columns. */
  readonly header: boolean;
  /** Fields of a row. */
  readonly columns: number;
}

export interface DelimitedSample {
  readonly sample: TableSample;
  readonly layout: RowLayout;
  /** Share of the rows with the usual number of fields. */
  readonly score: number;
}

const rowsKept = 4000;

/**
 * Reads the first bytes of a file; `complete` where they are all. Undefined where they are no text or no rows.
 * `slices` are whole lines from further on; a slice may begin inside a quoted cell, so only rows of the usual width are
 * taken from it.
 */
export function sampleDelimited(
  bytes: Uint8Array,
  complete: boolean,
  slices: readonly Uint8Array[] = [],
): DelimitedSample | undefined {
  if (bytes.length === 0) return undefined;
  const dialect = dialectOf(bytes, complete);
  const encoding = dialect.encoding === 'utf-8' ? eightBit(bytes, complete) : dialect.encoding;
  if (isBinary(bytes, encoding)) return undefined;
  const all = readRecords(bytes, complete, { ...dialect, encoding });
  if (all.length === 0) return undefined;
  const { records, marked, classes, skipped, named } = headOf(all);
  const listed = !named && areListedLabels(records);
  const header =
    classes !== undefined
      ? [...madeUpHeader(dialect.fields - 1), 'target']
      : headerOf(records, named, listed ? 2 : dialect.fields);
  const further = slices
    .flatMap((slice) => readRecords(slice, true, { ...dialect, encoding, skipLines: 0 }))
    .filter((row) => row.length === header.length || (listed && row.length > header.length));
  const filled = [...(named ? records.slice(1) : records), ...further].filter((row) =>
    row.some((cell) => cell.trim() !== ''),
  );
  const openEnd = listed || (named && isOpenEnded(header, filled));
  const rows = openEnd ? filled.map((row) => closed(row, header.length)) : filled;
  const { delimiter, quote, backslashes } = dialect;
  const score = openEnd ? 1 : dialect.score;
  const skipLines = dialect.skipLines + skipped;
  const columns = header.length;
  return {
    sample: {
      header,
      named,
      rows,
      complete,
      ...(classes && { classes }),
      ...(marked && { marked }),
      ...(openEnd && { openEnd }),
    },
    layout: {
      ...{ encoding, delimiter, quote, skipLines, header: named, columns },
      ...(backslashes && { backslashes }),
    },
    score,
  };
}

/** The names of the columns, or names that are made up. */
function headerOf(
  records: readonly (readonly string[])[],
  named: boolean,
  fields: number,
): string[] {
  if (!named) return madeUpHeader(fields);
  const names = records[0].map((name) => name.trim());
  const header = aligned(names, records.slice(1));
  while (header.length > 1 && header.length > fields && header.at(-1) === '') header.pop();
  return header;
}

/** MTG-Jamendo: the last column is named `TAGS`, and the rows go on with as many cells as they have tags. */
function isOpenEnded(header: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (header.length < 2 || !promisesSeveral(header.at(-1) ?? '')) return false;
  const longer = rows.filter((row) => row.length > header.length && row.at(-1) !== '');
  return longer.length > 1 && rows.every((row) => row.length >= header.length);
}

/** Cells of a path and one box: where every row has as many, the numbers may be corners. */
const cellsOfBox = 5;

/**
 * `a.jpg,1,4,7` and `b.jpg,2`: a path, and as many whole numbers as it has labels, none of them twice. Rows of one
 * length are columns like any other.
 */
function areListedLabels(records: readonly (readonly string[])[]): boolean {
  const rows = records.filter((row) => row.some((cell) => cell.trim() !== ''));
  const lengths = new Set(rows.map((row) => row.length));
  const shortest = Math.min(...lengths);
  if (lengths.size < 2 || shortest < 2 || shortest >= cellsOfBox) return false;
  return rows.every(([path, ...labels]) => {
    const areIds = labels.every((label) => /^\s*\d{1,6}\s*$/.test(label));
    const media = areIds ? mediaOfPath(path.trim()) : undefined;
    return media !== undefined && media !== 'other' && new Set(labels).size === labels.length;
  });
}

/** The row with its last cells as a list in one. */
function closed(row: readonly string[], columns: number): string[] {
  return [...row.slice(0, columns - 1), JSON.stringify(row.slice(columns - 1))];
}

/** What stands above the samples. */
interface TableHead {
  /** The row of names first, where there is one. */
  readonly records: readonly (readonly string[])[];
  readonly named: boolean;
  /** See `TableSample`. */
  readonly marked: readonly number[] | undefined;
  readonly classes: readonly string[] | undefined;
  /** Rows to pass over, besides the one that a reader takes for the header. */
  readonly skipped: number;
}

function headOf(all: readonly (readonly string[])[]): TableHead {
  const marked = markedClasses(all);
  if (marked !== undefined) {
    const records = [all[0], ...all.slice(3)];
    return { records, named: true, marked, classes: undefined, skipped: 2 };
  }
  const names = namesBelowGroups(all);
  const records = names === undefined ? all : [names, ...all.slice(2)];
  const classes = classesOfFirst(records);
  const named = classes !== undefined || hasHeader(records);
  return { records, named, marked, classes, skipped: names === undefined ? 0 : 1 };
}

/** scikit-learn's own tables begin with `150,4,setosa,versicolor,virginica`: rows, features, and the names of the classes. */
function classesOfFirst(records: readonly (readonly string[])[]): readonly string[] | undefined {
  const [first, ...rest] = records;
  const [rows, features, ...names] = first.map((cell) => cell.trim());
  const areCounts = /^\d+$/.test(rows) && /^\d+$/.test(features) && names.length > 1;
  if (!areCounts || rest.length === 0 || names.some((name) => isNumberText(name))) return undefined;
  const wide = rest.every((row) => row.length === Number(features) + 1);
  return wide && rest.every((row) => Number(row.at(-1)) < names.length) ? names : undefined;
}

/** R writes the names of the rows in a first column without a name. */
function aligned(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
  const wider = filled.every((row) => row.length === header.length + 1);
  return header.length > 1 && filled.length > 1 && wider ? ['', ...header] : [...header];
}

function dialectOf(bytes: Uint8Array, complete: boolean): Dialect {
  const dialect = sniffDialect(bytes, complete);
  const blanks =
    dialect.encoding === 'utf-8' && (dialect.fields < 2 || dialect.score < 1)
      ? sniffBlanks(bytes, complete)
      : undefined;
  if (blanks === undefined || (dialect.fields > 1 && blanks.share <= dialect.score)) return dialect;
  const { delimiter, quote, fields, share } = blanks;
  return { ...dialect, delimiter, quote, fields, skipLines: 0, score: share };
}

/** A stray NUL may stand in text, but not in what is no UTF-8 either, nor in every third byte. */
function isBinary(bytes: Uint8Array, encoding: Encoding): boolean {
  if (encoding === 'utf-16le' || encoding === 'utf-16be' || !bytes.includes(0)) return false;
  if (encoding !== 'utf-8') return true;
  const zeros = bytes.reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0);
  return zeros * 3 > bytes.length;
}

/** UTF-8, or Windows-1252 where the bytes can be no UTF-8. */
function eightBit(bytes: Uint8Array, complete: boolean): Encoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !complete });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

function readRecords(
  bytes: Uint8Array,
  complete: boolean,
  dialect: Pick<RowLayout, 'encoding' | 'delimiter' | 'quote' | 'backslashes' | 'skipLines'>,
): string[][] {
  const rows: string[][] = [];
  const { delimiter, quote, backslashes, skipLines } = dialect;
  const tokenizer = new DelimitedTokenizer({
    backslashes,
    delimiter,
    quote,
    skipLines,
    onRecord: (record) => {
      if (rows.length >= rowsKept) return;
      rows.push(Array.from({ length: record.count }, (_, field) => fieldText(record, field)));
    },
  });
  const stream = new Utf8Stream((chunk) => {
    tokenizer.feed(chunk);
  }, dialect.encoding);
  stream.feed(bytes);
  if (complete) {
    stream.end();
    tokenizer.end();
  }
  return rows;
}
