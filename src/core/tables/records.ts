// Tables of records that a system keeps, each row by its number or name: what a label is about stands in none of their cells.
// Must not know which column is the label, nor files.

import type { ColumnProfile } from './columnProfile';

/** Fewest rows that show that nothing recurs. */
const enoughRows = 30;
/** From so many words on a cell is a text rather than a name. */
const textWords = 4;

/** True where each row carries an id, a time or a name of its own, and nothing that a model could be shown beside figures. */
export function namesRecords(columns: readonly ColumnProfile[], label: ColumnProfile): boolean {
  const others = columns.filter((one) => one !== label && one.kind !== 'empty');
  const isShown = (one: ColumnProfile): boolean =>
    one.kind === 'path' || one.meanWords > textWords || (one.isSample && !one.isId);
  if (others.some((one) => isShown(one) && one.media !== undefined)) return false;
  if (others.some((one) => isShown(one) && one.kind === 'text')) return false;
  return others.some((one) => one.isId || one.kind === 'date' || isName(one, columns));
}

/** A name that no other row has, or a number that counts the rows. */
function isName(
  { index, kind, values, filled }: ColumnProfile,
  [first]: readonly ColumnProfile[],
): boolean {
  if (filled < enoughRows || values.size < filled) return false;
  if (kind === 'text' || kind === 'path') return true;
  return kind === 'integer' && index === first.index;
}
