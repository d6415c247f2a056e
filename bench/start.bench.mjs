// How long from starting the trainer to its first batch, engine by engine, interleaved. Goal: at most 5 s.
// Packed data, the default model for their layout; engines that are not set up are left out by name (see
// scripts/test-engines.mjs). ROUNDS (default 5) counts rounds. Must not know how an engine starts.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDir, removeFolder, root, tempFolder } from '../scripts/lib/paths.mjs';
import { swiftShader } from '../scripts/lib/swiftShader.mjs';

const rounds = Number(process.env.ROUNDS ?? 5);
const patience = 120_000;
const work = tempFolder('bench-start');
const folder = process.env.CLASS_BALANCE_ENGINES ?? join(cacheDir, 'test-engines');
const env = {
  ...process.env,
  ...{ CLASS_BALANCE_ENGINES: folder, TF_CPP_MIN_LOG_LEVEL: '3', ...(await swiftShader()) },
};
const isSetUp = (id) => existsSync(join(folder, id, 'engine.json'));

const contenders = {
  'probe, images': { id: 'probe', layout: 'images', model: 'linear' },
  'probe, vectors': { id: 'probe', layout: 'features', model: 'linear' },
  'cpu, vectors': { id: 'cpu', layout: 'features', model: 'mlp' },
  ...(isSetUp('wasm') && { 'wasm, vectors': { id: 'wasm', layout: 'features', model: 'mlp' } }),
  ...(isSetUp('tensorflow') && {
    'tensorflow, images': { id: 'tensorflow', layout: 'images', model: 'small-cnn' },
  }),
  ...(isSetUp('webgpu') && {
    'webgpu in software, vectors': {
      ...{ id: 'webgpu', layout: 'features', model: 'mlp', device: 'software' },
    },
  }),
};

/** An array of NumPy's, version 1. */
function writeNpy(file, type, shape, values) {
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const head = `${text.padEnd(117)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, head.length, 0]);
  writeFileSync(file, Buffer.concat([start, Buffer.from(head), Buffer.from(values.buffer)]));
}

/** 2,560 samples of ten classes, a tenth of them to test on. */
function writeData() {
  const count = 2560;
  const labels = Int32Array.from({ length: count }, (_, at) => at % 10);
  const random = (length, Type) => Type.from({ length }, (_, at) => (at * 7919) % 251);
  for (const [layout, type, shape, Type] of [
    ['images', '|u1', [32, 32, 3], Uint8Array],
    ['features', '<f4', [64], Float32Array],
  ]) {
    const to = join(work, layout);
    mkdirSync(to, { recursive: true });
    const size = shape.reduce((product, side) => product * side, 1);
    writeNpy(join(to, 'x.npy'), type, [count, ...shape], random(count * size, Type));
    writeNpy(join(to, 'y.npy'), '<i4', [count], labels);
    const split = Uint8Array.from(labels, (_, at) => (at % 10 === 3 ? 2 : 0) * (at % 3 === 0));
    writeNpy(join(to, 'split.npy'), '|u1', [count], split);
  }
}

function requestOf({ id, layout, model, device = 'auto' }) {
  const classes = Array.from({ length: 10 }, (_, at) => String(at));
  return {
    ...{ schema: 'class-balance/run', version: 1, name: 'start', tool: 'bench' },
    created: '2026-01-01T00:00:00Z',
    dataset: {
      ...{ name: 'start', sources: ['x'], unit: 'image', split: 'train', multiLabel: false },
      ...{ samples: 2560, fingerprint: null },
    },
    classes: classes.map((name) => ({ id: name, name, count: 256 })),
    data: { kind: 'packed', folder: join(work, layout), layout },
    model: { name: model },
    engine: { id, device, deterministic: true },
    arms: [
      {
        ...{ name: 'softmax', loss: { family: 'softmax', scheme: 'none' } },
        ...{ schedule: { kind: 'none' }, sampler: { kind: 'none' } },
      },
    ],
    seeds: [0],
    optimiser: {
      ...{ kind: id === 'probe' ? 'lbfgs' : 'adamw', learningRate: null, momentum: 0.9 },
      ...{ weightDecay: 1e-3, batchSize: 128, warmupEpochs: 0, decay: 'none' },
    },
    budget: { epochs: 30, halving: false },
    weightScale: 'sample-mean',
  };
}

/** Seconds from the start of the process to the first progress that it tells; the run is then given up. */
async function firstBatch(name) {
  const run = join(work, 'run');
  rmSync(run, { recursive: true, force: true });
  mkdirSync(run);
  const config = join(run, 'run.json');
  writeFileSync(config, JSON.stringify(requestOf(contenders[name])));
  const started = Date.now();
  const trainer = spawn(process.execPath, ['dist/trainer.mjs', '--config', config], {
    ...{ cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] },
  });
  trainer.stdout.resume();
  const over = new Promise((resolve) => trainer.once('close', resolve));
  const events = join(run, 'events.jsonl');
  try {
    while (Date.now() - started < patience) {
      const text = existsSync(events) ? readFileSync(events, 'utf8') : '';
      const lines = text.split('\n').slice(0, -1).map(JSON.parse);
      const used = lines.find(({ type }) => type === 'start')?.engine;
      if (used !== undefined && used !== contenders[name].id) {
        throw new Error(`${name}: ${used} stood in.`);
      }
      const first = lines.find(({ type }) => type === 'progress');
      if (first !== undefined) return (Date.parse(first.t) - started) / 1000;
      const end = lines.find(({ type }) => type === 'end');
      if (end !== undefined) throw new Error(`${name}: ${end.reason}`);
      await sleep(10);
    }
    throw new Error(`${name}: no batch within ${patience / 1000} s`);
  } finally {
    trainer.kill('SIGKILL');
    await over;
  }
}

const seconds = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
try {
  writeData();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of Object.keys(contenders)) seconds[name].push(await firstBatch(name));
  }
} finally {
  removeFolder(work);
}
console.log(`${'seconds to the first batch'.padEnd(28)}  median  lowest  highest  rounds`);
for (const [name, all] of Object.entries(seconds)) {
  const sorted = all.toSorted((a, b) => a - b);
  const cells = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)].map((value) =>
    value.toFixed(2).padStart(7),
  );
  console.log(`${name.padEnd(28)} ${cells.join(' ')}  ${sorted.length}`);
}
