// Columns of tags whose ids a file names (`O`, `B-PER`, `I-PER`): the spans that they make up are counted, the tags offered.
// Must not know files.

import type { ClassEntry } from '../model';
import type { TableReading } from '../tables/recipe';
import { spansReading } from '../tables/tagCells';
import { areTypedTags } from '../tables/tagWords';

/** The reading of such a column by spans; undefined for any other column. */
export function spansByNames(
  reading: TableReading,
  classes: readonly ClassEntry[],
): TableReading | undefined {
  const { label } = reading.recipe;
  const tags = classes.map(({ name }) => name);
  if (label.kind !== 'column' || label.join !== 'items' || !areTypedTags(tags)) return undefined;
  return spansReading(reading, tags);
}

/** The types of spans that tags make up, in the order of the tags. */
export function spanClasses(tags: readonly ClassEntry[]): ClassEntry[] {
  const types = tags.filter(({ name }) => name.length > 2).map(({ name }) => name.slice(2));
  return [...new Set(types)].map((name) => ({ id: name, name }));
}
