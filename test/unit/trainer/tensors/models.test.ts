import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { lossConfig } from '../../../../src/core/lossConfig/write';
import type { LossFamily } from '../../../../src/core/lossConfig/model';
import { Random } from '../../../../src/trainer/random';
import { plainKernels } from '../../../../src/trainer/tensors/kernels';
import { batchNormalisation, type Owner } from '../../../../src/trainer/tensors/layers';
import { modelOf, type ModelRequest } from '../../../../src/trainer/tensors/models';
import { gradientErrors } from '../../../lib/tensorChecks';
import { provenance, tableOf } from '../../core/losses/vectors';
import { useBackend } from './backends';

const config = (family: LossFamily) =>
  lossConfig({ table: tableOf([40, 20, 5]), provenance, choices: { family, reduction: 'mean' } });

const request = (name: string, shape: readonly number[]): Omit<ModelRequest, 'seed'> => ({
  model: { name },
  shape,
  classes: 3,
  loss: { cosine: false, bias: undefined },
});

const cases: readonly (readonly [string, readonly number[], LossFamily, 'cpu' | 'wasm'])[] = [
  ['linear', [7], 'softmax', 'cpu'],
  ['linear', [7], 'softmax', 'wasm'],
  ['linear', [7], 'ldam', 'cpu'],
  ['mlp', [7], 'focal', 'cpu'],
  ['mlp', [7], 'balanced-softmax', 'wasm'],
  ['small-cnn', [8, 8, 3], 'softmax', 'cpu'],
  ['small-cnn', [7, 5, 3], 'ldam', 'cpu'],
  ['resnet20', [8, 8, 3], 'softmax', 'cpu'],
];

describe('the gradients of a model', () => {
  test.each(cases)(
    'are its slopes: %s of %o with %s on %s',
    async (name, shape, family, backend) => {
      await useBackend(backend);
      const errors = await gradientErrors(
        tf,
        plainKernels(tf),
        request(name, shape),
        config(family),
      );
      const sorted = errors.toSorted((a, b) => a - b);
      // Single differences may cross a kink of a ReLU.
      expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(0.02);
      expect(sorted.at(-1)).toBeLessThan(0.2);
    },
  );
});

describe('a model', () => {
  const build = (name: string, loss: ModelRequest['loss'], seed = 1) =>
    modelOf(tf, plainKernels(tf), { ...request(name, [8, 8, 3]), loss, seed });
  const plain = { cosine: false, bias: undefined };

  test('starts the same for the same seed, and else apart', async () => {
    await useBackend('cpu');
    const weights = (seed: number) => build('mlp', plain, seed).parameters[0].variable.arraySync();
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
  });

  test("has the paper's bias in its last layer, and no decay on it, where the loss says so", () => {
    const bias = -Math.log(2);
    const { parameters } = build('small-cnn', { cosine: false, bias });
    expect(parameters.map(({ decay }) => decay)).toEqual([true, true, true, true, true, false]);
    expect(Array.from(parameters[5].variable.dataSync())).toEqual(
      [1, 1, 1].map(() => Math.fround(bias)),
    );
    expect(build('small-cnn', plain).parameters.every(({ decay }) => decay)).toBe(true);
  });

  test('gives cosines and has no bias for LDAM', () => {
    const model = build('mlp', { cosine: true, bias: undefined });
    const x = tf.fill([2, 8, 8, 3], 3);
    const cosines = model.layer(x, false).y.dataSync();
    expect(Math.max(...cosines.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(model.parameters).toHaveLength(3);
  });

  test.each([
    ['resnet20', 269_722],
    ['resnet32', 464_154],
  ])('%s has the parameters of its paper', (name, count) => {
    const { parameters } = modelOf(tf, plainKernels(tf), {
      ...{ model: { name }, shape: [32, 32, 3], classes: 10, loss: plain, seed: 0 },
    });
    expect(parameters.reduce((sum, { variable }) => sum + variable.size, 0)).toBe(count);
  });

  test('of no known name is refused', () => {
    expect(() => build('perceptron', plain)).toThrow(RangeError);
  });
});

test('batch normalisation uses the mean and the unbiased variance of what it has seen outside of training', () => {
  const owner: Owner = {
    ...{ tf, kernels: plainKernels(tf), random: new Random(1, 'weights') },
    ...{ parameters: [], statistics: [], gradients: new Map() },
  };
  const layer = batchNormalisation(owner, 2);
  const x = tf.tensor4d([1, 10, 3, 30, 5, 20, 7, 40], [1, 2, 2, 2]);
  for (let i = 0; i < 200; i++) layer(x, true);
  const [mean, variance] = owner.statistics.map((one) => Array.from(one.dataSync()));
  [4, 25].forEach((expected, i) => {
    expect(mean[i]).toBeCloseTo(expected, 3);
  });
  [20 / 3, 500 / 3].forEach((expected, i) => {
    expect(variance[i] / expected).toBeCloseTo(1, 4);
  });
  const evaluated = Array.from(layer(x, false).y.dataSync());
  [1, 3, 5, 7].forEach((value, place) => {
    expect(evaluated[2 * place]).toBeCloseTo((value - 4) / Math.sqrt(20 / 3), 3);
  });
  expect(() => layer(x, false).back(x)).toThrow(/evaluation/);
});
