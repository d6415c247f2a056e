// Inverse class frequency: every class pulls with the same total weight.
// Knows its own rule only; scale and empty classes are settled by normalise.ts.
import type { WeightScheme } from './scheme';

/** w = 1 / n, in (0, 1]; the limit of the effective number for beta -> 1. Source: paper, section 2. */
export const inverse: WeightScheme = {
  id: 'inverse',
  title: 'Inverse frequency',
  rank: 2,
  formula: 'w = 1 / n',
  description:
    'Every class gets the same total weight. Strong: a class with few samples dominates its gradient.',
  source: 'Cui et al., CVPR 2019, section 2, https://arxiv.org/abs/1901.05555',
  parameters: [],
  weigh: (input) => Float64Array.from(input.counts, (count) => 1 / count),
};
