// Every model of the tensor engines, trained a little and saved: loaded by TensorFlow.js's own converter it gives the
// logits that the session gave.
import { describe, expect, test } from 'vitest';
import { cpu } from '../../../src/trainer/engines/cpu';
import type { Job } from '../../../src/trainer/engines/engine';
import { modelFiles } from '../../../src/trainer/savedModel/modelFiles';
import { loadTf, withBackend } from '../../../src/trainer/tensors/load';
import { plainKernels } from '../../../src/trainer/tensors/kernels';
import { tensorSession } from '../../../src/trainer/tensors/session';
import { loadModel } from '../../lib/loadModel';
import { dataOf, jobOf, plainLoss, quiet } from '../../lib/tensorJobs';

const ldam: Job['loss'] = {
  ...plainLoss,
  ...{ margins: Float64Array.of(0.1, 0.2, 0.5), scale: 30, cosine: true },
};
const focal: Job['loss'] = { ...plainLoss, kind: 'sigmoid', gamma: 1, bias: -0.7 };

describe('a saved model', () => {
  test.each([
    ['linear', 'features', plainLoss],
    ['mlp', 'features', ldam],
    ['linear', 'images', ldam],
    ['small-cnn', 'images', focal],
    ['small-cnn', 'images', ldam],
    ['resnet20', 'images', plainLoss],
  ] as const)(
    '%s on %s gives the logits of the session',
    async (name, layout, loss) => {
      const tf = await withBackend(await loadTf(), 'cpu');
      const shape = layout === 'images' ? [8, 8, 3] : [6];
      const data = dataOf(layout, shape, { train: 12, val: 2, test: 5 });
      const backend = { tf, kernels: plainKernels(tf), readEvery: 1 };
      const session = tensorSession(backend, data, { name });
      const job = jobOf({ loss, epochs: 1, until: 1 });
      const { test: wanted, state } = await session.train(job, quiet);
      const { graph, ...ends } = await session.savedGraph(job, state);
      const { json, weights } = modelFiles(graph, ends, { arm: 'x' }, 'tests');
      const loaded = await loadModel(json, weights);
      expect(loaded.metadata).toEqual({ arm: 'x' });
      const size = shape.reduce((product, side) => product * side, 1);
      const rows = Array.from({ length: data.test.count }, (_, at) => at);
      const read = layout === 'images' ? new Uint8Array(size * 5) : new Float32Array(size * 5);
      data.test.read(rows, read);
      const logits = loaded.logits(Float32Array.from(read), shape);
      expect(logits).toHaveLength(wanted.length);
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [at, value] of wanted.entries()) {
        expect(Math.abs(logits[at] - value)).toBeLessThan(1e-5 * Math.max(1, largest));
      }
      expect(new Set(logits.map((value) => Math.fround(value))).size).toBeGreaterThan(3);
    },
    60_000,
  );

  test('is refused for a state of another model', async () => {
    const data = dataOf('features', [6], { train: 24 });
    const session = await cpu.open(
      data,
      { name: 'linear' },
      { device: 'cpu', deterministic: true },
    );
    const { state } = await session.train(jobOf({ epochs: 1, until: 1 }), quiet);
    const other = await cpu.open(data, { name: 'mlp' }, { device: 'cpu', deterministic: true });
    await expect(other.savedGraph(jobOf(), state)).rejects.toThrow('another model');
    await expect(session.savedGraph(jobOf(), state.subarray(0, 40))).rejects.toThrow('checkpoint');
  });
});
