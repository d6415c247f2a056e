// How often samplers draw each class, for engines that draw and for those that weigh instead.
// Must not know engines.

import type { LossSampler } from '../core/lossConfig/model';

/**
 * Expected draws of one sample of each class in an epoch of N draws: 1 everywhere without a sampler, 0 for a class
 * without samples; Σ n r = N. Sources: Kang et al., ICLR 2020 (balanced, square root); Gupta et al., CVPR 2019
 * (repeat factor √(t / f), at least 1).
 * @param counts training samples a class.
 */
export function samplerRates(sampler: LossSampler, counts: ArrayLike<number>): Float64Array {
  const list = Float64Array.from(counts);
  const total = list.reduce((sum, count) => sum + count, 0);
  const raw = list.map((count) => (count === 0 ? 0 : rawRate(sampler, count / total)));
  const drawn = raw.reduce((sum, rate, at) => sum + rate * list[at], 0);
  return raw.map((rate) => (drawn === 0 ? 0 : (rate * total) / drawn));
}

/** How often one sample of each class is shown in an epoch: max(1, √(t / f)), f the class's share of the samples. */
export function repeatFactors(threshold: number, counts: ArrayLike<number>): Float64Array {
  const list = Float64Array.from(counts);
  const total = list.reduce((sum, count) => sum + count, 0);
  return list.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.sqrt((threshold * total) / count)),
  );
}

function rawRate(sampler: LossSampler, share: number): number {
  switch (sampler.kind) {
    case 'none':
      return 1;
    case 'balanced':
      return 1 / share;
    case 'square-root':
      return 1 / Math.sqrt(share);
    case 'repeat-factor':
      return Math.max(1, Math.sqrt(sampler.threshold / share));
  }
}
