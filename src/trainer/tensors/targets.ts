// What a batch should have been, as tensors that the losses take.
// Must not know losses' formulas beyond the one rule of logits that they share, nor where weights come from.

import type { JobLoss } from '../losses';
import type { Tensor2D, Tf } from './tf';

/** What a batch should have been, as tensors (batch x classes, but for `factors`). */
export interface TargetTensors {
  /** 0 or 1. */
  readonly labels: Tensor2D;
  /** Each sample's weight over the divisor of the batch (batch x 1); 0 leaves it out. */
  readonly factors: Tensor2D;
  /** Softmax kinds only: what shifts and margins add to each logit's distance from the label's; absent for none. */
  readonly offsets?: Tensor2D;
}

/** Targets of class indexes; the divisor is the batch's size over all its pieces. */
export function targetTensors(
  tf: Tf,
  loss: JobLoss,
  weights: ArrayLike<number>,
  targets: ArrayLike<number>,
  divisor: number,
): TargetTensors {
  const classes = loss.shifts.length;
  const shape: [number, number] = [targets.length, classes];
  const labels = new Float32Array(targets.length * classes);
  const factors = new Float32Array(targets.length);
  for (let row = 0; row < targets.length; row++) {
    labels[row * classes + targets[row]] = 1;
    factors[row] = weights[targets[row]] / divisor;
  }
  const tensors = {
    labels: tf.tensor2d(labels, shape),
    factors: tf.tensor2d(factors, [targets.length, 1]),
  };
  if (!hasOffsets(loss)) return tensors;
  return { ...tensors, offsets: tf.tensor2d(offsetsOf(loss, targets), shape) };
}

const hasOffsets = ({ shifts, margins }: JobLoss): boolean =>
  shifts.some((shift) => shift !== 0) || margins.some((margin) => margin !== 0);

/** (u_i − u_y) − scale (z_i − z_y): s margin_y + shift_i − shift_y, and 0 for i = y. */
function offsetsOf({ shifts, margins, scale }: JobLoss, targets: ArrayLike<number>): Float32Array {
  const classes = shifts.length;
  const offsets = new Float32Array(targets.length * classes);
  for (let row = 0; row < targets.length; row++) {
    const y = targets[row];
    for (let i = 0; i < classes; i++) {
      if (i !== y) offsets[row * classes + i] = scale * margins[y] + shifts[i] - shifts[y];
    }
  }
  return offsets;
}
