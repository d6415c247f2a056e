// Whether a column of lists holds a label for each token or region of its row, rather than several labels of the row.
// Must not know files.

import type { Unit } from '../model';
import type { ColumnProfile } from './columnProfile';
import { countItems } from './multiLabel';
import { plainName, type TableSample } from './tableSample';

const tokenNames = /^(?:tokens?|words?|forms?|sentence|text|pieces)$/;

/** What each item of the lists is; undefined where they are the row's own labels. */
export function unitOfItems(column: ColumnProfile, sample: TableSample): Unit | undefined {
  const { items } = sample;
  if (items !== undefined && Object.hasOwn(items, column.name)) return items[column.name];
  const isOfTokens = sample.header.some(
    (name, at) =>
      at !== column.index && tokenNames.test(plainName(name)) && areEven(at, column.index, sample),
  );
  return isOfTokens ? 'token' : undefined;
}

/** Of rows whose texts were cut into words, so many have a label for each; quotes and blanks cut a few otherwise. */
const nearlyAll = 0.95;
/** Labels of a row on average that no text has by chance as many words. */
const manyLabels = 3;

/** Lists of one length in each row, and of more than one item in some; or texts of so many words apart by blanks. */
function areEven(tokens: number, labels: number, { rows }: TableSample): boolean {
  const cells = rows.map((row) => [row.at(tokens)?.trim() ?? '', row.at(labels)?.trim() ?? '']);
  const told = cells.filter(([words, tags]) => words !== '' || tags !== '');
  const isList = told.every(([words]) => words.startsWith('['));
  const even = told.filter(([words, tags]) => {
    if (!tags.startsWith('[')) return false;
    const length = isList ? countItems(words) : words.split(/\s+/).length;
    return length === countItems(tags);
  });
  const items = even.map(([, tags]) => countItems(tags));
  if (isList) return even.length === told.length && items.some((count) => count > 1);
  const sum = items.reduce((all, count) => all + count, 0);
  return even.length >= told.length * nearlyAll && sum > manyLabels * told.length;
}
