// Residual nets for small images: He et al., CVPR 2016, section 4.2, shortcuts of option A (no parameters).
// Must not know the last layer or losses.

import { strideGradient } from './kernels';
import {
  averageOverPlaces,
  batchNormalisation,
  convolution,
  relu,
  sequence,
  type Layer,
  type Owner,
} from './layers';
import type { Tensor, Tensor4D, Tf } from './tf';

/** Features of the last layer. */
export const residualOutputs = 64;

/** Everything before the last layer, of 6 · `blocks` + 2 layers in all: three stages of 16, 32 and 64 channels. */
export function residual(owner: Owner, channels: number, blocks: number): Layer {
  const layers: Layer[] = [
    convolution(owner, channels, 16, { first: true }),
    batchNormalisation(owner, 16),
    relu(owner),
  ];
  let inputs = 16;
  for (const outputs of [16, 32, residualOutputs]) {
    for (let i = 0; i < blocks; i++) {
      layers.push(block(owner, inputs, outputs));
      inputs = outputs;
    }
  }
  return sequence(...layers, averageOverPlaces(owner));
}

function block(owner: Owner, inputs: number, outputs: number): Layer {
  const { tf, kernels } = owner;
  const branch = sequence(
    convolution(owner, inputs, outputs, { stride: inputs === outputs ? 1 : 2 }),
    batchNormalisation(owner, outputs),
    relu(owner),
    convolution(owner, outputs, outputs),
    batchNormalisation(owner, outputs),
  );
  const shortcut = inputs === outputs ? same : narrowed(tf, outputs - inputs);
  return (x, training) => {
    const [long, short] = [branch(x, training), shortcut(x, training)];
    const y = tf.relu(tf.add(long.y, short.y));
    const back = (dy: Tensor): Tensor => {
      const sum = kernels.reluGradient(dy, y);
      const parts = [long.back(sum), short.back(sum)].filter((part) => part !== null);
      return tf.addN(parts);
    };
    return { y, back };
  };
}

const same: Layer = (x) => ({ y: x, back: (dy) => dy });

/** Every second row and column, with channels of zeros on both sides. Pooling single places is a stride with a gradient. */
function narrowed(tf: Tf, channels: number): Layer {
  const before = Math.floor(channels / 2);
  const none: [number, number] = [0, 0];
  return (x) => ({
    y: tf.pad(tf.avgPool(x as Tensor4D, 1, 2, 'same'), [
      none,
      none,
      none,
      [before, channels - before],
    ]),
    back: (dy) => {
      const own = tf.slice(dy, [0, 0, 0, before], [-1, -1, -1, x.shape[3] ?? 0]);
      return strideGradient(tf, own, x);
    },
  });
}
