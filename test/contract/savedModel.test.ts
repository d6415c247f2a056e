// A run asked to save its model: what lies in the run folder, loaded by TensorFlow.js, gives the numbers of the verdict.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { longTailCounts } from '../../src/core/training/longTail';
import { openPacked } from '../../src/trainer/data/packed';
import { metricsOf } from '../../src/trainer/metrics';
import { loadModelFolder } from '../lib/loadModel';
import { root } from '../lib/shared';
import { eventsOf, train, writeTable } from '../lib/trainer';
import { testFolder } from '../lib/testFolder';

const folder = testFolder('saved');
/** Metrics of the loaded model on the packed test split, and those that the run reported for that arm and seed. */
async function both(workspace: string, run: string, layout: 'images' | 'features') {
  const cache = join(workspace, '.class-balance', 'cache');
  const [entry] = readdirSync(cache).filter((name) => name !== '.gitignore');
  const model = await loadModelFolder(join(run, 'model'));
  const { arm, seed, classes } = model.metadata as {
    readonly arm: string;
    readonly seed: number;
    readonly classes: readonly string[];
  };
  const data = openPacked(join(cache, entry), layout, classes.length, cache);
  const { test: split, shape } = data;
  const size = shape.reduce((product, side) => product * side, 1) * split.count;
  const read = layout === 'images' ? new Uint8Array(size) : new Float32Array(size);
  split.read(
    Array.from({ length: split.count }, (_, at) => at),
    read,
  );
  const logits = model.logits(Float32Array.from(read), shape);
  const counts = classes.map((_, label) => data.train.labels.filter((one) => one === label).length);
  const kind = arm.includes('focal') || arm.includes('sigmoid') ? 'sigmoid' : 'softmax';
  const said = eventsOf(run).find(
    (event) =>
      event.type === 'metrics' &&
      event.final &&
      event.split === 'test' &&
      event.arm === arm &&
      event.seed === seed,
  );
  if (said?.type !== 'metrics') throw new Error('no metrics');
  return { loaded: metricsOf({ logits, labels: split.labels, counts, kind }), said: said.metrics };
}

/** The loss depends on every logit. */
async function expectSame(workspace: string, run: string, layout: 'images' | 'features') {
  const { loaded, said } = await both(workspace, run, layout);
  expect(loaded.recall).toEqual(said.recall);
  expect(Math.abs(loaded.loss - said.loss)).toBeLessThan(1e-4 * Math.max(1, said.loss));
}

test.each([
  ['probe', 'linear'],
  ['probe', 'mlp'],
  ['cpu', 'mlp'],
])(
  'the model of a table by %s, %s',
  async (engine, model) => {
    const at = join(folder, `${engine}-${model}`);
    writeTable(join(at, 'flowers.csv'), [120, 40, 20], ['a', 'b', 'c']);
    const run = join(folder, `${engine}-${model}-run`);
    const args = ['--engine', engine, '--model', model, '--seeds', '2', '--epochs', '10'];
    const { code, err } = await train([at, '--out', run, ...args, '--save-model']);
    expect(err).toBe('');
    expect(code).toBe(0);
    await expectSame(at, run, 'features');
  },
  120_000,
);

test('the model of images by the probe, patches and all', async () => {
  const at = join(folder, 'pets');
  const images = join(root, 'test', 'fixtures', 'images');
  const names = readdirSync(images).filter((name) => !name.endsWith('.rgb'));
  const [many, few] = longTailCounts([names.length, names.length], 2);
  for (const [kind, count] of [
    ['cats', many],
    ['dogs', few],
  ] as const) {
    mkdirSync(join(at, kind), { recursive: true });
    for (const name of names.slice(0, count))
      copyFileSync(join(images, name), join(at, kind, name));
  }
  const run = join(folder, 'pets-run');
  const { code, err } = await train([
    at,
    '--out',
    run,
    '--seeds',
    '1',
    '--epochs',
    '10',
    '--save-model',
  ]);
  expect(err).toBe('');
  expect(code).toBe(0);
  await expectSame(at, run, 'images');
}, 120_000);

test('no model is saved unless asked for, and none of an engine that keeps its own', async () => {
  const at = join(folder, 'plain');
  writeTable(join(at, 'flowers.csv'), [60, 30, 20], ['a', 'b', 'c']);
  const run = join(folder, 'plain-run');
  const { code } = await train([at, '--out', run, '--seeds', '1', '--epochs', '5']);
  expect(code).toBe(0);
  expect(readdirSync(run)).not.toContain('model');
}, 60_000);
