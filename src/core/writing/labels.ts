// Labels as Python values: what `y` holds when a data frame reads the files.
// Must not know export targets.

import { isInteger } from '../order';
import { quoted } from './text';

/** Python literals of the labels: integers where all of them are (as pandas would read the column), else strings. */
export function labelLiterals(rows: readonly { readonly id: string }[]): string[] {
  const integers = rows.every((row) => isInteger(row.id));
  return rows.map((row) =>
    integers ? BigInt(row.id.replace(/^\+/, '')).toString() : quoted(row.id),
  );
}
