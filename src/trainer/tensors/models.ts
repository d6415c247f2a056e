// The models: softmax regression, a perceptron with one hidden layer, a small convolutional net, residual nets.
// Must not know losses beyond what the last layer needs of them.

import type { RunModel } from '../../core/training/request';
import type { JobLoss } from '../losses';
import { Random } from '../random';
import type { Kernels } from './kernels';
import {
  channelBias,
  convolution,
  cosine,
  dense,
  flatten,
  maxPool,
  relu,
  sequence,
  type Layer,
  type Owner,
} from './layers';
import { residual, residualOutputs } from './resnet';
import type { Tf } from './tf';

/** Parameters and statistics in the order in which a checkpoint keeps them. */
export interface Model extends Pick<Owner, 'parameters' | 'statistics' | 'gradients'> {
  /** Images or vectors to logits (batch x classes); to cosines for LDAM. */
  readonly layer: Layer;
}

export interface ModelRequest {
  readonly model: RunModel;
  /** Of one sample: [height, width, channels] or [features]. */
  readonly shape: readonly number[];
  readonly classes: number;
  readonly loss: Pick<JobLoss, 'cosine' | 'bias'>;
  readonly seed: number;
}

/** Those that treat a sample as one vector, and those that need images; the default first. */
export const denseModels = ['linear', 'mlp'] as const;
export const imageModels = ['small-cnn', 'resnet20', 'resnet32', ...denseModels] as const;
type ModelName = (typeof imageModels)[number];

const isModelName = (name: string): name is ModelName => imageModels.some((one) => one === name);

export const isConvolutional = (name: string): boolean =>
  isModelName(name) && !denseModels.some((one) => one === name);

type Builder = (owner: Owner, request: ModelRequest) => Layer;

const builders: Readonly<Record<ModelName, Builder>> = {
  linear: (owner, request) => {
    const inputs = sizeOf(request);
    return sequence(flatten(owner, inputs), head(owner, inputs, request, true));
  },
  mlp: (owner, request) => {
    const inputs = sizeOf(request);
    const width = request.model.hidden ?? 256;
    return sequence(
      flatten(owner, inputs),
      dense(owner, inputs, width, { gain: 'hidden', first: true }),
      relu(owner),
      head(owner, width, request),
    );
  },
  'small-cnn': smallNet,
  resnet20: (owner, request) => residualNet(owner, request, 3),
  resnet32: (owner, request) => residualNet(owner, request, 5),
};

/**
 * Fresh parameters, the same for the same seed.
 * @throws RangeError where there is no such model.
 */
export function modelOf(tf: Tf, kernels: Kernels, request: ModelRequest): Model {
  const { name } = request.model;
  if (!isModelName(name)) throw new RangeError(`There is no model named ${name}.`);
  const owner: Owner = {
    ...{ tf, kernels, parameters: [], statistics: [], gradients: new Map() },
    random: new Random(request.seed, 'weights'),
  };
  return { ...owner, layer: builders[name](owner, request) };
}

const sizeOf = ({ shape }: ModelRequest): number => shape.reduce((size, side) => size * side, 1);

/** The last layer. The paper's bias has no weight decay; that of softmax is decayed with the rest. */
function head(
  owner: Owner,
  inputs: number,
  { classes, loss: { cosine: cosines, bias } }: ModelRequest,
  first = false,
): Layer {
  if (cosines) return cosine(owner, inputs, classes);
  return dense(owner, inputs, classes, {
    ...{ gain: 'last', bias, decayBias: bias === undefined, first },
  });
}

const residualNet = (owner: Owner, request: ModelRequest, blocks: number): Layer =>
  sequence(residual(owner, request.shape[2], blocks), head(owner, residualOutputs, request));

/** 3 x 3 convolutions of 32 and 64 channels, each with 2 x 2 pooling and ReLU, then the last layer. */
function smallNet(owner: Owner, request: ModelRequest): Layer {
  const [height, width, channels] = request.shape;
  const quarter = (side: number): number => Math.ceil(Math.ceil(side / 2) / 2);
  const inputs = quarter(height) * quarter(width) * 64;
  // The ReLU of the largest is the largest of the ReLUs, on a quarter of the places.
  return sequence(
    convolution(owner, channels, 32, { first: true }),
    maxPool(owner),
    channelBias(owner, 32),
    relu(owner),
    convolution(owner, 32, 64),
    maxPool(owner),
    channelBias(owner, 64),
    relu(owner),
    flatten(owner, inputs),
    head(owner, inputs, request),
  );
}
