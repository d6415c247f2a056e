// What is launched and with what: command lines, requests, engines to choose from, settings, run folders.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../src/core/model';
import { isTrainable } from '../../../src/core/training/trainable';
import { readRunRequest } from '../../../src/core/training/read';
import { shownCommand, trainerCommand } from '../../../src/host/base/commandLine';
import { readLaunching } from '../../../src/host/settings';
import { engineOptions, type EngineKnowledge } from '../../../src/host/training/engineOptions';
import { datasetFingerprint, listedArms, runRequest } from '../../../src/host/training/runRequest';
import { createRunFolder, listRuns, summariseRun } from '../../../src/node/runFolders';
import { tempFolder } from '../node/temp';

const dataset: Dataset = {
  ...{
    id: 'a',
    name: 'Blumen ä/ö',
    format: 'delimited',
    readAs: 'Delimited table',
    unit: 'row',
    status: 'asserted',
  },
  ...{ sources: ['a.csv'], evidence: [], multiLabel: false, samples: 60, unlabelled: 0 },
  problems: [],
  classes: [
    { id: 'x', name: 'x', count: 50 },
    { id: 'y', name: 'y', count: 10 },
  ],
  splits: [{ name: 'all', samples: 60, unlabelled: 0, counts: [50, 10] }],
};
const settings = {
  command: ['run', '${seed}'],
  processes: 4,
  nodes: 2,
  rendezvous: 'h:1',
  ray: true,
};

const scan = {
  excludes: { globs: ['**/tmp'], gitignore: false },
  rules: [{ path: '**', group: 'patient' }],
};

function requestFor(engine: 'probe' | 'pytorch' | 'command', root = '/data') {
  const arms = listedArms('default', dataset, engine);
  return runRequest({
    ...{ dataset, root, engine, device: 'auto', model: 'linear', arms, seeds: 3, settings },
    ...{ tool: 'test', now: new Date('2026-01-01T10:00:00Z'), minutes: 2, scan },
  });
}

describe('command line', () => {
  const start = { node: '/a b/node', trainer: '/t/trainer.mjs', resume: true };

  test('keeps every argument apart', () => {
    const { program, args, env } = trainerCommand({ ...start, config: "/x $(rm)'/run.json" });
    expect(program).toBe('/a b/node');
    expect(args).toEqual(['/t/trainer.mjs', '--config', "/x $(rm)'/run.json", '--resume']);
    expect(env).toEqual({ ELECTRON_RUN_AS_NODE: '1' });
  });

  test('is shown as a shell would take it, control characters spelled out', () => {
    expect(shownCommand({ program: 'a b', args: ["it's", '$(x)', '--k=v', 'ä'] })).toBe(
      "'a b' 'it'\\''s' '$(x)' --k=v 'ä'",
    );
    expect(shownCommand({ program: 'x', args: ['\u001b[2J'] })).toBe("x $'\\u001b[2J'");
  });
});

describe('run request', () => {
  test.each(['probe', 'pytorch', 'command'] as const)(
    'of %s is one that a trainer reads',
    (engine) => {
      const reading = readRunRequest(JSON.stringify(requestFor(engine)));
      expect(reading).toMatchObject({ ok: true });
    },
  );

  test('tells the trainer how the dataset was found', () => {
    expect(requestFor('probe').data).toMatchObject(scan);
  });

  test('takes processes, hosts and Ray for PyTorch, and the command for a script only', () => {
    const several = { processes: 4, nodes: 2, rendezvous: 'h:1', ray: true };
    expect(requestFor('pytorch').engine).toMatchObject(several);
    expect(requestFor('probe').engine).toEqual({
      id: 'probe',
      device: 'auto',
      deterministic: true,
    });
    expect(requestFor('command').engine.command).toEqual(['run', '${seed}']);
    expect(requestFor('probe').budget.seconds).toBe(120);
  });

  test('is only made of single labels on something that can be looked at', () => {
    expect(isTrainable(dataset)).toBe(true);
    expect(isTrainable({ ...dataset, multiLabel: true })).toBe(false);
    expect(isTrainable({ ...dataset, unit: 'box' })).toBe(false);
    expect(isTrainable({ ...dataset, status: 'offered' })).toBe(false);
  });

  test('carries the fingerprint that finds its verdict again', () => {
    expect(requestFor('probe').dataset.fingerprint).toBe(datasetFingerprint(dataset));
  });
});

