// The TensorFlow engine as the set-up built it, on the TensorFlow of a Python environment.
import { beforeAll, describe, expect, test } from 'vitest';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installedEngine } from '../../src/node/engineSetUp/installed';
import { tensorflowKernels } from '../../src/trainer/engines/tensorflow/kernels';
import { tensorflow } from '../../src/trainer/engines/tensorflow/tensorflow';
import { plainKernels } from '../../src/trainer/tensors/kernels';
import { modelOf } from '../../src/trainer/tensors/models';
import type { Tensor, Tensor4D, Tf } from '../../src/trainer/tensors/tf';
import { lossErrorsAt } from '../lib/tensorChecks';
import { accuracy, dataOf, jobOf, quiet } from '../lib/tensorJobs';

const options = { device: 'cpu', deterministic: true };
let tf: Tf;

beforeAll(async () => {
  expect(await tensorflow.detect(options)).toMatchObject({ available: true });
  const engine = await installedEngine('tensorflow');
  tf = createRequire(join(engine!.folder, 'package.json'))('@tensorflow/tfjs-node') as Tf;
});

const random = (shape: number[], seed: number): Tensor4D =>
  tf.randomNormal(shape as [number, number, number, number], 0, 1, 'float32', seed);

/** Largest difference over the largest value. */
const apart = (a: Tensor, b: Tensor): number =>
  tf.div(tf.max(tf.abs(tf.sub(a, b))), tf.max(tf.abs(b))).dataSync()[0];

describe('the tensorflow engine', () => {
  test('says on which TensorFlow it stands', async () => {
    const found = await tensorflow.detect(options);
    expect(found).toMatchObject({
      device: expect.stringMatching(/^cpu, \d+ threads$/) as string,
      environment: {
        tensorflow: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
        tfjs: '4.22.0',
      },
    });
  });

  test.each([1, 30])(
    'gives losses and gradients as in float64 at logits of scale %d',
    async (scale) => {
      for (const [name, { value, gradient }] of await lossErrorsAt(tf, scale)) {
        expect(value, name).toBeLessThan(1e-6);
        expect(gradient, name).toBeLessThan(1e-6);
      }
    },
  );

  test('has kernels that agree with the plain ones', () => {
    const [own, plain] = [tensorflowKernels(tf), plainKernels(tf)];
    const [x, dy] = [random([4, 5, 6, 3], 1), random([4, 5, 6, 3], 2)];
    const [scale, shift] = [tf.tensor1d([0.5, 1, 2]), tf.tensor1d([0, -1, 3])];
    expect(apart(own.reluGradient(dy, tf.relu(x)), plain.reluGradient(dy, tf.relu(x)))).toBe(0);
    expect(apart(own.channelSums(dy), plain.channelSums(dy))).toBeLessThan(1e-5);
    const [a, b] = [own, plain].map((one) => one.batchNormalise(x, scale, shift, 1e-5));
    expect(apart(a.y, b.y)).toBeLessThan(1e-5);
    expect(apart(a.mean, b.mean)).toBeLessThan(1e-5);
    expect(apart(a.variance, b.variance)).toBeLessThan(1e-5);
    const [backA, backB] = [a.back(dy), b.back(dy)];
    for (const name of ['dx', 'scale', 'shift'] as const) {
      expect(apart(backA[name], backB[name]), name).toBeLessThan(1e-4);
    }
  });

  test.each(['linear', 'mlp', 'small-cnn', 'resnet20'])(
    "has the gradients that TensorFlow.js's own tape finds: %s",
    (name) => {
      const loss = { cosine: name === 'mlp', bias: undefined };
      const request = { model: { name }, shape: [8, 8, 3], classes: 3, loss, seed: 4 };
      const model = modelOf(tf, plainKernels(tf), request);
      const [x, weights] = [random([6, 8, 8, 3], 3), random([6, 3], 4)];
      const variables = model.parameters.map(({ variable }) => variable);
      const taped = tf.variableGrads(
        () => tf.sum(tf.mul(model.layer(x, true).y, weights as Tensor)),
        variables,
      );
      model.layer(x, true).back(weights);
      variables.forEach((variable, i) => {
        const own = model.gradients.get(variable)!;
        expect(apart(own, taped.grads[variable.name]), `${name} ${i}`).toBeLessThan(1e-3);
      });
    },
  );

  test.each([
    ['small-cnn', 160],
    ['resnet20', 32],
  ])('trains %s, the same again and after a resume', async (name, train) => {
    const images = dataOf('images', [8, 8, 3], { train });
    const session = await tensorflow.open(images, { name }, options);
    const { optimiser } = jobOf();
    const job = jobOf({ optimiser: { ...optimiser, kind: 'adamw', learningRate: 0.005 } });
    const whole = await session.train(job, quiet);
    if (name === 'small-cnn') expect(accuracy(whole.test, images.test)).toBeGreaterThan(0.8);
    const half = await session.train({ ...job, until: 2 }, quiet);
    expect(await session.train({ ...job, from: half.state }, quiet)).toEqual(whole);
    await session.close();
  });
});
