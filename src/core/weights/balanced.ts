// scikit-learn's class_weight='balanced'.
// Knows its own rule only; scale and empty classes are settled by normalise.ts.
import type { WeightScheme } from './scheme';

/**
 * w = total / (C n), so that the mean weight per sample is 1; inverse frequency at another scale.
 * Normalisation `none` gives scikit-learn's own numbers.
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html
 */
export const balanced: WeightScheme = {
  id: 'balanced',
  title: 'Balanced (scikit-learn)',
  rank: 5,
  formula: 'w = total / (C · n)',
  description:
    'Inverse frequency at scikit-learn’s scale: without further normalisation the mean weight per sample is 1.',
  source:
    'https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html',
  parameters: [],
  weigh(input) {
    const total = input.counts.reduce((sum, count) => sum + count, 0);
    const mean = total / input.counts.length;
    return Float64Array.from(input.counts, (count) => mean / count);
  },
};
