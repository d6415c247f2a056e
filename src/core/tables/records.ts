// Tables of records that a system keeps, each row by its number or name: what a label is about stands in none of their cells.
// Must not know which column is the label, nor files.

import type { ColumnProfile } from './columnProfile';

/** Fewest rows that show that nothing recurs. */
const enoughRows = 30;
/** From so many words on a cell is a text rather than a name. */
const textWords = 4;

/** Of so many measures a number of the row is no sign of a record. */
const manyMeasures = 8;
/** What studies give a number: a sample rather than a record. */
const studied =
  /^(?:sample|patient|subject|cell|specimen|animal|plant|star|obj|object|instance)(?:id|no|nr|number|index|name)?$/;

/** True where each row carries an id, a time or a name of its own, and nothing that a model could be shown beside figures. */
export function namesRecords(columns: readonly ColumnProfile[], label: ColumnProfile): boolean {
  const others = columns.filter((one) => one !== label && one.kind !== 'empty');
  const isShown = (one: ColumnProfile): boolean =>
    one.kind === 'path' || one.meanWords > textWords || (one.isSample && !one.isId);
  if (others.some((one) => isShown(one) && one.media !== undefined)) return false;
  if (others.some((one) => isShown(one) && one.kind === 'text')) return false;
  if (others.some((one) => isOwnName(one))) return true;
  const measures = others.filter(
    ({ kind, isId }) => !isId && (kind === 'number' || kind === 'integer'),
  );
  if (measures.length >= manyMeasures || others.some(({ plain }) => studied.test(plain)))
    return false;
  return others.some((one) => one.isId || one.kind === 'date') || isRowNumber(columns[0]);
}

const whoNames =
  /^(?:users?|customer|visitor|reviewer|member|listener|player|session)(?:id|no|nr)?$/;
const whatNames =
  /^(?:movie|film|item|product|prod|book|track|song|artist|album|article|news|business|restaurant|anime|game|hotel|recipe|content)(?:id|no|nr)$|^(?:asin|isbn1?[03]?|sku)$/;
/** What people do with a thing, or call it. */
const doneNames =
  /^(?:tags?|ratings?|stars|score|events?(?:type|name)?|actions?(?:type)?|behaviou?r(?:type)?|interaction(?:type)?)$/;

/** Who did what with which thing, as recommenders learn from: nothing is to be told but the next of these. */
export function areInteractions(
  columns: readonly ColumnProfile[],
  label: ColumnProfile | undefined,
): boolean {
  if (label === undefined || !doneNames.test(label.plain)) return false;
  const has = (names: RegExp): boolean => columns.some(({ plain }) => names.test(plain));
  const hasText = columns.some((one) => one !== label && one.meanWords > textWords);
  return has(whoNames) && has(whatNames) && !hasText;
}

/** A name that no other row has. */
function isOwnName({ kind, values, filled, isId }: ColumnProfile): boolean {
  const isText = kind === 'text' || kind === 'path';
  return isText && !isId && filled >= enoughRows && values.size === filled;
}

/** A path, an id of a sample, or a text beside the column: what the label is about. A number of the row without a name is none. */
export function hasSample(columns: readonly ColumnProfile[], label: ColumnProfile): boolean {
  return columns.some(
    (one) =>
      one !== label &&
      (one.kind === 'path' ||
        one.isSample ||
        (one.isId && !/^(?:unnamed\d*)?$/.test(one.plain)) ||
        (one.kind === 'text' && one.meanWords > 3)),
  );
}

/** What only tells the rows apart: R writes it in front. */
export function isRowName({ isId, kind, values, filled }: ColumnProfile): boolean {
  return isId || (kind !== 'number' && values.size === filled);
}

/** A number that counts the rows, or the time between them. */
function isRowNumber({ kind, values, filled }: ColumnProfile): boolean {
  if (kind !== 'integer' || filled < enoughRows || values.size < filled) return false;
  const numbers = [...values.keys()].map(Number);
  const step = numbers[1] - numbers[0];
  return numbers.every((value, at) => at === 0 || value - numbers[at - 1] === step);
}

/** True where rows point to those of two other tables or more, each by an id that recurs. */
export function pointsToOthers(columns: readonly ColumnProfile[]): boolean {
  const ids = columns.filter(
    ({ words, kind, values, filled }) =>
      words.length > 1 &&
      words.at(-1) === 'id' &&
      !studied.test(words.join('')) &&
      (kind === 'integer' || kind === 'text') &&
      values.size < filled,
  );
  return ids.filter((one) => !one.isSample).length > 1;
}

const starts = /^(?:source|src|from)$/;
const ends = /^(?:target|destination|dest|dst|to)$/;

/** True for rows that lead from one thing to another: redirects, links, edges of a graph. */
export function leadsFromTo(columns: readonly ColumnProfile[]): boolean {
  return (
    columns.some(({ plain }) => starts.test(plain)) && columns.some(({ plain }) => ends.test(plain))
  );
}

/** `target` behind a `source` of the same kind: which thing a row leads to. */
export function isEndOfLink(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const start = columns.find(({ plain }) => plain === 'source');
  if (column.plain !== 'target' || start?.kind !== column.kind) return false;
  const isShared = [...start.values.keys()].some((text) => column.values.has(text));
  const areMany = start.values.size > 2 && column.values.size > 2;
  return areMany && (column.kind === 'integer' || isShared);
}
