// Columns whose cells hold a tag for each token of a text: read as spans, and as tags token by token.
// Must not know files.

import type { ColumnProfile } from './columnProfile';
import { tagsOf } from './multiLabel';
import type { TableReading } from './recipe';
import { areTypedTags } from './tagWords';

/** True for cells such as `['O', 'B-PER']` or `O B-PER`. */
export function areTagCells({ values }: ColumnProfile): boolean {
  const cells = [...values.keys()].map(tagsOf);
  return areTypedTags(cells.flat()) && cells.some((tags) => tags.length > 1);
}

/** Of a reading of tags token by token that by spans; `tags` are their texts by id, where they are ids. */
export function spansReading(reading: TableReading, tags?: readonly string[]): TableReading {
  const { label } = reading.recipe;
  if (label.kind !== 'column') return reading;
  const named = tags === undefined ? {} : { tags };
  return {
    ...reading,
    id: reading.id.replace(/^column:/, 'spans:'),
    title: `spans of ${reading.title}`,
    unit: 'span',
    recipe: { ...reading.recipe, label: { ...label, join: 'spans', ...named } },
    labels: [],
  };
}
