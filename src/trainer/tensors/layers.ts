// Layers with their parameters and gradients: dense, cosine, convolution, normalisation, activation, pooling.
// Must not know models, losses or optimisers.

import type { Random } from '../random';
import { filterGradient, inputGradient, poolGradient, type Kernels } from './kernels';
import type { Tensor, Tensor2D, Tensor4D, Tf, Variable } from './tf';

/** What an optimiser moves. */
export interface Parameter {
  readonly variable: Variable;
  /** False where weight decay must leave it alone. */
  readonly decay: boolean;
}

/** Where layers put what they own, in a fixed order, and the gradients of a backward pass. */
export interface Owner {
  readonly tf: Tf;
  readonly kernels: Kernels;
  readonly random: Random;
  readonly parameters: Parameter[];
  /** Running statistics, which no gradient reaches. */
  readonly statistics: Variable[];
  readonly gradients: Map<Variable, Tensor>;
}

/** What came out, and the way back: from the derivative by `y` to that by `x`; `null` where nobody needs it. */
export interface Pass {
  readonly y: Tensor;
  readonly back: (dy: Tensor) => Tensor | null;
}

/** Tensors live in the caller's tidy. `back` leaves its argument to the caller. */
export type Layer = (x: Tensor, training: boolean) => Pass;

/** One after the other. */
export function sequence(...layers: readonly Layer[]): Layer {
  return (x, training) => {
    let y = x;
    const backs = layers.map((layer) => {
      const pass = layer(y, training);
      y = pass.y;
      return pass.back;
    });
    const back = (dy: Tensor): Tensor | null => {
      let gradient: Tensor | null = dy;
      for (const one of backs.toReversed()) {
        const given: Tensor = gradient;
        gradient = one(given);
        if (given !== dy && given !== gradient) given.dispose();
        if (gradient === null) return null;
      }
      return gradient;
    };
    return { y, back };
  };
}

/** A variable that alone owns its values. */
export function variableOf(tf: Tf, values: Tensor, trainable: boolean): Variable {
  const variable = tf.variable(values, trainable);
  values.dispose();
  return variable;
}

function parameter(owner: Owner, values: Tensor, decay = true): Variable {
  const variable = variableOf(owner.tf, values, true);
  owner.parameters.push({ variable, decay });
  return variable;
}

/** Variance of weights times inputs: before a ReLU (He et al., ICCV 2015), and in a last layer, whose logits start small. */
const gains = { hidden: 2, last: 1 / 3 } as const;
type Gain = keyof typeof gains;

function scaled(owner: Owner, shape: number[], inputs: number, gain: Gain): Variable {
  const size = shape.reduce((product, side) => product * side, 1);
  const deviation = Math.sqrt(gains[gain] / inputs);
  const values = Float32Array.from({ length: size }, () => deviation * owner.random.normal());
  return parameter(owner, owner.tf.tensor(values, shape));
}

interface DenseOptions {
  readonly gain: Gain;
  /** Value of every bias before training. */
  readonly bias?: number;
  readonly decayBias?: boolean;
  /** Nothing to train before it. */
  readonly first?: boolean;
}

/** x W + b. */
export function dense(
  owner: Owner,
  inputs: number,
  outputs: number,
  { gain, bias = 0, decayBias = true, first = false }: DenseOptions,
): Layer {
  const { tf, gradients } = owner;
  const weights = scaled(owner, [inputs, outputs], inputs, gain);
  const offset = parameter(owner, tf.fill([outputs], bias), decayBias);
  return (x) => ({
    y: tf.add(tf.matMul(x, weights), offset),
    back: (dy) => {
      gradients.set(weights, tf.matMul(x, dy, true, false));
      gradients.set(offset, tf.sum(dy, 0));
      return first ? null : tf.matMul(dy, weights, false, true);
    },
  });
}

/** Cosines between the input and one vector a class: what LDAM's margins need. */
export function cosine(owner: Owner, inputs: number, outputs: number): Layer {
  const { tf, gradients } = owner;
  const weights = scaled(owner, [inputs, outputs], inputs, 'last');
  return (x) => {
    const left = unit(tf, x as Tensor2D, 1);
    const right = unit(tf, weights as Tensor as Tensor2D, 0);
    return {
      y: tf.matMul(left.y, right.y),
      back: (dy) => {
        gradients.set(weights, right.back(tf.matMul(left.y, dy, true, false)));
        return left.back(tf.matMul(dy, right.y, false, true));
      },
    };
  };
}

