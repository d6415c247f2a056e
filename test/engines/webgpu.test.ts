// The WebGPU engine on an adapter in software: tiny sizes, to prove that it computes; its speed says nothing.
import { describe, expect, test } from 'vitest';
import { webgpu } from '../../src/trainer/engines/webgpu/webgpu';
import { installedEngine } from '../../src/node/engineSetUp/installed';
import { loadInstalled } from '../../src/trainer/tensors/load';
import { lossErrorsAt } from '../lib/tensorChecks';
import { accuracy, dataOf, jobOf, quiet } from '../lib/tensorJobs';

const asked = { device: 'software', deterministic: true };

describe('the webgpu engine', () => {
  test('refuses an adapter in software unless it is asked for', async () => {
    const found = await webgpu.detect({ ...asked, device: 'auto' });
    expect(found).toMatchObject({ available: false });
    expect(found.available ? '' : found.reason).toMatch(/SwiftShader.*slower than the probe/);
    expect(await webgpu.detect(asked)).toMatchObject({ available: true });
    const features = dataOf('features', [4], { train: 8 });
    const opened = webgpu.open(features, { name: 'linear' }, { ...asked, device: 'auto' });
    await expect(opened).rejects.toThrow(/software/);
  });

  test('gives losses and gradients as in float64 and trains', async () => {
    const features = dataOf('features', [6], { train: 96, val: 6, test: 12 });
    const session = await webgpu.open(features, { name: 'mlp', hidden: 8 }, asked);
    const tf = loadInstalled((await installedEngine('webgpu'))!, 'webgpu');
    for (const scale of [1, 30]) {
      for (const [name, { value, gradient }] of await lossErrorsAt(tf, scale)) {
        expect(value, `${name} ${scale}`).toBeLessThan(1e-6);
        expect(gradient, `${name} ${scale}`).toBeLessThan(1e-6);
      }
    }
    const result = await session.train(jobOf({ epochs: 6, until: 6 }), quiet);
    expect(accuracy(result.test, features.test)).toBeGreaterThan(0.8);
    expect(await session.train(jobOf({ epochs: 6, until: 6 }), quiet)).toEqual(result);
    await session.close();
  });

  // A residual net takes minutes here; its operations are those of the others and batch statistics, held on TensorFlow.
  test('trains convolutions, opened again', async () => {
    const images = dataOf('images', [4, 4, 3], { train: 4, val: 1, test: 1 });
    const session = await webgpu.open(images, { name: 'small-cnn' }, asked);
    const result = await session.train(jobOf({ epochs: 2, until: 2 }), quiet);
    expect(Number.isFinite(result.loss)).toBe(true);
    expect(result.test).toHaveLength(3);
    await session.close();
  });
});
