// Small data and jobs for engines that compute on tensors.
// Must not know engines.

import type { Job, JobHooks, Samples, TrainingData } from '../../src/trainer/engines/engine';
import type { JobLoss } from '../../src/trainer/losses';
import { Random } from '../../src/trainer/random';

const classes = 3;

/** Classes that differ in their mean: vectors around corners, images of three brightnesses; class 2 is rare. */
function samplesOf(
  layout: TrainingData['layout'],
  shape: readonly number[],
  count: number,
): Samples {
  const labels = Int32Array.from({ length: count }, (_, i) => (i % 8 === 0 ? 2 : i % 2));
  const size = shape.reduce((product, side) => product * side, 1);
  return {
    count,
    labels,
    read(indexes, into) {
      for (let i = 0; i < indexes.length; i++) {
        const random = new Random(indexes[i], 'sample');
        const label = labels[indexes[i]];
        for (let k = 0; k < size; k++) {
          into[i * size + k] =
            layout === 'images'
              ? 60 * (label + 1) + random.whole(50)
              : random.normal() + (k % classes === label ? 2 : 0);
        }
      }
    },
  };
}

export function dataOf(
  layout: TrainingData['layout'],
  shape: readonly number[],
  counts: { readonly train: number; readonly val?: number; readonly test?: number },
): TrainingData {
  const { train, val = 12, test = 24 } = counts;
  return {
    ...{ folder: '', cache: '', layout, shape, classes },
    rows: { train: new Int32Array(0), val: new Int32Array(0), test: new Int32Array(0) },
    train: samplesOf(layout, shape, train),
    val: samplesOf(layout, shape, val),
    test: samplesOf(layout, shape, test),
  };
}

export const plainLoss: JobLoss = {
  kind: 'softmax',
  weights: new Float64Array(classes).fill(1),
  shifts: new Float64Array(classes),
  margins: new Float64Array(classes),
  ...{ scale: 1, gamma: 0, cosine: false, bias: undefined },
};

export function jobOf(changes: Partial<Job> = {}): Job {
  return {
    ...{ arm: 'softmax', seed: 1, loss: plainLoss, epochs: 4, until: 4 },
    schedule: { kind: 'none' },
    sampler: { kind: 'none' },
    ...changes,
    optimiser: {
      ...{ kind: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 1e-3 },
      ...{ batchSize: 16, warmupEpochs: 1, decay: 'cosine' },
      ...changes.optimiser,
    },
  };
}

export const quiet: JobHooks = {
  signal: new AbortController().signal,
  progress: () => undefined,
  validated: () => undefined,
  warn: () => undefined,
  checkpoint: async () => Promise.resolve(),
};

/** Share of rows whose largest logit is the label's. */
export function accuracy(logits: Float32Array, { labels }: Samples): number {
  const width = logits.length / labels.length;
  const right = labels.filter((label, i) => {
    const row = logits.subarray(i * width, (i + 1) * width);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / labels.length;
}
