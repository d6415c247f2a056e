// The plainest facts: how many classes, how many empty or single, largest against smallest.
// Knows counts only.
import { totalOf } from './counts';

/** Sizes and their ratio; all 0 without classes. */
export interface RatioMetrics {
  readonly total: number;
  /** Declared classes, empty ones included. */
  readonly classes: number;
  readonly presentClasses: number;
  readonly emptyClasses: number;
  /** Classes with exactly one sample. */
  readonly singleSampleClasses: number;
  readonly largest: number;
  /** Smallest count of a present class; 0 where none is. */
  readonly smallest: number;
  /** largest / smallest over present classes, in [1, 2^53]; 0 where none is. */
  readonly imbalanceRatio: number;
}

/**
 * @param counts one a class, whole numbers in [0, 2^53]; scaling them leaves the ratio alone.
 * @throws RangeError for a count that is not one.
 * Source: imbalance factor, Cui et al., CVPR 2019, section 5.1, over present classes.
 */
export function ratioMetrics(counts: readonly number[]): RatioMetrics {
  const present = counts.filter((count) => count > 0);
  const largest = present.reduce((most, count) => Math.max(most, count), 0);
  const smallest = present.reduce((least, count) => Math.min(least, count), largest);
  return {
    total: totalOf(counts),
    classes: counts.length,
    presentClasses: present.length,
    emptyClasses: counts.length - present.length,
    singleSampleClasses: present.filter((count) => count === 1).length,
    largest,
    smallest,
    imbalanceRatio: smallest === 0 ? 0 : largest / smallest,
  };
}
