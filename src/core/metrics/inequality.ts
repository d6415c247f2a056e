// How unequally the samples are shared out: Gini, and the share of the head and of the tail.
// Knows counts only.
import { totalOf } from './counts';

/** Inequality over the declared classes, empty ones included; all 0 without samples. */
export interface InequalityMetrics {
  /** In [0, (C - 1) / C]; 0 when balanced. */
  readonly gini: number;
  /** Share of the samples in the largest classes, in (0, 1]. */
  readonly headShare: number;
  /** Share of the samples in the smallest classes, in [0, 1]. */
  readonly tailShare: number;
  /** How many classes head and tail hold each: the part asked for, rounded up. */
  readonly headClasses: number;
}

/** The part of the classes that is called head, and tail, where nothing else is said. */
const defaultHeadPart = 0.2;

/**
 * @param counts one a class, whole numbers in [0, 2^53]; scaling them changes nothing.
 * @param part of the classes in head and in tail, in (0, 1].
 * @throws RangeError for a count that is not one, or a part outside (0, 1].
 * Source: Gini Σ (2i - C - 1) n_(i) / (C N) over counts in ascending order, i from 1.
 */
export function inequalityMetrics(
  counts: readonly number[],
  part: number = defaultHeadPart,
): InequalityMetrics {
  if (!(part > 0 && part <= 1)) {
    throw new RangeError(
      `The head part is ${String(part)}; it must lie within 0 (exclusive) to 1.`,
    );
  }
  const classes = counts.length;
  const total = totalOf(counts);
  // 0.07 of 100 classes is 7.000000000000001 in floating point, and 7 classes are meant.
  const headClasses = Math.ceil(classes * part - 1e-9);
  if (total === 0) return { gini: 0, headShare: 0, tailShare: 0, headClasses };
  const ascending = counts.toSorted((a, b) => a - b);
  const spread = ascending.reduce((sum, count, i) => sum + (2 * i + 1 - classes) * count, 0);
  const shareOf = (some: readonly number[]): number => totalOf(some) / total;
  return {
    gini: Math.max(0, spread / (classes * total)),
    headShare: shareOf(ascending.slice(classes - headClasses)),
    tailShare: shareOf(ascending.slice(0, headClasses)),
    headClasses,
  };
}
