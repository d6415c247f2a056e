// Where the rows of a sheet begin, and what names its columns: titles above the table, two rows of names.
// Must not know which column is a label.

import { readLabelName } from '../tables/columnNames';
import { hasHeader, namesBelowGroups } from '../tables/header';
import { isNumberText } from '../tables/labelText';
import { madeUpHeader } from '../tables/tableSample';

export interface SheetHead {
  /** Rows before the first sample. */
  readonly skip: number;
  readonly header: readonly string[];
  /** False where {@link header} was made up. */
  readonly named: boolean;
}

const mostTitles = 10;

/** Looks at the first rows, all of one length. */
export function sheetHead(rows: readonly (readonly string[])[]): SheetHead {
  const titles = titlesOf(rows);
  const table = rows.slice(titles);
  if (hasTwoHeaders(table)) {
    const [first, second] = table;
    const header = promiseOf(first) >= promiseOf(second) ? first : second;
    return { skip: titles + 2, header, named: true };
  }
  const names = namesBelowGroups(table);
  if (names !== undefined) return { skip: titles + 2, header: names, named: true };
  if (hasHeader(table)) return { skip: titles + 1, header: table[0], named: true };
  return { skip: 0, header: madeUpHeader(rows.at(0)?.length ?? 0), named: false };
}

const filled = (row: readonly string[]): number => row.filter((cell) => cell !== '').length;

/** Rows of few cells above a header: what the table is about. */
function titlesOf(rows: readonly (readonly string[])[]): number {
  const widest = Math.max(0, ...rows.map(filled));
  const first = rows.slice(0, mostTitles).findIndex((row) => filled(row) > Math.max(1, widest / 3));
  return first > 0 && hasHeader(rows.slice(first)) ? first : 0;
}

/** Two rows of words above numbers: `X1, X2, Y` above `limit, age, default`. */
function hasTwoHeaders([first, second, ...rest]: readonly (readonly string[])[]): boolean {
  if (rest.length === 0 || namesBelowGroups([first, second, ...rest]) !== undefined) return false;
  const areWords = [first, second].every((row) => row.every((cell) => !isNumberText(cell)));
  const numeric = second.filter(
    (name, at) => name !== '' && first[at] !== '' && rest.every((row) => isNumberText(row[at])),
  );
  return areWords && numeric.length >= 2 && numeric.length * 2 >= filled(second);
}

function promiseOf(names: readonly string[]): number {
  return Math.max(...names.map((name) => readLabelName(name).promise));
}
