import { describe, expect, test } from 'vitest';
import { cpu } from '../../../../src/trainer/engines/cpu';
import { wasm } from '../../../../src/trainer/engines/wasm';
import type { EngineError, EngineSession, Job } from '../../../../src/trainer/engines/engine';
import { plainKernels, type Kernels } from '../../../../src/trainer/tensors/kernels';
import { loadTf, withBackend } from '../../../../src/trainer/tensors/load';
import { tensorSession } from '../../../../src/trainer/tensors/session';
import { accuracy, dataOf, jobOf, plainLoss, quiet } from '../../../lib/tensorJobs';

const features = dataOf('features', [6], { train: 160 });
const images = dataOf('images', [4, 4, 3], { train: 6, val: 1, test: 2 });
const options = { device: 'auto', deterministic: true };

const open = async (model = 'mlp'): Promise<EngineSession> =>
  cpu.open(features, { name: model, hidden: 16 }, options);

/** The session of a model with convolutions, which the engine itself refuses: a few samples are bearable. */
async function onImages(name: string, kernels?: (plain: Kernels) => Kernels) {
  await import('@tensorflow/tfjs-backend-cpu');
  const tf = await withBackend(await loadTf(), 'cpu');
  const plain = plainKernels(tf);
  return tensorSession({ tf, kernels: kernels?.(plain) ?? plain, readEvery: 3 }, images, { name });
}

