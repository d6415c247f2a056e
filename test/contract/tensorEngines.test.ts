// The bundled trainer on engines that compute on tensors: a bundler may drop what registers a backend's kernels.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultOptimiser } from '../../src/core/training/defaults';
import type { EngineId, RunRequest } from '../../src/core/training/request';
import { eventsOf, finished, start, writePacked } from '../lib/trainer';
import { packedRequest } from '../unit/core/training/requests';
import { testFolder } from '../lib/testFolder';

const folder = testFolder('tensors');
const data = join(folder, 'data');
const epochs = 12;

beforeAll(() => {
  const labels = Array.from({ length: 120 }, (_, i) => i % 3);
  const splits = labels.map((_, i) => (i % 10 === 0 ? 2 : 0));
  writePacked(data, { labels, splits, width: 8, signal: 4 });
});

/** Trains two arms on an engine, as a user's run.json would have it. */
async function trained(id: EngineId, model: RunRequest['model']) {
  const run = join(folder, `${id}-${model.name}`);
  const request: RunRequest = {
    ...packedRequest,
    ...{ data: { kind: 'packed', folder: data, layout: 'features' }, seeds: [0], model },
    classes: ['a', 'b', 'c'].map((name) => ({ id: name, name, count: 36 })),
    arms: packedRequest.arms.slice(0, 2),
    engine: { id, device: 'auto', deterministic: true },
    optimiser: { ...defaultOptimiser(id, 'mlp'), learningRate: 0.01, batchSize: 32 },
    budget: { epochs, halving: false },
  };
  mkdirSync(run);
  writeFileSync(join(run, 'run.json'), JSON.stringify(request));
  const environment = { ...process.env, CLASS_BALANCE_ENGINES: join(folder, 'no-engines') };
  const args = ['--config', join(run, 'run.json')];
  const done = await finished(start('trainer', args, environment));
  return { ...done, events: eventsOf(run) };
}

describe('the bundled trainer', () => {
  test('learns on plain JavaScript', async () => {
    const id = 'cpu';
    const { code, err, out, events } = await trained(id, { name: 'mlp', hidden: 64 });
    expect(err).toBe('');
    expect(code, out).toBe(0);
    expect(events.find(({ type }) => type === 'start')).toMatchObject({ engine: id });
    expect(
      events.filter((event) => event.type === 'arm' && event.state === 'finished'),
    ).toHaveLength(2);
    const finals = events.flatMap((event) =>
      event.type === 'metrics' && event.final ? [event.metrics.accuracy] : [],
    );
    expect(Math.min(...finals)).toBeGreaterThan(0.9);
  });

  test('falls back loudly where the engine that was asked for is not set up', async () => {
    const { code, events, out } = await trained('tensorflow', { name: 'linear' });
    expect(code, out).toBe(0);
    expect(
      events.find(({ type }) => type === 'start'),
      out,
    ).toMatchObject({ engine: 'cpu' });
    const said = events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
    expect(said.join('\n')).toContain('Set Up TensorFlow Engine');
    expect(said.join('\n')).toContain('class-balance engines --set-up webgpu');
  });
});