const facts = {
  ...{
    python: '3.12.1',
    executable: '/p',
    torch: '2.5.1',
    cuda: '12.4',
    devices: ['H100', 'H100'],
  },
  ...{ mps: false, error: null, packages: {} },
};
const probe = {
  ...{ id: 'probe' as const, title: 'Probe' },
  models: { images: ['linear', 'mlp'], features: ['linear', 'mlp'] },
  detection: { available: true as const, device: 'cpu, 2 workers', reason: 'It is always there.' },
};
const knowledge: EngineKnowledge = {
  ...{ layout: 'images', detected: [probe], command: [] },
  python: { program: '/p', facts },
};

describe('engines to choose from', () => {
  const first = (change: Partial<EngineKnowledge>): readonly string[] =>
    engineOptions({ ...knowledge, ...change }).map(({ id, device, available }) =>
      [id, device, available ? '' : 'missing'].filter(Boolean).join(' '),
    );

  test('begin with a GPU, each of them an option', () => {
    expect(first({})).toEqual([
      ...['pytorch cuda:0', 'pytorch cuda:1', 'probe auto', 'command auto missing'],
    ]);
  });

  test('begin with the probe where there is no GPU', () => {
    const python = { program: '/p', facts: { ...facts, devices: [] } };
    expect(first({ python }).slice(0, 2)).toEqual(['probe auto', 'pytorch cpu']);
  });

  test('say what would help where one is missing', () => {
    const torch = engineOptions({
      ...{ ...knowledge, python: { program: '/p', facts: { ...facts, torch: null } } },
    }).find(({ id }) => id === 'pytorch');
    expect(torch).toMatchObject({ available: false, remedy: 'torch', python: '/p' });
    const none = engineOptions({ ...knowledge, python: { fault: 'No Python was found.' } });
    expect(none.find(({ id }) => id === 'pytorch')).toMatchObject({ remedy: 'python' });
    const dense = { ...probe, id: 'wasm' as const, models: { images: [], features: ['mlp'] } };
    const unfit = engineOptions({ ...knowledge, detected: [dense] });
    expect(unfit.find(({ id }) => id === 'wasm')?.reason).toBe(
      'It does not train on images; the probe does.',
    );
    const missing = { ...dense, detection: { available: false as const, reason: 'Not set up.' } };
    const wasm = (layout: 'images' | 'features') =>
      engineOptions({ ...knowledge, layout, detected: [missing] }).find(({ id }) => id === 'wasm');
    expect(wasm('features')).toMatchObject({ available: false, remedy: 'wasm' });
    expect(wasm('images')?.remedy).toBeUndefined();
  });
});

describe('launch settings', () => {
  test('fall back where they are none', () => {
    const wrong: Record<string, unknown> = {
      'training.command': ['python', 3],
      ...{ 'training.processes': 2.5, 'training.nodes': 0, 'training.ray': 'yes' },
    };
    expect(readLaunching((key) => wrong[key])).toEqual({
      ...{ command: [], processes: 1, nodes: 1, rendezvous: '', ray: false },
    });
  });
});

describe('run folders', () => {
  test('are made apart, kept out of version control, and listed newest first', async () => {
    const root = tempFolder();
    const one = await createRunFolder(root, requestFor('probe', root));
    const two = await createRunFolder(root, requestFor('probe', root));
    expect(one).not.toBe(two);
    expect(readFileSync(join(root, '.class-balance/.gitignore'), 'utf8')).toContain('runs/');
    expect((await listRuns(root)).map(({ status }) => status)).toEqual(['new', 'new']);
    expect(existsSync(join(one, 'run.json'))).toBe(true);
  });

  test('leave a .gitignore of the user as it is', async () => {
    const root = tempFolder({ '.class-balance/.gitignore': 'mine\n' });
    await createRunFolder(root, requestFor('probe', root));
    expect(readFileSync(join(root, '.class-balance/.gitignore'), 'utf8')).toBe('mine\n');
  });

  test('tell how a run ended, and that one without an end was interrupted', async () => {
    const root = tempFolder();
    const folder = await createRunFolder(root, requestFor('probe', root));
    const events = join(folder, 'events.jsonl');
    writeFileSync(events, '{"type":"log","level":"info","message":"x"}\n');
    expect(await summariseRun(folder)).toMatchObject({ status: 'interrupted' });
    writeFileSync(events, '{"type":"end","status":"failed","reason":"no memory"}\nnoise');
    expect(await summariseRun(folder)).toMatchObject({ status: 'failed', reason: 'no memory' });
    writeFileSync(join(folder, 'run.lock'), `${process.pid}\n`);
    expect(await summariseRun(folder)).toMatchObject({ status: 'running' });
  });

  test('without a readable request are none', async () => {
    const root = tempFolder({ '.class-balance/runs/a/run.json': '{"schema":"other"}' });
    expect(await listRuns(root)).toEqual([]);
    expect(await listRuns('/no/such/folder')).toEqual([]);
  });
});