describe('a training', () => {
  test('learns', async () => {
    for (const name of cpu.models('features')) {
      const session = await cpu.open(features, { name, hidden: 16 }, options);
      const result = await session.train(jobOf({ epochs: 8, until: 8 }), quiet);
      expect(accuracy(result.test, features.test), name).toBeGreaterThan(0.9);
      expect(result.epochs).toBe(8);
      expect(result.val).toHaveLength(12 * 3);
      await session.close();
    }
  });

  test.each(['sgd', 'adamw'] as const)(
    'by %s is the same again, and when it goes on from a checkpoint',
    async (kind) => {
      const session = await open();
      const { optimiser } = jobOf();
      const job = jobOf({ optimiser: { ...optimiser, kind, learningRate: 0.02 } });
      const whole = await session.train(job, quiet);
      expect(await session.train(job, quiet)).toEqual(whole);
      const half = await session.train({ ...job, until: 2 }, quiet);
      expect(half.epochs).toBe(2);
      expect(half.state).not.toEqual(whole.state);
      // As a file reader gives bytes: in a Buffer, and not from a multiple of four on.
      const from = Buffer.concat([new Uint8Array(1), half.state]).subarray(1);
      expect(await session.train({ ...job, from }, quiet)).toEqual(whole);
      const other = await session.train({ ...job, seed: 2 }, quiet);
      expect(other.state).not.toEqual(whole.state);
    },
  );

  test('with convolutions and batch statistics goes on from a checkpoint as if it had never stopped', async () => {
    const session = await onImages('resnet20');
    const job = jobOf({ epochs: 2, until: 2 });
    const whole = await session.train(job, quiet);
    const half = await session.train({ ...job, until: 1 }, quiet);
    expect(await session.train({ ...job, from: half.state }, quiet)).toEqual(whole);
    // Convolutions without a native library: slow on a busy machine.
  }, 120_000);

  test('refuses a checkpoint of another model, or a damaged one', async () => {
    const { state } = await (await open('linear')).train(jobOf(), quiet);
    const session = await open('mlp');
    const failed = { code: 'failed' };
    await expect(session.train(jobOf({ from: state }), quiet)).rejects.toMatchObject(failed);
    for (const from of [new Uint8Array(3), state.subarray(0, state.length - 4), state.slice(8)]) {
      const linear = await open('linear');
      await expect(linear.train(jobOf({ from }), quiet)).rejects.toMatchObject(failed);
    }
  });

  test('re-weights only from the epoch on that is said', async () => {
    const session = await open('linear');
    const weights = Float64Array.from([0.2, 0.2, 5]);
    const weighted: Partial<Job> = { loss: { ...plainLoss, weights } };
    const deferred = (start: number): Partial<Job> => ({
      ...weighted,
      schedule: { kind: 'deferred-reweighting', start },
    });
    const state = async (changes: Partial<Job>) =>
      (await session.train(jobOf(changes), quiet)).state;
    expect(await state(deferred(4))).toEqual(await state({}));
    expect(await state(deferred(0))).toEqual(await state(weighted));
    expect(await state(deferred(2))).not.toEqual(await state(weighted));
    expect(await state(deferred(2))).not.toEqual(await state({}));
  });

  test('lifts the recall of a rare class by a balanced sampler', async () => {
    const session = await open('linear');
    const rare = async (kind: 'none' | 'balanced') => {
      const job = jobOf({ epochs: 1, until: 1, sampler: { kind } });
      const { test: logits } = await session.train(job, quiet);
      return features.test.labels.reduce(
        (sum, _, row) => sum + logits[row * 3 + 2] - Math.max(logits[row * 3], logits[row * 3 + 1]),
        0,
      );
    };
    expect(await rare('balanced')).toBeGreaterThan(await rare('none'));
  });

  test('says where it stands, keeps checkpoints of whole epochs and gives logits for curves', async () => {
    const session = await open();
    const seen: number[] = [];
    const curve: number[] = [];
    await session.train(jobOf(), {
      ...quiet,
      progress: ({ epoch }) => seen.push(epoch),
      validated: (epoch, logits) => curve.push(epoch, logits.length),
    });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(curve).toEqual([1, 36, 2, 36, 3, 36]);
  });

  test('stops when it is told to', async () => {
    const session = await open();
    const controller = new AbortController();
    const reason = new Error('stopped');
    const hooks = {
      ...quiet,
      signal: controller.signal,
      validated: () => {
        controller.abort(reason);
      },
    };
    await expect(session.train(jobOf(), hooks)).rejects.toBe(reason);
  });

  test('whose loss is no number any more has diverged', async () => {
    const session = await open();
    const { optimiser } = jobOf();
    const job = jobOf({ optimiser: { ...optimiser, learningRate: 1e30, decay: 'none' } });
    await expect(session.train(job, quiet)).rejects.toMatchObject({ code: 'diverged' });
    const next = await session.train(jobOf(), quiet);
    expect(Number.isFinite(next.loss)).toBe(true);
  });

  test('leaves no tensor behind, however it ends', async () => {
    const tf = await loadTf();
    const session = await open();
    const before = tf.memory().numTensors;
    await session.train(jobOf(), quiet);
    const { optimiser } = jobOf();
    const hopeless = jobOf({ optimiser: { ...optimiser, learningRate: 1e30 } });
    await session.train(hopeless, quiet).catch(() => undefined);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('that lacks memory goes on with half batches, to nearly the same result', async () => {
    const lacking =
      (limit: number) =>
      (plain: Kernels): Kernels => ({
        ...plain,
        reluGradient: (dy, y) => {
          if (dy.shape[0] > limit) throw new Error('OOM when allocating tensor with shape');
          return plain.reluGradient(dy, y);
        },
      });
    const job = jobOf({ epochs: 1, until: 1 });
    const whole = await (await onImages('small-cnn')).train(job, quiet);
    const said: string[] = [];
    const warn = (message: string) => said.push(message);
    const half = await onImages('small-cnn', lacking(3));
    const halved = await half.train(job, { ...quiet, warn });
    await half.train({ ...job, seed: 2 }, { ...quiet, warn });
    // Once: later jobs begin with halves.
    expect(said).toEqual([expect.stringContaining('two halves')]);
    expect(halved.state).not.toEqual(whole.state);
    halved.test.forEach((logit, i) => {
      expect(logit).toBeCloseTo(whole.test[i], 4);
    });
    const session = await onImages('small-cnn', lacking(2));
    const error = await session.train(job, quiet).catch((reason: unknown) => reason as EngineError);
    expect(error).toMatchObject({ code: 'out-of-memory' });
    expect((error as EngineError).message).toContain('smaller batch');
  });
});

describe('an engine without convolutions', () => {
  test.each([cpu, wasm])('says so and offers the probe: $id', async (engine) => {
    expect(engine.models('images')).toEqual([]);
    await expect(engine.open(images, { name: 'small-cnn' }, options)).rejects.toThrow(/probe/);
  });
});
