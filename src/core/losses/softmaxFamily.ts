// Softmax cross-entropy with shifted, scaled or margin-reduced logits: one rule for four losses.
// Must not know weights or reductions.

import type { SampleLoss } from './loss';
import { largest, logSumExp } from './stable';

/** How a logit z becomes the one that softmax sees: scale (z − margin where it is the label's) + shift. */
export interface LogitRule {
  readonly scale: number;
  /** One a class, finite: ln n (balanced softmax), τ ln(n / N) (logit adjustment), else 0. */
  readonly shifts: Float64Array;
  /** One a class, >= 0: LDAM's, else 0. */
  readonly margins: Float64Array;
}

/**
 * −ln softmax(u)_y for label y and u as the rule says.
 * Sources: Cui et al., section 4.1; Ren et al., NeurIPS 2020 (balanced softmax); Menon et al., ICLR 2021
 * (logit adjustment); Cao et al., NeurIPS 2019 (LDAM).
 */
export function softmaxLoss({ scale, shifts, margins }: LogitRule): SampleLoss {
  // The rule commutes with adding a constant to all logits; near 0, margins and shifts keep their last digits.
  const adjusted = (logits: Float64Array, label: number): Float64Array => {
    const top = largest(logits);
    return logits.map(
      (logit, i) => scale * (logit - top - (i === label ? margins[i] : 0)) + shifts[i],
    );
  };
  return {
    multiLabel: false,
    value(logits, labels) {
      const label = labels.indexOf(1);
      const u = adjusted(logits, label);
      return logSumExp(u) - u[label];
    },
    gradient(logits, labels, factor, gradient) {
      const u = adjusted(logits, labels.indexOf(1));
      const total = logSumExp(u);
      u.forEach((value, i) => {
        gradient[i] = factor * scale * (Math.exp(value - total) - labels[i]);
      });
    },
  };
}
