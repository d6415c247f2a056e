// Inverse square root of the class frequency: a smoothed inverse frequency.
// Knows its own rule only; scale and empty classes are settled by normalise.ts.
import type { WeightScheme } from './scheme';

/** w = 1 / sqrt(n), in (0, 1]. Source: Cui et al., section 1 (smoothed re-weighting). */
export const inverseSquareRoot: WeightScheme = {
  id: 'inverse-square-root',
  title: 'Inverse square root',
  rank: 3,
  formula: 'w = 1 / √n',
  description: 'A smoothed inverse frequency: half of its strength on a logarithmic scale.',
  source: 'Cui et al., CVPR 2019, section 1, https://arxiv.org/abs/1901.05555',
  parameters: [],
  weigh: (input) => Float64Array.from(input.counts, (count) => 1 / Math.sqrt(count)),
};
