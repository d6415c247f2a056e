// Two decisions every scheme shares: what an empty class gets, and the scale of the weights.
// Knows counts and raw weights only; nothing of a scheme's rule or of class names.

/** The normalisations, in display order, with the sum that each one fixes. */
export const normalisations = [
  { id: 'sum-to-classes', title: 'Weights sum to the number of classes' },
  { id: 'mean-one-per-sample', title: 'Mean weight per sample is 1' },
  { id: 'max-one', title: 'Largest weight is 1' },
  { id: 'min-one', title: 'Smallest weight is 1' },
  { id: 'sum-to-one', title: 'Weights sum to 1' },
  { id: 'none', title: 'As the formula gives them' },
] as const;

/**
 * The scale of the weights over the classes that take part (C of them, counts n):
 * `sum-to-classes` Σw = C (the paper's, section 4), `mean-one-per-sample` Σ n w = Σ n
 * (scikit-learn's), `max-one`, `min-one`, `sum-to-one` Σw = 1, `none` the raw values.
 */
export type Normalisation = (typeof normalisations)[number]['id'];

/** The zero-count policies, in display order. */
export const zeroCountPolicies = [
  { id: 'zero', title: 'Weight 0, left out of the normalisation' },
  { id: 'pseudo-count', title: 'Counted as one sample' },
] as const;

/** What an empty class gets: `zero` weight 0, outside C and Σ; `pseudo-count` the weight of n = 1. */
export type ZeroCountPolicy = (typeof zeroCountPolicies)[number]['id'];

/**
 * The indices of the classes that take part and the counts they take part with, aligned, all >= 1.
 * @param counts whole numbers >= 0, one a class.
 */
export function takePart(
  counts: readonly number[],
  policy: ZeroCountPolicy,
): { readonly indices: readonly number[]; readonly counts: readonly number[] } {
  const indices: number[] = [];
  const taking: number[] = [];
  counts.forEach((count, i) => {
    if (count === 0 && policy === 'zero') return;
    indices.push(i);
    taking.push(Math.max(1, count));
  });
  return { indices, counts: taking };
}

/**
 * The weights at the wanted scale; a new array, finite and > 0. Empty in, empty out.
 * @param raw finite weights > 0 of the classes that take part.
 * @param counts their counts, aligned, each >= 1.
 */
export function normaliseWeights(
  raw: Float64Array,
  counts: readonly number[],
  normalisation: Normalisation,
): Float64Array {
  const scale = raw.length === 0 ? 1 : scaleOf(raw, counts, normalisation);
  return raw.map((weight) => weight * scale);
}

function scaleOf(
  raw: Float64Array,
  counts: readonly number[],
  normalisation: Normalisation,
): number {
  switch (normalisation) {
    case 'sum-to-classes':
      return raw.length / sum(raw);
    case 'mean-one-per-sample':
      return sum(Float64Array.from(counts)) / sum(raw.map((weight, i) => weight * counts[i]));
    case 'max-one':
      return 1 / raw.reduce((most, weight) => Math.max(most, weight), 0);
    case 'min-one':
      return 1 / raw.reduce((least, weight) => Math.min(least, weight), Infinity);
    case 'sum-to-one':
      return 1 / sum(raw);
    case 'none':
      return 1;
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