/** Scaled to length 1 along an axis; a zero vector stays zero. */
function unit(tf: Tf, x: Tensor2D, axis: 0 | 1): { y: Tensor; back: (dy: Tensor) => Tensor } {
  const inverse = tf.rsqrt(tf.add(tf.sum(tf.square(x), axis, true), 1e-12));
  const y = tf.mul(x, inverse);
  const along = (dy: Tensor): Tensor => tf.sum(tf.mul(dy, y), axis, true);
  return { y, back: (dy) => tf.mul(tf.sub(dy, tf.mul(y, along(dy))), inverse) };
}

/** 3 x 3 with zeros around, one output a stride. */
export function convolution(
  owner: Owner,
  inputs: number,
  outputs: number,
  { stride = 1, first = false }: { readonly stride?: 1 | 2; readonly first?: boolean } = {},
): Layer {
  const { tf, gradients } = owner;
  const filter = scaled(owner, [3, 3, inputs, outputs], 9 * inputs, 'hidden');
  const shape = { strides: stride, pad: 'same' } as const;
  return (x) => ({
    y: tf.conv2d(x as Tensor4D, filter as Tensor as Tensor4D, stride, 'same'),
    back: (dy) => {
      gradients.set(filter, filterGradient(tf, dy, x, filter.shape, shape));
      return first ? null : inputGradient(tf, dy, filter, x.shape, shape);
    },
  });
}

/** One number added to each channel. */
export function channelBias(owner: Owner, channels: number): Layer {
  const { tf, kernels, gradients } = owner;
  const offset = parameter(owner, tf.zeros([channels]));
  return (x) => ({
    y: tf.add(x, offset),
    back: (dy) => {
      gradients.set(offset, kernels.channelSums(dy));
      return dy;
    },
  });
}

const epsilon = 1e-5;
/** Share of the past in the running statistics after one batch. */
const momentum = 0.9;

/** Batch normalisation over samples and places: statistics of the batch in training, running ones else. */
export function batchNormalisation(owner: Owner, channels: number): Layer {
  const { tf, kernels, gradients } = owner;
  const scale = parameter(owner, tf.ones([channels]));
  const shift = parameter(owner, tf.zeros([channels]));
  const mean = variableOf(tf, tf.zeros([channels]), false);
  const variance = variableOf(tf, tf.ones([channels]), false);
  owner.statistics.push(mean, variance);
  const blend = (running: Variable, now: Tensor): void => {
    running.assign(tf.add(tf.mul(running, momentum), tf.mul(now, 1 - momentum)));
  };
  return (x, training) => {
    if (!training) {
      const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)));
      return { y: tf.add(tf.mul(tf.sub(x, mean), factor), shift), back: noWayBack };
    }
    const batch = kernels.batchNormalise(x as Tensor4D, scale, shift, epsilon);
    blend(mean, batch.mean);
    blend(variance, batch.variance);
    return {
      y: batch.y,
      back: (dy) => {
        const { dx, ...own } = batch.back(dy);
        gradients.set(scale, own.scale);
        gradients.set(shift, own.shift);
        return dx;
      },
    };
  };
}

const noWayBack = (): never => {
  throw new Error('There is no gradient of an evaluation.');
};

export function relu({ tf, kernels }: Owner): Layer {
  return (x) => {
    const y = tf.relu(x);
    return { y, back: (dy) => kernels.reluGradient(dy, y) };
  };
}

/** The largest of each 2 x 2 places. */
export function maxPool({ tf }: Owner): Layer {
  return (x) => {
    const y = tf.maxPool(x as Tensor4D, 2, 2, 'same');
    return { y, back: (dy) => poolGradient(tf, dy, x, y) };
  };
}

/** Each sample as one vector. */
export function flatten({ tf }: Owner, size: number): Layer {
  return (x) => ({
    y: tf.reshape(x, [-1, size]),
    back: (dy) => tf.reshape(dy, x.shape),
  });
}

/** The mean of each channel over all places. */
export function averageOverPlaces({ tf }: Owner): Layer {
  return (x) => ({
    y: tf.mean(x, [1, 2]),
    back: (dy) => {
      const [batch, height, width, channels] = x.shape;
      const share = tf.reshape(tf.div(dy, height * width), [batch, 1, 1, channels]);
      return tf.tile(share, [1, height, width, 1]);
    },
  });
}
