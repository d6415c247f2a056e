// What a panel remembers: restored after a reload, never trusted when read back.
// Must not know how the page draws it.

import * as v from 'valibot';

export const viewStateSchema = v.object({
  version: v.literal(1),
  datasetId: v.string(),
  split: v.string(),
  /** `unit` counts the dataset's unit, `images` the images holding the class. */
  counted: v.picklist(['unit', 'images']),
  scheme: v.string(),
  parameters: v.record(v.string(), v.number()),
  normalisation: v.string(),
  zeroCount: v.picklist(['zero', 'pseudo-count']),
  sort: v.picklist(['index', 'name', 'count', 'weight']),
  descending: v.boolean(),
  search: v.string(),
  logarithmic: v.boolean(),
  /** Which view is open; the distribution where nothing is said. */
  view: v.optional(v.picklist(['distribution', 'splits'])),
});
export type ViewState = v.InferOutput<typeof viewStateSchema>;
