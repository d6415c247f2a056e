// Labels as Python values: what `y` holds when a data frame reads the files.
// Must not know export targets.

import { isInteger } from '../order';
import { quoted } from './text';

/**
 * Python literals of the labels: integers where all of them are (as pandas would read the column), else strings.
 * @throws RangeError naming the first label that two classes share, for labels are keys.
 */
export function labelLiterals(rows: readonly { readonly id: string }[]): string[] {
  const integers = rows.every((row) => isInteger(row.id));
  const literals = rows.map((row) =>
    integers ? BigInt(row.id.replace(/^\+/, '')).toString() : quoted(row.id),
  );
  const seen = new Set<string>();
  for (const literal of literals) {
    if (seen.has(literal)) {
      throw new RangeError(
        `Two classes have the label ${literal}, so labels cannot be keys here. Choose a target that goes by index.`,
      );
    }
    seen.add(literal);
  }
  return literals;
}
