// ENet's bounded logarithmic weights, from semantic segmentation.
// Knows its own rule only; scale and empty classes are settled by normalise.ts.
import type { WeightScheme } from './scheme';

/** w = 1 / ln(k + n / total), in [1.42, 50.50] for k = 1.02. Source: https://arxiv.org/abs/1606.02147 */
export const enetLog: WeightScheme = {
  id: 'enet-log',
  title: 'ENet logarithm',
  rank: 7,
  formula: 'w = 1 / ln(k + n / total)',
  description: 'Bounded on both sides: however rare a class, its weight stays below 1 / ln k.',
  source: 'Paszke et al., 2016, https://arxiv.org/abs/1606.02147',
  parameters: [
    {
      id: 'k',
      title: 'Offset k',
      description: 'The closer to 1, the further apart the weights may lie; ENet uses 1.02.',
      minimum: 1.001,
      maximum: 2,
      defaultValue: 1.02,
      scale: 'linear',
    },
  ],
  weigh(input, parameters) {
    const { k } = parameters;
    const total = input.counts.reduce((sum, count) => sum + count, 0);
    return Float64Array.from(input.counts, (count) => 1 / Math.log(k + count / total));
  },
};
