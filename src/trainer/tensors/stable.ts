// Elementary functions that keep their small values on every backend.
// Must not know losses.

import type { Tensor, Tf } from './tf';

/** 2 artanh(y) / y in powers of y²; the first left out is below float32's rounding for y <= 1/3. */
const series = [2, 2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13, 2 / 15];

/**
 * ln(1 + x) for x >= 0, relative error of a few roundings. Backends' own may compute ln of 1 + x, which loses what x has
 * below 1e-7, and WGSL allows ln near 1 an absolute error of 5e-7; so it is 2 artanh(x / (2 + x)) up to x = 1.
 */
export function log1p(tf: Tf, x: Tensor): Tensor {
  const y = tf.div(x, tf.add(x, 2));
  const square = tf.square(y);
  const small = series
    .toReversed()
    .reduce<Tensor>((sum, coefficient) => tf.add(tf.mul(sum, square), coefficient), tf.scalar(0));
  return tf.where(tf.lessEqual(x, 1), tf.mul(small, y), tf.log(tf.add(x, 1)));
}
