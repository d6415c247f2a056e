// Weights by the settings, for the tree, the export and the clipboard. Plain data, tested in plain Node.
// Must not know where settings come from or who shows weights.

import type { Dataset, SplitName } from '../core/model';
import { classCounts, defaultSplit, type Counted } from '../core/selection';
import type { WeightRequest, WeightTable } from '../core/weights/scheme';
import { weighClasses } from '../core/weights/table';
import type { Weighting } from './settings';

/** What the settings ask for; N sets the effective numbers with every scheme. */
export function requestOf(weighting: Weighting): WeightRequest {
  const { scheme, prototypes, normalisation, zeroCount } = weighting;
  return { scheme, parameters: { n: prototypes }, normalisation, zeroCount };
}

export function weigh(
  dataset: Dataset,
  request: WeightRequest,
  split: SplitName = defaultSplit(dataset),
  counted: Counted = 'unit',
): WeightTable {
  return weighClasses({ ...request, classes: classCounts(dataset, split, counted) });
}
