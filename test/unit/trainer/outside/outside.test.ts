// Runs by another program: the user's script for each loss and seed, with Node.js standing in for what they use.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../../src/core/model';
import { newRunRequest } from '../../../../src/core/training/newRequest';
import type { RunRequest } from '../../../../src/core/training/request';
import { filled } from '../../../../src/trainer/outside/template';
import { runOutside } from '../../../../src/trainer/outside/outside';
import { readEvents } from '../../../../src/trainer/run/eventFile';
import { npyHeader, type NpyType } from '../../../../src/core/writing/npy';
import { tempFolder } from '../../node/temp';

const dataset: Dataset = {
  ...{
    id: 'a',
    name: 'a',
    format: 'delimited',
    readAs: 'Delimited table',
    unit: 'row',
    status: 'asserted',
    sources: [],
  },
  ...{ evidence: [], multiLabel: false, samples: 60, unlabelled: 0, problems: [] },
  classes: [
    { id: 'x', name: 'x', count: 50 },
    { id: 'y', name: 'y', count: 10 },
  ],
  splits: [{ name: 'all', samples: 60, unlabelled: 0, counts: [50, 10] }],
};

/** A script that checks what it is given, plots a number and leaves predictions that favour the loss's weights. */
const script = `
const fs = require('node:fs'), path = require('node:path');
const [config, weights, folder, seed] = process.argv.slice(2);
const loss = JSON.parse(fs.readFileSync(config));
const list = JSON.parse(fs.readFileSync(weights));
if (loss.classes.some(({ weight }, at) => weight !== list[at])) throw new Error('weights differ');
if (path.join(folder, 'events.jsonl') !== process.env.CLASS_BALANCE_EVENTS) throw new Error('place');
if (loss.loss.family === 'ldam') throw new Error('cannot do LDAM');
fs.appendFileSync(process.env.CLASS_BALANCE_EVENTS, JSON.stringify({ step: 1, my_loss: 0.5 }) + '\\n');
const out = process.env.CLASS_BALANCE_OUT;
for (const name of ['test-logits.npy', 'test-labels.npy']) fs.copyFileSync(path.join(__dirname, name), path.join(out, name));
`;

const rest = {
  packageFolder: import.meta.dirname,
  write: () => undefined,
  onEvent: () => undefined,
};

function place(command?: readonly string[]): { folder: string; request: RunRequest } {
  const logits = npyBytes('<f4', [4, 2], new Float32Array([2, 1, 1, 2, 2, 1, 2, 1]));
  const labels = npyBytes('<i4', [4], new Int32Array([0, 1, 0, 1]));
  const files = { 'own script.js': script, 'test-logits.npy': logits, 'test-labels.npy': labels };
  const root = tempFolder({ ...files, 'run/': '' });
  const request = newRunRequest({
    ...{
      root,
      dataset,
      created: '2026-01-01T00:00:00Z',
      tool: 'test',
      engine: 'command',
      seeds: 2,
    },
  });
  const own = ['${lossConfig}', '${weightsFile}', '${runFolder}', '${seed}'];
  const whole = command ?? [process.execPath, join(root, 'own script.js'), ...own];
  return {
    folder: join(root, 'run'),
    request: { ...request, engine: { ...request.engine, command: whole } },
  };
}

async function run(
  at: ReturnType<typeof place>,
  resume = false,
  signal = new AbortController().signal,
) {
  return await runOutside({ ...at, resume, python: undefined, signal, ...rest });
}

describe("the user's own script", () => {
  test('runs for each loss and seed and gets a verdict from its predictions', async () => {
    const at = place();
    expect(await run(at)).toBe('done');
    const events = readEvents(join(at.folder, 'events.jsonl'));
    const finals = events.filter((one) => one.type === 'metrics');
    expect(finals).toHaveLength(10);
    expect(finals[0]).toMatchObject({ arm: 'softmax', seed: 0, final: true });
    expect(finals[0].metrics.recall).toEqual([1, 0.5]);
    const failed = events.filter((one) => one.type === 'arm' && one.state === 'failed');
    expect(failed).toHaveLength(2);
    expect(JSON.stringify(failed[0])).toContain('cannot do LDAM');
    expect(events.some((one) => one.type === 'verdict')).toBe(true);
    expect(existsSync(join(at.folder, 'loss-config.json'))).toBe(true);
    expect(readFileSync(join(at.folder, 'events.jsonl'), 'utf8')).toContain('my_loss');
  });

  test('goes on with what is missing when it is resumed, and refuses a second start', async () => {
    const at = place();
    await run(at);
    await expect(run(at)).rejects.toThrow('holds a run already');
    expect(await run(at, true)).toBe('done');
    const events = readEvents(join(at.folder, 'events.jsonl'));
    const started = events.filter((one) => one.type === 'arm' && one.state === 'started');
    // Only the two that failed are tried again.
    expect(started).toHaveLength(14);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, seq) => seq));
  });

  test('that is not there ends the run with that word', async () => {
    const at = place(['/no/such/program']);
    expect(await run(at)).toBe('failed');
    const [end] = readEvents(join(at.folder, 'events.jsonl')).slice(-1);
    expect(end).toMatchObject({ type: 'end', status: 'failed' });
    expect(end.type === 'end' && end.reason).toContain('could not be started');
  });

  test('that fails for every loss has not done its work', async () => {
    const at = place([process.execPath, '-e', 'process.exit(4)']);
    expect(await run(at)).toBe('failed');
    const [end] = readEvents(join(at.folder, 'events.jsonl')).slice(-1);
    const reason = 'The script failed for every loss and seed.';
    expect(end).toMatchObject({ type: 'end', status: 'failed', reason });
  });

  test('stops when it is asked to', async () => {
    const wait = ['-e', 'setInterval(() => {}, 1000)'];
    const at = place([process.execPath, ...wait]);
    const controller = new AbortController();
    const ending = run(at, false, controller.signal);
    setTimeout(() => {
      controller.abort();
    }, 300);
    expect(await ending).toBe('stopped');
  });
});

describe('command template', () => {
  test('fills one argument, once, and leaves the rest', () => {
    const values = { lossConfig: '/a b/${seed}.json', weightsFile: 'w', runFolder: 'r', seed: '3' };
    expect(filled('--loss=${lossConfig}', values)).toBe('--loss=/a b/${seed}.json');
    expect(filled('${seed} ${home} ${constructor}', values)).toBe('3 ${home} ${constructor}');
  });
});

describe('the PyTorch engine', () => {
  test('that cannot be started ends the run with its reason', async () => {
    const at = place();
    const engine = { ...at.request.engine, id: 'pytorch' as const };
    const data = { kind: 'packed' as const, folder: '.', layout: 'features' as const };
    const request = { ...at.request, engine, data };
    const signal = new AbortController().signal;
    const python = '/no/such/python';
    const options = { ...at, request, resume: false, python, signal, ...rest };
    expect(await runOutside(options)).toBe('failed');
    const [end] = readEvents(join(at.folder, 'events.jsonl')).slice(-1);
    expect(end.type === 'end' && end.reason).toMatch(/python/);
  });
});

function npyBytes(type: NpyType, shape: readonly number[], values: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([npyHeader(type, shape), bytes]);
}
