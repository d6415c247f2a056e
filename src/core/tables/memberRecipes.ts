// Tables of one dataset whose columns differ: the train set has notes besides, or one file a column of row numbers.
// Must not know files.

import type { RowRecipe, TableReading } from './recipe';
import { isMinus, isNullWord } from './labelText';
import type { TableSample } from './tableSample';
import { isEvaluationOf, splitKeyOf } from './splitGroups';

/** What is compared of a table. */
export interface SplitTable {
  readonly path: string;
  readonly header: readonly string[];
  readonly layout: { readonly header: boolean };
  readonly readings: readonly TableReading[];
}

/** Equal for tables of the same columns. */
export function columnsOf({ header, layout }: SplitTable): string {
  return `${header.join('\u0001')}\u0002${layout.header}`;
}

/**
 * The table of another split that is read by the same label and has more columns; undefined where none has all of these. The
 * labels of a test set may have come later, in a file of their own: `test_labels.csv` beside `train.csv`.
 */
export function widerTwin<T extends SplitTable>(table: T, tables: readonly T[]): T | undefined {
  const best = table.readings.at(0);
  if (!table.layout.header || best === undefined || best.confidence < 0.5) return undefined;
  const { key, split } = splitKeyOf(table.path);
  const keys = [key, key.replace(labelsBehind, '')];
  return tables.find((other) => {
    const known = new Set(other.header);
    if (!other.layout.header || known.size <= table.header.length) return false;
    const first = other.readings.at(0);
    if (first?.id !== best.id || marksOf(first) !== marksOf(best)) return false;
    const there = splitKeyOf(other.path);
    const isOtherSplit =
      keys.includes(there.key) && (there.split !== split || isEvaluationOf(table.path, other.path));
    return isOtherSplit && table.header.every((name) => known.has(name));
  });
}

/** A word for labels behind the split, at the end of the name. */
const labelsBehind = /(?<=\/\*|^\*)[._-]?labels?(?=\.\w+$)/i;

/** The names of the columns that are a class each; empty where one column holds the label. */
function marksOf({ recipe }: TableReading): string {
  const { label } = recipe;
  return label.kind === 'one-hot' ? label.columns.map(({ name }) => name).join('\u0001') : '';
}

/** How the rows of each table are counted; without tables that lack the label. Undefined where the columns are the same. */
export function recipesOf(
  tables: readonly SplitTable[],
  { id, recipe }: TableReading,
): Readonly<Record<string, RowRecipe>> | undefined {
  if (new Set(tables.map(columnsOf)).size < 2) return undefined;
  const known = tables.flatMap(({ path, readings }): [string, RowRecipe][] => {
    const own = readings.find((reading) => reading.id === id)?.recipe;
    if (own === undefined) return [];
    if (own.label.kind !== 'column' || recipe.label.kind !== 'column') return [[path, own]];
    return [[path, { ...own, label: { ...recipe.label, column: own.label.column } }]];
  });
  return Object.fromEntries(known);
}

/**
 * C4.5 calls the table to learn from `adult.data` where `adult.test` is the one to test with. Lists of trials (`cm.dev.trl.txt`)
 * stand beside one to train with (`cm.train.trn.txt`).
 */
export function placeOf(path: string, paths: ReadonlySet<string>): string {
  const stem = /^(.*)\.data$/.exec(path)?.[1];
  if (stem !== undefined && paths.has(`${stem}.test`)) return `${stem}.train`;
  return path.replace(/\.(?:trn|trl|ndx)(?=\.txt$)/, '');
}

/** The columns in which every row has a word for nothing, or -1, as the label has where it is to be handed in. */
export function blankColumns({ header, rows, named }: TableSample): string[] {
  if (!named || rows.length < fewestRows) return [];
  const isNothing = (cell: string): boolean => isNullWord(cell) || isMinus(cell);
  return header.filter((_, column) => rows.every((row) => isNothing(row.at(column)?.trim() ?? '')));
}

const fewestRows = 3;

interface BlankTable {
  readonly header: readonly string[];
  /** See {@link blankColumns}. */
  readonly blank: readonly string[];
  readonly readings: readonly TableReading[];
}

/** The tables in which the reading's column says something; where -1 is a class of another table, it does. */
export function withoutBlank<T extends { readonly value: BlankTable }>(
  tables: readonly T[],
  reading: TableReading,
): T[] {
  const holdsMinus = ({ value }: T): boolean =>
    value.readings.some(({ id, labels }) => id === reading.id && labels.some(isMinus));
  const filled = tables.filter(({ value }) => !isBlankIn(value, reading));
  if (!filled.some(holdsMinus)) return filled;
  return tables.filter((one) => filled.includes(one) || holdsMinus(one));
}

function isBlankIn({ header, blank }: BlankTable, { id }: TableReading): boolean {
  return blank.length < header.length && blank.some((name) => id === `column:${name}`);
}
