// How many prototypes N a class has, from clusters of its near-duplicates: three estimators, each with an interval.
// Must not know images; weighs nothing and gives no advice.

import type { ClusterCounts } from './clusterCounts';

/** An estimate of N and its 95 % interval, low <= n <= high, each in [1, Infinity]. */
export interface PrototypeEstimate {
  readonly n: number;
  readonly low: number;
  readonly high: number;
}

/** What the three say. Where all prototypes are equally likely they agree, and where some are far likelier they do not. */
export interface PrototypeEstimates {
  readonly occupancy: PrototypeEstimate;
  readonly collision: PrototypeEstimate;
  readonly chao1: PrototypeEstimate;
}

/** Fewer samples than this that repeat another say nothing of N. */
export const fewestCollisions = 5;

/** Quantile of a two-sided interval of 95 %. */
const z = 1.959963984540054;

/** Samples that repeat a prototype seen before, n - U. */
export function collisionsOf({ samples, clusters }: ClusterCounts): number {
  return samples - clusters;
}

/**
 * All three, or undefined below {@link fewestCollisions} collisions.
 * Source: the effective number as occupancy (Cui et al., CVPR 2019, section 3, is the expectation of U).
 */
export function estimatePrototypes(counts: ClusterCounts): PrototypeEstimates | undefined {
  if (collisionsOf(counts) < fewestCollisions) return undefined;
  return { occupancy: occupancy(counts), collision: collision(counts), chao1: chao1(counts) };
}

/**
 * N whose expected number of distinct prototypes, N (1 - (1 - 1/N)^n), is U; Infinity where U = n. The interval holds
 * every N under which so many collisions lie within 1.96 standard deviations of the expectation, half a collision
 * allowed for counting in wholes. For prototypes that are equally likely; else N is too small and grows with n.
 * @param counts with at least one sample.
 * Source: Feller, An Introduction to Probability Theory, volume 1, section II.11 (moments of the occupancy problem).
 */
export function occupancy({ samples, clusters }: ClusterCounts): PrototypeEstimate {
  const collisions = samples - clusters;
  if (collisions <= 0) return { n: Infinity, low: lowFor(samples, clusters, 0), high: Infinity };
  const n = falling((size) => meanCollisions(size, samples), collisions, clusters);
  const high = falling(
    (size) => meanCollisions(size, samples) + spread(size, samples),
    collisions - 0.5,
    clusters,
  );
  return { n, low: lowFor(samples, clusters, collisions), high: Math.max(n, high) };
}

function lowFor(samples: number, clusters: number, collisions: number): number {
  const least = (size: number): number => meanCollisions(size, samples) - spread(size, samples);
  return Math.max(1, falling(least, collisions + 0.5, clusters));
}

/** n - U expected of n draws from N prototypes. */
function meanCollisions(size: number, samples: number): number {
  return samples + size * Math.expm1(samples * Math.log1p(-1 / size));
}

/** 1.96 standard deviations of n - U, in a form that does not cancel for large N. */
function spread(size: number, samples: number): number {
  if (size <= 2) return 0;
  const unseen = Math.exp(samples * Math.log1p(-1 / size));
  const bothUnseen = Math.exp(samples * Math.log1p(-2 / size));
  const variance =
    size * (unseen - bothUnseen) +
    (size * unseen) ** 2 * Math.expm1(samples * Math.log1p(-1 / (size - 1) ** 2));
  return z * Math.sqrt(Math.max(0, variance));
}

/** N >= `least` where a falling function reaches the value; `least` where it is below it from the start. */
function falling(of: (size: number) => number, value: number, least: number): number {
  if (value <= 0) return Infinity;
  const start = Math.max(1 + 1e-9, least);
  if (of(start) <= value) return least;
  let [below, above] = [start, start * 2];
  while (of(above) > value) {
    below = above;
    above *= 2;
    if (above > 1e15) return Infinity;
  }
  for (let step = 0; step < 200 && above - below > below * 1e-12; step++) {
    const middle = (below + above) / 2;
    if (of(middle) > value) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/**
 * One over the chance that two samples share a prototype, n (n - 1) / sum m (m - 1): the inverse Simpson index, which is
 * N where all prototypes are equally likely and the number of dominant ones where they are not. The interval is that of
 * the number of pairs, whose variance also counts how uneven the clusters are.
 * @param counts with at least two samples.
 * Source: Simpson, Nature 163, 1949; variance of a U-statistic of degree 2.
 */
export function collision({ samples, pairs, triples }: ClusterCounts): PrototypeEstimate {
  const all = (samples * (samples - 1)) / 2;
  const share = pairs / all;
  const ordered = samples * (samples - 1) * (samples - 2);
  const uneven = ordered === 0 || pairs === 0 ? 0 : (6 * triples) / ordered / share ** 2 - 1;
  const deviation = (q: number): number =>
    z * Math.sqrt(all * q * (1 - q) + ordered * Math.max(0, uneven) * q * q);
  const fewest = (size: number): number => all / size - deviation(1 / size);
  const most = (size: number): number => all / size + deviation(1 / size);
  const n = 1 / share;
  const low = falling(fewest, pairs + 0.5, 1);
  const high = falling(most, pairs - 0.5, 1);
  return { n, low: Math.min(n, low), high: Math.max(n, high) };
}

/**
 * U + f1 (f1 - 1) / (2 (f2 + 1)), the bias-corrected Chao1: a lower bound of N where prototypes are unequal. The
 * interval is log-normal, that of the EstimateS manual (equations 6, 7, 13, 14).
 * Source: Chao, Scandinavian Journal of Statistics 11, 1984; Chao, Biometrics 43, 1987.
 */
export function chao1({ samples, clusters, singles, doubles }: ClusterCounts): PrototypeEstimate {
  const unseen = (singles * (singles - 1)) / (2 * (doubles + 1));
  const n = clusters + unseen;
  if (unseen === 0) {
    const missed = Math.exp(-samples / clusters);
    const centre = clusters / (1 - missed);
    const half = z * Math.sqrt((clusters * missed) / (1 - missed));
    return { n, low: Math.max(clusters, Math.min(n, centre - half)), high: centre + half };
  }
  const factor = Math.exp(
    z * Math.sqrt(Math.log1p(chao1Variance(singles, doubles, n) / unseen ** 2)),
  );
  return { n, low: clusters + unseen / factor, high: clusters + unseen * factor };
}

function chao1Variance(singles: number, doubles: number, n: number): number {
  const [s, d] = [singles, doubles + 1];
  const first = (s * (s - 1)) / (2 * d) + (s * (2 * s - 1) ** 2) / (4 * d ** 2);
  if (doubles === 0) return Math.max(0, first - s ** 4 / (4 * n));
  return first + (s ** 2 * doubles * (s - 1) ** 2) / (4 * d ** 4);
}
