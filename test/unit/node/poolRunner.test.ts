// Units in several threads: the same tallies in order, a failed thread's unit counted here, aborts heard.

import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { WorkUnit } from '../../../src/core/claims';
import { formats } from '../../../src/core/formats/registry';
import { Survey } from '../../../src/core/survey';
import { DiskSource } from '../../../src/node/diskSource';
import { InProcessRunner } from '../../../src/node/inProcessRunner';
import { PoolRunner } from '../../../src/node/poolRunner';
import { WorkerLanes } from '../../../src/node/workerLanes';
import { bundleWorkers } from '../../lib/bundledWorkers';
import { root as projectRoot } from '../../lib/shared';
import { tempFolder } from './temp';

let realWorker = '';

beforeAll(async () => {
  const { unitWorker, remove } = await bundleWorkers();
  realWorker = unitWorker;
  return remove;
});

const labels = Object.fromEntries(
  Array.from({ length: 60 }, (_, at) => [`labels/${at}.txt`, `${at % 7} 0.5 0.5 0.1 0.1\n`]),
);

/** YOLO files, ten a unit. */
const units = Array.from({ length: 6 }, (_, at): WorkUnit => {
  const paths = Object.keys(labels).slice(at * 10, at * 10 + 10);
  const options = { classes: 7, poseFields: 0, backgrounds: 0 };
  return { format: 'yolo', split: 'train', paths, bytes: 200, options };
});

const never = new AbortController().signal;

function poolOf(root: string, workerFile: string): { pool: PoolRunner; local: InProcessRunner } {
  const local = new InProcessRunner(formats, new DiskSource(root));
  const lanes = new WorkerLanes({ workerFile, threads: 3, startAfter: 0, heapLimit: 128 });
  onTestFinished(() => lanes.dispose());
  return { pool: new PoolRunner(root, local, lanes), local };
}

/** A worker made of a few lines that run for every request. */
function workerOf(body: string): string {
  const code = `const { parentPort } = require('node:worker_threads');
    parentPort.on('message', (message) => { if (message.kind === 'request') { ${body} } });`;
  return join(tempFolder({ 'worker.js': code }), 'worker.js');
}

async function countAll(pool: PoolRunner, signal = never, onBytes = vi.fn()) {
  return Promise.all(units.map((unit) => pool.run(unit, signal, onBytes)));
}

describe('pool runner', () => {
  test('pool runner counts each unit as one thread does, and tells all bytes', async () => {
    const { pool, local } = poolOf(tempFolder(labels), realWorker);
    const onBytes = vi.fn<(bytes: number) => void>();
    const spy = vi.spyOn(local, 'run');
    const tallies = await countAll(pool, never, onBytes);
    expect(spy.mock.calls.length).toBeLessThan(units.length);
    spy.mockRestore();
    const alone = [];
    for (const unit of units) alone.push(await local.run(unit, never, vi.fn()));
    expect(tallies).toEqual(alone);
    const bytes = Object.values(labels).reduce((sum, text) => sum + text.length, 0);
    expect(onBytes.mock.calls.reduce((sum, [more]) => sum + more, 0)).toBe(bytes);
  });

  test.each([
    ['exits', 'process.exit(3)'],
    ['throws', "throw new Error('no')"],
    ['answers nonsense', "parentPort.postMessage({ kind: 'result', id: message.id, result: 1 })"],
    ['sends no envelope', "parentPort.postMessage('hello')"],
    [
      'eats its memory',
      // It lets the event loop turn, as counting does: Node 24 stops no thread that never does.
      `const all = []; (function more() {
        all.push(new Array(1e5).fill(0.5));
        setImmediate(more);
      })();`,
    ],
  ])('pool runner counts here what a thread that %s was given', async (_, body) => {
    const { pool, local } = poolOf(tempFolder(labels), workerOf(body));
    const tallies = await countAll(pool);
    const alone = [];
    for (const unit of units) alone.push(await local.run(unit, never, vi.fn()));
    expect(tallies).toEqual(alone);
  });

  test('pool runner tells what a unit looks at besides its own files, wherever it is counted', async () => {
    const root = join(projectRoot, 'test/fixtures/formats/celeba/partition/data');
    const survey = new Survey(new DiskSource(root), {
      ...{ formats, rules: [], signal: never },
      excludes: { globs: [], gitignore: false },
    });
    const { all } = await survey.planned();
    const [unit] = all.flatMap(({ plan }) => plan.units);
    const { pool } = poolOf(root, realWorker);
    const strays = await Promise.all(
      [1, 2, 3].map(async () => {
        const onStray = vi.fn<(path: string) => void>();
        await pool.run(unit, never, vi.fn(), onStray);
        return [...new Set(onStray.mock.calls.flat())];
      }),
    );
    expect(strays).toEqual(Array(3).fill(['Eval/list_eval_partition.txt']));
  });

  test('pool runner passes on, with its code, that a file cannot be read', async () => {
    const { pool } = poolOf(tempFolder({ 'a.json': '{}' }), realWorker);
    const unit: WorkUnit = {
      ...{ format: 'delimited', split: 'all', paths: ['gone.csv'], bytes: 1 },
      options: {
        recipe: {
          label: { kind: 'column', column: 0, join: null, integers: false, folder: false },
          ...{ split: null, image: [], needs: [] },
        },
        layout: {
          ...{ encoding: 'utf-8', delimiter: ',', quote: '"', skipLines: 0 },
          ...{ header: true, columns: 1 },
        },
      },
    };
    const refused = await Promise.allSettled([1, 2, 3].map(() => pool.run(unit, never, vi.fn())));
    for (const one of refused) {
      const reason: unknown = one.status === 'rejected' ? one.reason : undefined;
      expect(reason).toMatchObject({ code: 'not-found', path: 'gone.csv' });
    }
  });

  test('pool runner rejects with the reason of an abort, even where a thread hangs', async () => {
    const { pool } = poolOf(tempFolder(labels), workerOf('for (;;);'));
    const controller = new AbortController();
    const all = Promise.allSettled(units.map((unit) => pool.run(unit, controller.signal, vi.fn())));
    const reason = new Error('enough');
    controller.abort(reason);
    for (const one of await all) {
      if (one.status === 'rejected') expect(one.reason).toBe(reason);
    }
    expect((await all).some((one) => one.status === 'rejected')).toBe(true);
  });
});
