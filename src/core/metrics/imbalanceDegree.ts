// Imbalance degree: how many classes are in the minority, and how near they are to the worst case.
// Knows counts only.
import { totalOf } from './counts';

/** Imbalance degree with m minority classes (p < 1/C), in (m - 1, m]; 0 when balanced or empty. */
export interface ImbalanceDegreeMetrics {
  /** By Euclidean distance. */
  readonly imbalanceDegreeEuclidean: number;
  /** By Hellinger distance. */
  readonly imbalanceDegreeHellinger: number;
}

/**
 * ID = d(p, e) / d(worst_m, e) + m - 1 over the declared classes, empty ones included: e uniform,
 * worst_m the farthest distribution with m minority classes: m zeros, C - m - 1 entries of 1/C and
 * one of (m + 1)/C.
 * @param counts one a class, whole numbers in [0, 2^53]; scaling them changes nothing.
 * @throws RangeError for a count that is not one.
 * Source: Ortigosa-Hernández et al., 2017, doi 10.1016/j.patrec.2017.08.002.
 */
export function imbalanceDegreeMetrics(counts: readonly number[]): ImbalanceDegreeMetrics {
  const total = totalOf(counts);
  const classes = counts.length;
  // Rounding must not make a class of exactly 1/C a minority.
  const even = (total / classes) * (1 - 1e-12);
  const minority = counts.filter((count) => count < even).length;
  if (minority === 0) return { imbalanceDegreeEuclidean: 0, imbalanceDegreeHellinger: 0 };
  // In units of 1/C, where uniform is all ones and the distances' common factors cancel.
  const ratios = counts.map((count) => (count / total) * classes);
  const degree = (distance: number, worst: number): number =>
    Math.min(1, Math.sqrt(distance / worst)) + minority - 1;
  const root = Math.sqrt(minority + 1) - 1;
  return {
    imbalanceDegreeEuclidean: degree(sumOf(ratios, euclidean), minority + minority ** 2),
    imbalanceDegreeHellinger: degree(sumOf(ratios, hellinger), minority + root ** 2),
  };
}

const euclidean = (ratio: number): number => (ratio - 1) ** 2;
const hellinger = (ratio: number): number => (Math.sqrt(ratio) - 1) ** 2;

function sumOf(values: readonly number[], part: (value: number) => number): number {
  return values.reduce((sum, value) => sum + part(value), 0);
}
