// The TensorFlow.js export in TensorFlow.js: fit multiplies each sample's loss by the weight of its class.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { transform } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { tfjs } from '../../../../src/core/exporters/tfjs';
import { classesOf, exportInput, textOf } from '../../../lib/exportInput';

const counts = [700, 250, 0, 50];
const labels = [0, 0, 1, 3, 0, 1];

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
});

async function exported(): Promise<Record<number, number>> {
  const [file] = tfjs.files(exportInput(classesOf(...counts)), tfjs.fileName);
  const { code } = await transform(await textOf(file), { loader: 'ts', format: 'esm' });
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  const module = (await import(/* @vite-ignore */ url)) as {
    classWeight: Record<number, number>;
  };
  return module.classWeight;
}

test('TensorFlow.js fits with the exported weights: the mean of weighted losses', async () => {
  const classWeight = await exported();
  const weights = exportInput(classesOf(...counts)).table.rows.map((row) => row.weight);
  expect(Object.values(classWeight)).toEqual(weights);
  const bias = [0.3, -0.7, 0.1, 1.2];
  const dense = layers.dense({ units: 4, activation: 'softmax', inputShape: [1] });
  const model = sequential({ layers: [dense] });
  dense.setWeights([tf.zeros([1, 4]), tf.tensor1d(bias)]);
  model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
  const [xs, ys] = [tf.zeros([labels.length, 1]), tf.oneHot(labels, 4)];
  const { history } = await model.fit(xs, ys, { classWeight, epochs: 1 });
  const normaliser = Math.log(bias.reduce((sum, logit) => sum + Math.exp(logit), 0));
  const losses = labels.map((label) => weights[label] * (normaliser - bias[label]));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / labels.length;
  expect(Number(history.loss[0])).toBeCloseTo(mean, 5);
});
