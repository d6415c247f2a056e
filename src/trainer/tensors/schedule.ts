// The learning rate at every moment of a training.
// Must not know optimisers or models.

import type { Optimiser } from '../../core/training/request';

/**
 * Linear warm-up from 0 over the first epochs, then the decay. `steps` multiplies by 0.01 at 80 % and at 90 %
 * of the epochs. Source: Cui et al., section 5.2, and their code.
 * @param peak learning rate > 0.
 * @param epoch epochs done, with fractions, in [0, `epochs`).
 * @param epochs of the whole training.
 */
export function learningRateAt(
  { warmupEpochs, decay }: Pick<Optimiser, 'warmupEpochs' | 'decay'>,
  peak: number,
  epoch: number,
  epochs: number,
): number {
  const warm = Math.min(warmupEpochs, epochs / 2);
  if (epoch < warm) return (peak * epoch) / warm;
  switch (decay) {
    case 'none':
      return peak;
    case 'steps':
      return peak * (epoch >= 0.9 * epochs ? 1e-4 : epoch >= 0.8 * epochs ? 1e-2 : 1);
    case 'cosine':
      return (peak * (1 + Math.cos((Math.PI * (epoch - warm)) / (epochs - warm)))) / 2;
  }
}
