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

/** Lists of one length in each row, and of more than one item in some. */
function areEven(tokens: number, labels: number, { rows }: TableSample): boolean {
  let longest = 0;
  const even = rows.every((row) => {
    const [words, tags] = [row[tokens], row[labels]];
    if (!words.startsWith('[') || !tags.startsWith('[')) return words === '' && tags === '';
    const length = countItems(tags);
    longest = Math.max(longest, length);
    return countItems(words) === length;
  });
  return even && longest > 1;
}
