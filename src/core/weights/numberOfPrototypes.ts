// The effective number of samples: N prototypes, beta = (N - 1) / N, and E_n in its stable forms.
// Knows the maths of the paper's section 3 and nothing of schemes, normalisation or tables.
import type { WeightParameter } from './scheme';

/** Number of unique prototypes N, the one parameter of the effective number; beta follows from it. */
export const prototypeParameter: WeightParameter = {
  id: 'n',
  title: 'Number of prototypes N',
  description:
    'How many distinct samples a class could ever hold; β = (N − 1) / N. ' +
    'N = 1 (β = 0) does not re-weight, infinite N (β = 1) is inverse class frequency.',
  minimum: 1,
  maximum: 1e12,
  defaultValue: 10_000,
  scale: 'logarithmic',
  allowsInfinity: true,
};

/**
 * beta = (N - 1) / N, in [0, 1]; 1 for infinite N.
 * @param prototypes N, in [1, Infinity].
 * @throws RangeError when N is below 1 or NaN.
 * Source: Cui et al., CVPR 2019, section 3.
 */
export function betaOf(prototypes: number): number {
  if (!(prototypes >= 1)) {
    throw new RangeError(`N is ${String(prototypes)}; it must be at least 1.`);
  }
  return prototypes === Infinity ? 1 : (prototypes - 1) / prototypes;
}

/**
 * N = 1 / (1 - beta), in [1, Infinity]; Infinity for beta = 1. Of all N that give this very double it
 * is the one with the fewest figures (0.9999 gives 10000), so that typing beta and typing N agree.
 * @param beta in [0, 1].
 * @throws RangeError when beta is outside [0, 1] or NaN.
 * Source: Cui et al., CVPR 2019, section 3.
 */
export function prototypesOf(beta: number): number {
  if (!(beta >= 0 && beta <= 1)) {
    throw new RangeError(`Parameter "beta" is ${String(beta)}; it must lie within 0 to 1.`);
  }
  if (beta === 1) return Infinity;
  const prototypes = 1 / (1 - beta);
  for (let figures = 1; figures <= 15; figures++) {
    const rounder = Number(prototypes.toPrecision(figures));
    if (betaOf(rounder) === beta) return rounder;
  }
  return prototypes;
}

/**
 * E_n = (1 - beta^n) / (1 - beta) = -N expm1(n log1p(-1 / N)): the expected number of distinct
 * prototypes among n samples. In [1, min(n, N)] for n >= 1, exactly 1 at n = 1, 0 at n = 0,
 * n for infinite N; accurate to a few units in the last place for every N.
 * @param count n, a whole number in [0, 2^53].
 * @param prototypes N, in [1, Infinity].
 * @throws RangeError when n is negative, fractional or NaN, or N is below 1 or NaN.
 * Source: Cui et al., CVPR 2019, section 3; E_0 = 0 is the formula's value, outside the paper.
 */
export function effectiveNumberOf(count: number, prototypes: number): number {
  if (!(Number.isInteger(count) && count >= 0 && count <= 2 ** 53)) {
    throw new RangeError(`A count is ${String(count)}; it must be a whole number from 0 to 2^53.`);
  }
  return distinct(count, prototypes, logarithmOf(prototypes));
}

/**
 * E_n of many counts, as {@link effectiveNumberOf} gives each of them, in one pass.
 * @param counts whole numbers in [0, 2^53]; not checked again.
 * @param prototypes N, in [1, Infinity]: one for all, or one for each count.
 * @returns aligned with `counts`.
 * @throws RangeError when an N is below 1 or NaN.
 */
export function effectiveNumbersOf(
  counts: readonly number[],
  prototypes: number | readonly number[],
): Float64Array {
  const all = new Float64Array(counts.length);
  const common = typeof prototypes === 'number' ? prototypes : 1;
  const logarithm = logarithmOf(common);
  for (let at = 0; at < all.length; at++) {
    all[at] =
      typeof prototypes === 'number'
        ? distinct(counts[at], common, logarithm)
        : distinct(counts[at], prototypes[at], logarithmOf(prototypes[at]));
  }
  return all;
}

/** log(beta), the part of the formula that hangs on N alone. */
function logarithmOf(prototypes: number): number {
  if (!(prototypes >= 1)) {
    throw new RangeError(`N is ${String(prototypes)}; it must be at least 1.`);
  }
  return Math.log1p(-1 / prototypes);
}

function distinct(count: number, prototypes: number, logarithm: number): number {
  if (count <= 1 || prototypes === Infinity) return count === 0 ? 0 : count;
  if (prototypes === 1) return 1;
  const number = -prototypes * Math.expm1(count * logarithm);
  return Math.max(1, Math.min(number, count, prototypes));
}
