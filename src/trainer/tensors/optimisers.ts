// Steps of gradient descent on a model's parameters: SGD with momentum, AdamW.
// Must not know losses or schedules.

import type { Optimiser } from '../../core/training/request';
import { variableOf, type Parameter } from './layers';
import type { Tensor, Tf, Variable } from './tf';

/** Moves parameters and keeps what it remembers of earlier gradients. */
export interface Stepper {
  /** In the order in which a checkpoint keeps them. */
  readonly slots: readonly Variable[];
  /** @param gradients one a parameter, in their order. @param step from 1, over the whole training. */
  readonly step: (gradients: readonly Tensor[], learningRate: number, step: number) => void;
}

export function stepperOf(
  tf: Tf,
  parameters: readonly Parameter[],
  optimiser: Pick<Optimiser, 'kind' | 'momentum' | 'weightDecay'>,
): Stepper {
  return optimiser.kind === 'adamw'
    ? adamW(tf, parameters, optimiser.weightDecay)
    : momentumDescent(tf, parameters, optimiser);
}

const zeros = (tf: Tf, parameters: readonly Parameter[]): Variable[] =>
  parameters.map(({ variable }) => variableOf(tf, tf.zeros(variable.shape), false));

/** v ← μ v + g + λ w; w ← w − η v: L2 inside the momentum, as PyTorch and the paper's code have it. */
function momentumDescent(
  tf: Tf,
  parameters: readonly Parameter[],
  { momentum, weightDecay }: Pick<Optimiser, 'momentum' | 'weightDecay'>,
): Stepper {
  const slots = zeros(tf, parameters);
  const step: Stepper['step'] = (gradients, learningRate) => {
    tf.tidy(() => {
      const [rate, keep, decay] = [learningRate, momentum, weightDecay].map((x) => tf.scalar(x));
      parameters.forEach(({ variable, decay: decayed }, i) => {
        const penalised =
          decayed && weightDecay > 0 ? tf.add(gradients[i], tf.mul(variable, decay)) : gradients[i];
        slots[i].assign(tf.add(tf.mul(slots[i], keep), penalised));
        variable.assign(tf.sub(variable, tf.mul(slots[i], rate)));
      });
    });
  };
  return { slots, step };
}

const [beta1, beta2, adamEpsilon] = [0.9, 0.999, 1e-8];

/** Loshchilov and Hutter, ICLR 2019: decay apart from the gradient's moments, scaled by the learning rate. */
function adamW(tf: Tf, parameters: readonly Parameter[], weightDecay: number): Stepper {
  const means = zeros(tf, parameters);
  const squares = zeros(tf, parameters);
  const step: Stepper['step'] = (gradients, learningRate, count) => {
    tf.tidy(() => {
      const correction = Math.sqrt(1 - beta2 ** count);
      const rate = tf.scalar((learningRate * correction) / (1 - beta1 ** count));
      const floor = tf.scalar(adamEpsilon * correction);
      parameters.forEach(({ variable, decay }, i) => {
        const gradient = gradients[i];
        means[i].assign(tf.add(tf.mul(means[i], beta1), tf.mul(gradient, 1 - beta1)));
        const square = tf.mul(tf.square(gradient), 1 - beta2);
        squares[i].assign(tf.add(tf.mul(squares[i], beta2), square));
        const move = tf.mul(tf.div(means[i], tf.add(tf.sqrt(squares[i]), floor)), rate);
        const kept = decay ? tf.mul(variable, 1 - learningRate * weightDecay) : variable;
        variable.assign(tf.sub(kept, move));
      });
    });
  };
  return { slots: [...means, ...squares], step };
}
