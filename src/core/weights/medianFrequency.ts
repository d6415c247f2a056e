// Median frequency balancing, from semantic segmentation.
// Knows its own rule only; scale and empty classes are settled by normalise.ts.
import type { WeightScheme } from './scheme';

/**
 * w = median(f) / f, f = n / support: the share of the class inside the images that hold it. The
 * unit of `support` cancels, so that a number of images serves where images are of one size.
 * Without `support` every image is taken to hold every class, so that w = median(n) / n.
 * Source: Eigen and Fergus, ICCV 2015, https://arxiv.org/abs/1411.4734
 */
export const medianFrequency: WeightScheme = {
  id: 'median-frequency',
  title: 'Median frequency',
  rank: 6,
  formula: 'w = median(f) / f, f = n / (extent of the images that hold the class)',
  description:
    'The median class gets weight 1 before normalisation. Made for pixels: a class is judged by its share of the images it is in.',
  source: 'Eigen and Fergus, ICCV 2015, https://arxiv.org/abs/1411.4734',
  parameters: [],
  usesSupport: true,
  weigh({ counts, support }) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const frequencies = Float64Array.from(counts, (count, i) => count / (support?.[i] ?? total));
    const median = medianOf(frequencies);
    return frequencies.map((frequency) => median / frequency);
  },
};

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
