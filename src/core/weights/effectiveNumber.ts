// Class-balanced weights: one over the effective number of samples of the class.
// Knows its own rule only; scale and empty classes are settled by normalise.ts.
import { prototypeParameter } from './numberOfPrototypes';
import type { WeightScheme } from './scheme';

/** w = 1 / E_n = (1 - beta) / (1 - beta^n), in [1/min(n, N), 1]. Source: Cui et al., section 4. */
export const effectiveNumber: WeightScheme = {
  id: 'effective-number',
  title: 'Effective number of samples',
  rank: 1,
  formula: 'w = (1 − β) / (1 − β^n), β = (N − 1) / N',
  description:
    'Class-balanced loss: a class counts as the number of distinct samples it is expected to hold. ' +
    'Between no re-weighting (N = 1) and inverse frequency (N infinite).',
  source: 'Cui et al., CVPR 2019, https://arxiv.org/abs/1901.05555',
  parameters: [prototypeParameter],
  weigh: ({ effectiveNumbers }) => effectiveNumbers.map((distinct) => 1 / distinct),
};
