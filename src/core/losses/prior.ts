// What the counts say beside weights: the log prior of each class, and LDAM's margins.
// Must not know losses.

import type { ZeroCountPolicy } from '../weights/normalise';

/**
 * Samples that a class without any stands for in a prior, where it is not counted as one. Not 0: its log would
 * make the loss of a validation sample of that class infinite. A class with one sample is e^27.6 times as likely, so
 * the class is out of the running in training, as an excluded class should be.
 */
const absentCount = 1e-12;

/**
 * ln(n / N), one a class, finite and <= 0; N is the sum of the counts with pseudo-counts.
 * @param counts whole numbers >= 0, not all 0.
 */
export function logPriors(counts: readonly number[], zeroCount: ZeroCountPolicy): Float64Array {
  const some = Float64Array.from(counts, (count) =>
    count > 0 ? count : zeroCount === 'pseudo-count' ? 1 : absentCount,
  );
  const total = some.reduce((sum, count) => sum + (count < 1 ? 0 : count), 0);
  return some.map((count) => Math.log(count / total));
}

/**
 * K n^(−1/4), one a class, with K such that the largest is `largest`; an empty class has the largest.
 * Source: Cao et al., NeurIPS 2019, section 3.2, and their code.
 * @param largest >= 0.
 */
export function ldamMargins(
  counts: readonly number[],
  largest: number,
  zeroCount: ZeroCountPolicy,
): Float64Array {
  const present = counts.filter((count) => count > 0);
  const hasPseudo = zeroCount === 'pseudo-count' && present.length < counts.length;
  const rarest = hasPseudo ? 1 : present.reduce((least, n) => Math.min(least, n), Infinity);
  return Float64Array.from(counts, (n) => largest * (rarest / Math.max(n, rarest)) ** 0.25);
}
