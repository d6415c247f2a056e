// One-vs-all cross-entropy and its focal form.
// Must not know weights or reductions.

import type { SampleLoss } from './loss';
import { sigmoid, softplus } from './stable';

/**
 * Σ over the classes of −(1 − p)^γ ln p, p = σ(±z) with + where the class is a label; γ = 0 is the sigmoid loss.
 * (1 − p)^γ is taken as e^(−γ softplus(±z)): a power of 1 − p has no finite derivative at p = 1 for γ < 1, and the form
 * with e^−z alone overflows. Source: Cui et al., sections 4.2 and 4.3; Lin et al., ICCV 2017.
 * @param gamma γ >= 0, finite.
 */
export function focalLoss(gamma: number): SampleLoss {
  return {
    multiLabel: true,
    value: (logits, labels) =>
      logits.reduce((sum, logit, i) => {
        const signed = labels[i] === 1 ? logit : -logit;
        return sum + Math.exp(-gamma * softplus(signed)) * softplus(-signed);
      }, 0),
    gradient(logits, labels, factor, gradient) {
      logits.forEach((logit, i) => {
        const sign = labels[i] === 1 ? 1 : -1;
        const signed = sign * logit;
        const modulator = Math.exp(-gamma * softplus(signed));
        const slope = -gamma * sigmoid(signed) * softplus(-signed) - sigmoid(-signed);
        gradient[i] = factor * sign * modulator * slope;
      });
    },
  };
}
