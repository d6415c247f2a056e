// N of a class of its own, where the data tell it: checked, and said of a table.
// Knows no scheme's rule and no way to estimate N.
import type { WeightNote, WeightRow } from '../scheme';

/** So many of them are listed in the note; the document of a table has them all. */
const mostListed = 20;

/**
 * The N of the classes that have one; undefined where none has. Infinite ones are as good as none.
 * @throws RangeError where there are more or fewer than classes, or an N is below 1 or NaN.
 */
export function ownPrototypes(
  given: readonly (number | null)[] | undefined,
  classes: number,
): readonly (number | null)[] | undefined {
  if (given === undefined) return undefined;
  if (given.length !== classes) {
    throw new RangeError(
      `There are ${given.length} numbers of prototypes for ${classes} classes; give one for each.`,
    );
  }
  const own = given.map((n, index) => {
    if (n === null || n === Infinity) return null;
    if (n >= 1) return n;
    throw new RangeError(`N of class ${index} is ${String(n)}; it must be at least 1.`);
  });
  return own.some((n) => n !== null) ? own : undefined;
}

/** Says which rows have an N of their own, by index: names are not safe to put into a sentence. */
export function ownPrototypesNote(rows: readonly WeightRow[]): readonly WeightNote[] {
  const own = rows.filter((row) => row.prototypes !== undefined);
  if (own.length === 0) return [];
  const listed = own
    .slice(0, mostListed)
    .map(
      ({ index, prototypes }) => `${index}: ${String(Number((prototypes ?? 0).toPrecision(6)))}`,
    );
  const more = own.length > mostListed ? `, … (${own.length} in all)` : '';
  const message = `${own.length} of ${rows.length} classes have an N of their own (index: N): ${listed.join(', ')}${more}.`;
  return [{ code: 'own-prototypes', severity: 'information', message }];
}
