// How many samples a long-tailed subset keeps of each class.
// Must not know samples.

/**
 * At most trunc(n_max f^(i / (C − 1))), f = 1 / factor, n_max the
 * largest count, i the class's index. Source: Cui et al., section 5.1 and their code.
 * @param factor imbalance factor >= 1.
 */
export function longTailCounts(counts: readonly number[], factor: number): readonly number[] {
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0);
  const last = Math.max(1, counts.length - 1);
  return counts.map((count, at) => Math.min(count, Math.floor(most * (1 / factor) ** (at / last))));
}
