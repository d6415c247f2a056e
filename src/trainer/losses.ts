// From an arm and the training counts to what every engine needs of its loss: plain vectors, computed once.
// Must not know engines; the families' own rules are those of core/losses.

import type { LossConfig } from '../core/lossConfig/model';
import { initialBias } from '../core/losses/createLoss';
import { ldamMargins, logPriors } from '../core/losses/prior';

/**
 * A loss as vectors over the classes (length C), structured-clonable. The loss of one sample of class y with logits z:
 * `softmax` −ln softmax(u)_y with u_i = scale · (z_i − [i = y] margins_i) + shifts_i;
 * `sigmoid` Σ_i −(1 − p_i)^gamma ln p_i with p_i = σ(z_i) for i = y, else σ(−z_i).
 * A batch's loss is Σ w_y l / batch size; see core/losses for stable forms of value and gradient.
 */
export interface JobLoss {
  readonly kind: 'softmax' | 'sigmoid';
  /** w, at the run's scale; all 1 before deferred re-weighting starts. Classes without samples have 0. */
  readonly weights: Float64Array;
  readonly shifts: Float64Array;
  readonly margins: Float64Array;
  /** LDAM's factor; 1 elsewhere. */
  readonly scale: number;
  /** 0 is plain sigmoid. */
  readonly gamma: number;
  /**
   * True for LDAM: the last layer computes cosines, of its input and of each class's vector both scaled to length 1,
   * without bias.
   */
  readonly cosine: boolean;
  /** Initial bias of the last layer, which then has no weight decay; `undefined`: 0 and decayed as usual. */
  readonly bias: number | undefined;
}

/** The vectors of a loss config. */
export function jobLossOf(config: LossConfig): JobLoss {
  const { loss } = config;
  const counts = config.classes.map(({ count }) => count);
  const none = new Float64Array(counts.length);
  const common = {
    weights: Float64Array.from(config.classes, ({ weight }) => weight),
    ...{ shifts: none, margins: none, scale: 1, gamma: 0, cosine: false },
    bias: initialBias(config),
  };
  switch (loss.family) {
    case 'softmax':
      return { ...common, kind: 'softmax' };
    case 'balanced-softmax':
      return { ...common, kind: 'softmax', shifts: logPriors(counts, loss.zeroCount) };
    case 'logit-adjustment': {
      const shifts = logPriors(counts, loss.zeroCount).map((prior) => loss.tau * prior);
      return { ...common, kind: 'softmax', shifts };
    }
    case 'ldam': {
      const margins = ldamMargins(counts, loss.margin, loss.zeroCount);
      return { ...common, kind: 'softmax', margins, scale: loss.scale, cosine: true };
    }
    case 'sigmoid':
      return { ...common, kind: 'sigmoid' };
    case 'focal':
      return { ...common, kind: 'sigmoid', gamma: loss.gamma };
  }
}
