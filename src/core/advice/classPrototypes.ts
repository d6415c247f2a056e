// Whether the near-duplicates of a class tell its N: a number where they do, and a plain sentence either way.
// Must not know how near-duplicates are found or shown.
import type { ClusterCounts } from '../duplicates/clusterCounts';
import {
  collisionsOf,
  estimatePrototypes,
  fewestCollisions,
  occupancy,
  type PrototypeEstimate,
  type PrototypeEstimates,
} from '../duplicates/estimators';

/** Why a class has an N of its own, or why not. */
export type PrototypeFinding =
  'supported' | 'no-samples' | 'few-collisions' | 'estimators-disagree' | 'wide-interval';

/** What near-duplicates say of one class. */
export interface ClassPrototypes {
  readonly counts: ClusterCounts;
  readonly finding: PrototypeFinding;
  /** N by occupancy with its interval; only where the finding is `supported`. */
  readonly prototypes?: PrototypeEstimate;
  /** All three; absent below five collisions. */
  readonly estimates?: PrototypeEstimates;
  /** Lower end of what N can be; present from two samples on. */
  readonly atLeast?: number;
  /** One plain sentence, or two. */
  readonly sentence: string;
}

/** Estimators farther apart than this contradict that all prototypes are about equally likely. */
const mostDisagreement = 3;
/** An interval whose ends are farther apart than this is no number to weigh by. */
const widest = 10;

/**
 * N of a class, where its samples hold enough near-duplicates, the three estimators agree within a factor of 3 and the
 * interval of the occupancy estimate spans no more than a factor of 10.
 * @param counts of the clusters of one class.
 * Source: effective number as occupancy; that skewed prototypes drive the estimators apart is seen in simulation.
 */
export function classPrototypes(counts: ClusterCounts): ClassPrototypes {
  const { samples } = counts;
  if (samples < 2) {
    return { counts, finding: 'no-samples', sentence: 'There are no two samples to compare.' };
  }
  const estimates = estimatePrototypes(counts);
  const { low: atLeast } = occupancy(counts);
  if (estimates === undefined)
    return { counts, finding: 'few-collisions', atLeast, sentence: few(counts, atLeast) };
  const all = [estimates.occupancy.n, estimates.collision.n, estimates.chao1.n];
  const known = { counts, estimates, atLeast };
  if (Math.max(...all) > mostDisagreement * Math.min(...all)) {
    return { ...known, finding: 'estimators-disagree', sentence: apart(estimates) };
  }
  const prototypes = estimates.occupancy;
  if (prototypes.high > widest * prototypes.low) {
    return { ...known, finding: 'wide-interval', sentence: wide(prototypes) };
  }
  return { ...known, finding: 'supported', prototypes, sentence: sure(counts, prototypes) };
}

/** N for each class, `null` where the data do not tell: fit for a weight request. */
export function prototypesForWeights(
  classes: readonly ClassPrototypes[],
): readonly (number | null)[] {
  return classes.map(({ prototypes }) => prototypes?.n ?? null);
}

function few(counts: ClusterCounts, atLeast: number): string {
  const collisions = collisionsOf(counts);
  return (
    `Only ${collisions} of ${counts.samples} samples repeat another; ${fewestCollisions} are needed to estimate N. ` +
    `N is at least about ${plain(atLeast)}, so that these samples are all but distinct: keep the common N.`
  );
}

function apart({ occupancy: one, collision, chao1 }: PrototypeEstimates): string {
  return (
    `The estimators disagree: N = ${plain(one.n)} by occupancy, ${plain(collision.n)} by collisions, ${plain(chao1.n)} by Chao1. ` +
    'A few pictures repeat far more often than the rest, so that no single N fits: keep the common N, or remove the repeats.'
  );
}

function wide({ n, low, high }: PrototypeEstimate): string {
  return `N is about ${plain(n)}, but anything from ${plain(low)} to ${plain(high)} fits: too wide to weigh by.`;
}

function sure(counts: ClusterCounts, { n, low, high }: PrototypeEstimate): string {
  return (
    `${collisionsOf(counts)} of ${counts.samples} samples repeat another: N is about ${plain(n)} ` +
    `(95 % interval ${plain(low)} to ${plain(high)}), at most, for augmentation and what pictures share beyond their looks lower it.`
  );
}

/** Three figures, without an exponent where it can be avoided. */
function plain(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
