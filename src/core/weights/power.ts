// A power of the class frequency: from no re-weighting over the square root to the inverse.
// Knows its own rule only; scale and empty classes are settled by normalise.ts.
import type { WeightScheme } from './scheme';

/** w = (n_min / n)^q, in (0, 1], n_min the smallest count present. Source: Ultralytics `cls_pw`. */
export const power: WeightScheme = {
  id: 'power',
  title: 'Power of the frequency',
  rank: 4,
  formula: 'w = (n_min / n)^q',
  description:
    'q = 0 does not re-weight, ½ is the inverse square root, 1 the inverse frequency. ' +
    'What trainers that take one exponent rather than a vector understand.',
  source: 'https://github.com/ultralytics/ultralytics/pull/23565',
  parameters: [
    {
      id: 'q',
      title: 'Exponent q',
      description: '0 leaves the classes alone, 1 is inverse frequency, above 1 overcorrects.',
      minimum: 0,
      maximum: 2,
      defaultValue: 0.5,
      scale: 'linear',
    },
  ],
  weigh(input, parameters) {
    const { q } = parameters;
    const smallest = input.counts.reduce((least, count) => Math.min(least, count), Infinity);
    return Float64Array.from(input.counts, (count) => (smallest / count) ** q);
  },
};
