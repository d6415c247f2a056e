// Columns of 0 and 1 of which each row carries one: the values of what was one column, as `get_dummies` writes them.
// Must not know files, nor what the columns stand for.

import type { ColumnProfile } from './columnProfile';
import { isMarkColumn, isNo, isYes } from './oneHot';

/** Fewest rows that show that none carries two. */
const enoughRows = 20;

type Rows = readonly (readonly string[])[];

/**
 * The longest run of columns of marks at the table's end in which each row carries one; two columns at least, or none. A column
 * that no row carries yet is one more value.
 */
export function exclusiveAtEnd(columns: readonly ColumnProfile[], rows: Rows): ColumnProfile[] {
  const filled = columns.filter(({ kind }) => kind !== 'empty');
  const marks = filled.slice(filled.findLastIndex((column) => !isMarkColumn(column)) + 1);
  return longestOf(marks, rows);
}

/** True where the columns are such runs, one behind the other. */
export function areExclusive(columns: readonly ColumnProfile[], rows: Rows): boolean {
  let rest = columns;
  while (rest.length > 0) {
    const run = longestOf(rest, rows);
    if (run.length === 0) return false;
    rest = rest.slice(0, -run.length);
  }
  return true;
}

/** The longest end of these columns in which each row carries one. */
function longestOf(marks: readonly ColumnProfile[], rows: Rows): ColumnProfile[] {
  if (rows.length < enoughRows) return [];
  const held = rows.map(() => 0);
  let longest: ColumnProfile[] = [];
  for (let at = marks.length - 1; at >= 0; at--) {
    const { index, values } = marks[at];
    const texts = [...values.keys()];
    const [yes, no] = [isYes, isNo].map((says) => new Set(texts.filter(says)));
    for (const [row, cells] of rows.entries()) {
      const cell = cells.at(index)?.trim() ?? '';
      if (yes.has(cell)) held[row] += 1;
      else if (!no.has(cell)) return longest;
    }
    if (held.some((times) => times > 1)) return longest;
    if (at < marks.length - 1 && held.every((times) => times === 1)) longest = marks.slice(at);
  }
  return longest;
}
