// Every imbalance metric of one vector of counts: the one entry everything else calls.
// Knows counts only, and joins the families; it computes nothing itself.
import { bandMetrics, type BandLimits, type BandMetrics } from './bands';
import { divergenceMetrics, type DivergenceMetrics } from './divergence';
import { diversityMetrics, type DiversityMetrics } from './diversity';
import { imbalanceDegreeMetrics, type ImbalanceDegreeMetrics } from './imbalanceDegree';
import { inequalityMetrics, type InequalityMetrics } from './inequality';
import { ratioMetrics, type RatioMetrics } from './ratio';

/**
 * All metrics, each finite. The imbalance ratio is over present classes; every other metric counts
 * the declared classes, so that an empty class shows as imbalance. Plain JSON.
 */
export interface ImbalanceMetrics
  extends
    RatioMetrics,
    DiversityMetrics,
    InequalityMetrics,
    DivergenceMetrics,
    ImbalanceDegreeMetrics,
    BandMetrics {}

/** What a user may set; the defaults are 100 and 20 samples, and 20 % of the classes. */
export interface MetricOptions {
  readonly bands?: BandLimits;
  /** Part of the classes in the head and in the tail, in (0, 1]. */
  readonly headPart?: number;
}

/**
 * Every metric of the counts; zeros without classes or without samples, and 1 for the evenness of a
 * single class that has samples.
 * @param counts one a declared class, whole numbers in [0, 2^53].
 * @throws RangeError for a count that is not one, or an option out of range.
 */
export function imbalanceMetrics(
  counts: readonly number[],
  options: MetricOptions = {},
): ImbalanceMetrics {
  return {
    ...ratioMetrics(counts),
    ...diversityMetrics(counts),
    ...inequalityMetrics(counts, options.headPart),
    ...divergenceMetrics(counts),
    ...imbalanceDegreeMetrics(counts),
    ...bandMetrics(counts, options.bands),
  };
}
