// What a panel remembers: restored after a reload, never trusted when read back.
// Must not know how the page draws it.

import * as v from 'valibot';
import { countedKinds } from '../core/selection';

/** With the dataset itself and the one it is compared with that makes four. */
export const mostAlsoCompared = 2;

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const viewStateSchema = v.object({
  version: v.literal(1),
  datasetId: v.string(),
  split: v.string(),
  /** `unit` counts the dataset's unit, `images` the images holding the class, `groups` the groups of samples. */
  counted: v.picklist(countedKinds),
  scheme: v.string(),
  parameters: v.record(v.string(), v.number()),
  /** Classes that near-duplicates tell an N of take that, once they are estimated. */
  ownPrototypes: v.optional(v.boolean()),
  normalisation: v.string(),
  zeroCount: v.picklist(['zero', 'pseudo-count']),
  sort: v.picklist(['index', 'name', 'count', 'band', 'weight']),
  descending: v.boolean(),
  search: v.string(),
  /** Which classes are listed; all of them where nothing is said. Empty ones are few, too. */
  listed: v.optional(v.picklist(['all', 'many', 'medium', 'few', 'single', 'empty'])),
  logarithmic: v.boolean(),
  /** More than `many` is many, fewer than `few` is few; the usual ones of the dataset where nothing is said. */
  limits: v.optional(
    v.pipe(
      v.object({ many: wholeNumber, few: wholeNumber }),
      v.check(({ many, few }) => few <= many),
    ),
  ),
  /** Form of the chart; bars where nothing is said. */
  chart: v.optional(v.picklist(['bars', 'groups', 'lorenz', 'cumulative'])),
  /** Positions in the display order that the chart shows; all of them where nothing is said. */
  zoom: v.optional(v.object({ from: wholeNumber, to: wholeNumber })),
  /** Id of the method whose loss config is exported; weights are where there is none. */
  method: v.optional(v.string()),
  /** Of the methods' own parameters, by id. */
  methodValues: v.optional(v.record(v.string(), v.number())),
  /** What the comparison is about: `splits`, `units`, or the id of another dataset. */
  compared: v.optional(v.string()),
  /** Ids of further datasets beside that one; more than these could not be told apart. */
  alsoCompared: v.optional(v.pipe(v.array(v.string()), v.maxLength(mostAlsoCompared))),
  /** Which view is open; the distribution where nothing is said. */
  view: v.optional(v.picklist(['distribution', 'methods', 'splits', 'pairs'])),
});
export type ViewState = v.InferOutput<typeof viewStateSchema>;
