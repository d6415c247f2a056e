// Batches as tensors: samples read by index, images scaled and, for training, shifted and flipped.
// Must not know models, losses or the order of samples.

import type { Samples, TrainingData } from '../engines/engine';
import { Random } from '../random';
import type { Tensor, Tf } from './tf';

/** Reads batches of one split; the buffers are reused. */
export interface BatchReader {
  /** (batch, height, width, 3) in [−1, 1), or (batch, features). @param random shifts and flips images; none where absent. */
  readonly read: (indexes: Int32Array, random?: Random) => Tensor;
}

/** Values of a byte as the paper's code scales them: x / 128 − 1. */
const scaledBytes = Float32Array.from({ length: 256 }, (_, byte) => byte / 128 - 1);

export function batchReader(
  tf: Tf,
  samples: Samples,
  { layout, shape }: Pick<TrainingData, 'layout' | 'shape'>,
): BatchReader {
  const size = shape.reduce((product, side) => product * side, 1);
  if (layout === 'features') {
    return {
      read: (indexes) => {
        const values = new Float32Array(indexes.length * size);
        samples.read(indexes, values);
        return tf.tensor(values, [indexes.length, ...shape]);
      },
    };
  }
  let bytes = new Uint8Array(0);
  return {
    read: (indexes, random) => {
      const length = indexes.length * size;
      if (bytes.length < length) bytes = new Uint8Array(length);
      samples.read(indexes, bytes.subarray(0, length));
      const values = new Float32Array(length);
      for (let i = 0; i < indexes.length; i++) {
        const image = bytes.subarray(i * size, (i + 1) * size);
        copyImage(image, values.subarray(i * size, (i + 1) * size), shape, random);
      }
      return tf.tensor(values, [indexes.length, ...shape]);
    },
  };
}

/** The random numbers that an epoch's images are shifted and flipped by. */
export const augmentationOf = (seed: number, epoch: number): Random =>
  new Random(seed, `augmentation ${epoch}`);

/** Scaled; shifted by up to an eighth of its sides over black and mirrored half the time where there is `random`. */
function copyImage(
  from: Uint8Array,
  to: Float32Array,
  [height, width, channels]: readonly number[],
  random: Random | undefined,
): void {
  const shift = (side: number): number => {
    const most = Math.floor(side / 8);
    return random === undefined ? 0 : random.whole(2 * most + 1) - most;
  };
  const [down, right] = [shift(height), shift(width)];
  const mirrored = random !== undefined && random.uniform() < 0.5;
  let out = 0;
  for (let row = 0; row < height; row++) {
    const y = row + down;
    for (let column = 0; column < width; column++) {
      const x = (mirrored ? width - 1 - column : column) + right;
      const inside = y >= 0 && y < height && x >= 0 && x < width;
      const at = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) to[out++] = scaledBytes[inside ? from[at + c] : 0];
    }
  }
}
