// The gradients of single operations, written out for any backend; an engine may bring faster ones.
// Must not know layers or models. TensorFlow.js's own tape is not used: its gradients register by side effects that
// bundlers drop, it traces many small operations, and some have no kernel on every backend.

import type { Tensor, Tensor4D, Tf } from './tf';

/** Batch normalisation of one batch, over samples and places. */
export interface BatchNormalised {
  readonly y: Tensor4D;
  /** One a channel, of this batch; the variance by the sum of squares over count − 1. */
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly back: (dy: Tensor) => {
    readonly dx: Tensor;
    readonly scale: Tensor;
    readonly shift: Tensor;
  };
}

export interface Kernels {
  /** dy where y > 0, else 0. */
  readonly reluGradient: (dy: Tensor, y: Tensor) => Tensor;
  /** Sums over all but the last axis. */
  readonly channelSums: (x: Tensor) => Tensor;
  readonly batchNormalise: (
    x: Tensor4D,
    scale: Tensor,
    shift: Tensor,
    epsilon: number,
  ) => BatchNormalised;
}

export function plainKernels(tf: Tf): Kernels {
  const channelSums = (x: Tensor): Tensor => tf.sum(x, [...Array(x.rank - 1).keys()]);
  return {
    reluGradient: (dy, y) => tf.mul(dy, tf.step(y)),
    channelSums,
    batchNormalise(x, scale, shift, epsilon) {
      const count = x.size / scale.size;
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      const inverse = tf.rsqrt(tf.add(variance, epsilon));
      const unitary = tf.mul(tf.sub(x, mean), inverse);
      const y: Tensor4D = tf.add(tf.mul(unitary, scale), shift);
      const back = (dy: Tensor): ReturnType<BatchNormalised['back']> => {
        const sum = channelSums(dy);
        const product = channelSums(tf.mul(dy, unitary));
        const centred = tf.sub(dy, tf.div(tf.add(sum, tf.mul(unitary, product)), count));
        const dx = tf.mul(centred, tf.mul(scale, inverse));
        return { dx, scale: product, shift: sum };
      };
      const corrected = count / Math.max(1, count - 1);
      return { y, mean, variance: tf.mul(variance, corrected), back };
    },
  };
}

interface ConvolutionShape {
  readonly strides: number;
  readonly pad: 'same';
}

const convolutionAttributes = ({ strides, pad }: ConvolutionShape) =>
  ({ strides, pad, dataFormat: 'NHWC' }) as const;

/** Of tf.conv2d by its filter. */
export const filterGradient = (
  tf: Tf,
  dy: Tensor,
  x: Tensor,
  filterShape: readonly number[],
  shape: ConvolutionShape,
): Tensor =>
  tf
    .engine()
    .runKernel(
      'Conv2DBackpropFilter',
      { x, dy },
      { ...convolutionAttributes(shape), filterShape: [...filterShape] },
    );

/** Of tf.conv2d by its input. */
export const inputGradient = (
  tf: Tf,
  dy: Tensor,
  filter: Tensor,
  inputShape: readonly number[],
  shape: ConvolutionShape,
): Tensor =>
  tf
    .engine()
    .runKernel(
      'Conv2DBackpropInput',
      { dy, filter },
      { ...convolutionAttributes(shape), inputShape: [...inputShape] },
    );

/** Of tf.maxPool with windows of 2 x 2 by its input. */
export const poolGradient = (tf: Tf, dy: Tensor, input: Tensor, output: Tensor): Tensor =>
  tf
    .engine()
    .runKernel('MaxPoolGrad', { dy, input, output }, { filterSize: 2, strides: 2, pad: 'same' });

/** Of tf.avgPool with windows of 1 x 1 and stride 2 by its input: every second row and column. */
export const strideGradient = (tf: Tf, dy: Tensor, input: Tensor): Tensor =>
  tf.engine().runKernel('AvgPoolGrad', { dy, input }, { filterSize: 1, strides: 2, pad: 'same' });
