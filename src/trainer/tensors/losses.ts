// The losses on tensors, with their derivatives: the same functions as core/losses, in float32.
// Must not know models or optimisers, nor where weights come from.

import type { JobLoss } from '../losses';
import { log1p } from './stable';
import type { TargetTensors } from './targets';
import type { Scalar, Tensor, Tensor2D, Tf } from './tf';

/** Of a batch: one number, and the derivative by each logit. */
export interface LossTensors {
  readonly value: Scalar;
  readonly gradient: Tensor2D;
}

/**
 * Σ factor · loss and its derivative. Both are within 1e-6 of float64, relative to the value and the largest derivative,
 * also where every sample is confident.
 */
export function tensorLoss(
  tf: Tf,
  loss: JobLoss,
  logits: Tensor2D,
  targets: TargetTensors,
): LossTensors {
  const terms = loss.kind === 'softmax' ? softmaxTerms : sigmoidTerms;
  const { values, slopes } = terms(tf, loss, logits, targets);
  return {
    value: tf.sum(tf.mul(values, targets.factors)),
    gradient: tf.mul(slopes, targets.factors),
  };
}

/** Of each sample before its factor. */
interface Terms {
  /** batch x 1, or batch x classes to be summed. */
  readonly values: Tensor;
  /** Derivative by each logit. */
  readonly slopes: Tensor;
}

/**
 * With d_i = u_i − u_y and m = max d >= 0: loss m + ln(e^−m + Σ_(i≠y) e^(d_i − m)), where the sum without the label
 * keeps its small values through log1p, and p_y − 1 is −Σ_(i≠y) p_i.
 */
function softmaxTerms(tf: Tf, { scale }: JobLoss, z: Tensor2D, targets: TargetTensors): Terms {
  const { labels, offsets } = targets;
  const apart = tf.sub(z, tf.sum(tf.mul(z, labels), 1, true));
  const scaled = scale === 1 ? apart : tf.mul(apart, scale);
  const d = offsets === undefined ? scaled : tf.add(scaled, offsets);
  const m = tf.max(d, 1, true);
  const others = tf.mul(tf.exp(tf.sub(d, m)), tf.sub(1, labels));
  const sum = tf.sum(others, 1, true);
  const own = tf.exp(tf.neg(m));
  const shares = tf.div(others, tf.add(sum, own));
  const slopes = tf.sub(shares, tf.mul(labels, tf.sum(shares, 1, true)));
  return {
    values: tf.add(m, log1p(tf, tf.add(sum, tf.sub(own, 1)))),
    slopes: scale === 1 ? slopes : tf.mul(slopes, scale),
  };
}

/**
 * With s = ±z, p = σ(s): e^(−γ softplus(s)) softplus(−s) and its derivative. No power of 1 − p, whose slope is infinite
 * at 0, and no 1 − (1 − p), whose rounding a large loss would multiply.
 */
function sigmoidTerms(tf: Tf, { gamma }: JobLoss, z: Tensor2D, { labels }: TargetTensors): Terms {
  const sign = tf.sub(tf.mul(labels, 2), 1);
  const s = tf.mul(z, sign);
  const positive = tf.step(s);
  const small = tf.exp(tf.neg(tf.abs(s)));
  const tail = log1p(tf, small);
  const loss = tf.add(tf.relu(tf.neg(s)), tail);
  const [far, near] = [tf.div(1, tf.add(small, 1)), tf.div(small, tf.add(small, 1))];
  const negative = tf.sub(1, positive);
  const right = tf.add(tf.mul(positive, far), tf.mul(negative, near));
  const wrong = tf.add(tf.mul(negative, far), tf.mul(positive, near));
  if (gamma === 0) return { values: loss, slopes: tf.neg(tf.mul(sign, wrong)) };
  const modulator = tf.exp(tf.mul(tf.add(tf.relu(s), tail), -gamma));
  const slope = tf.add(tf.mul(tf.mul(right, loss), gamma), wrong);
  return {
    values: tf.mul(modulator, loss),
    slopes: tf.neg(tf.mul(tf.mul(sign, modulator), slope)),
  };
}
