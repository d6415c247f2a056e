// Images a second of the small convolutional net on the TensorFlow engine, whole steps as a run takes them.
// Must not know what it is compared with. Argument: epochs.

import { tensorflow } from '../../src/trainer/engines/tensorflow/tensorflow';
import type { Samples } from '../../src/trainer/engines/engine';

const epochs = Number(process.argv[2]);
const [count, classes, size] = [2560, 10, 32 * 32 * 3];
const bytes = Uint8Array.from({ length: count * size }, (_, i) => (i * 2654435761) >>> 24);
const samplesOf = (length: number): Samples => ({
  count: length,
  labels: Int32Array.from({ length }, (_, i) => i % classes),
  read: (indexes, into) => {
    for (let i = 0; i < indexes.length; i++) {
      into.set(bytes.subarray(indexes[i] * size, (indexes[i] + 1) * size), i * size);
    }
  },
});
const none = new Int32Array(0);
const options = { device: 'auto', deterministic: true };
const session = await tensorflow.open(
  {
    ...{ folder: '', cache: '', layout: 'images', shape: [32, 32, 3], classes },
    ...{ train: samplesOf(count), val: samplesOf(0), test: samplesOf(0) },
    rows: { train: none, val: none, test: none },
  },
  { name: 'small-cnn' },
  options,
);
const zeros = new Float64Array(classes);
let started = performance.now();
await session.train(
  {
    ...{ arm: 'softmax', seed: 0, epochs, until: epochs },
    loss: {
      ...{ kind: 'softmax', weights: new Float64Array(classes).fill(1), shifts: zeros },
      ...{ margins: zeros, scale: 1, gamma: 0, cosine: false, bias: undefined },
    },
    ...{ schedule: { kind: 'none' }, sampler: { kind: 'none' } },
    optimiser: {
      ...{ kind: 'sgd', learningRate: 0.01, momentum: 0.9, weightDecay: 2e-4 },
      ...{ batchSize: 128, warmupEpochs: 0, decay: 'none' },
    },
  },
  {
    signal: new AbortController().signal,
    progress: () => undefined,
    // Once an epoch but for the last.
    validated: () => {
      const now = performance.now();
      process.stdout.write(`${(count * 1000) / (now - started)}\n`);
      started = now;
    },
    warn: (message) => {
      process.stderr.write(`${message}\n`);
    },
    checkpoint: async () => Promise.resolve(),
  },
);
