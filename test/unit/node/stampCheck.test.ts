// Stamps of files asked for in one thread and in two, of which one may fail.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest';
import type { Part } from '../../../src/node/countedFiles';
import { FileFacts } from '../../../src/node/fileFacts';
import { StampCheck } from '../../../src/node/stampCheck';
import { WorkerLane } from '../../../src/node/workerLane';
import { bundleWorkers } from '../../lib/bundledWorkers';
import { tempFolder } from './temp';

let realWorker = '';

beforeAll(async () => {
  const { unitWorker, remove } = await bundleWorkers();
  realWorker = unitWorker;
  return remove;
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const never = new AbortController().signal;
const names = Array.from({ length: 60 }, (_, at) => `${at} ä.txt`);

function laneOf(workerFile = realWorker): WorkerLane {
  const lane = new WorkerLane({ workerFile, heapLimit: 64 });
  onTestFinished(() => lane.dispose());
  return lane;
}

/** Sixty files, three a part, with the stamps that they have now. */
function stamped(): { root: string; parts: Part[] } {
  const root = tempFolder(Object.fromEntries(names.map((name) => [name, name])));
  const facts = new FileFacts(root);
  const parts = Array.from({ length: 20 }, (_, at) => {
    const paths = names.slice(at * 3, at * 3 + 3);
    return { paths, stamp: facts.stampOf(paths) };
  });
  return { root, parts };
}

/** The parts, and how many were asked for. */
function told(parts: readonly Part[]): { all: Iterator<Part>; count: () => number } {
  let count = 0;
  const all = (function* () {
    for (const part of parts) {
      count += 1;
      yield part;
    }
  })();
  return { all, count: () => count };
}

describe('a check of stamps', () => {
  test.each(['one thread', 'two threads'])('finds files the same in %s', async (threads) => {
    const { root, parts } = stamped();
    const lane = threads === 'one thread' ? undefined : laneOf();
    const asked = vi.spyOn(WorkerLane.prototype, 'stamp');
    const here = vi.spyOn(FileFacts.prototype, 'stampOf');
    const check = new StampCheck(parts.values(), new FileFacts(root), lane);
    expect(await check.areSame(never)).toBe(true);
    expect(asked.mock.calls.length + here.mock.calls.length).toBe(20);
    expect(asked.mock.calls.length > 0).toBe(lane !== undefined);
  });

  test.each([0, 7, 19])('ends where a file of part %i has changed or gone', async (at) => {
    const { root, parts } = stamped();
    for (const lane of [undefined, laneOf()]) {
      const check = (): Promise<boolean> =>
        new StampCheck(parts.values(), new FileFacts(root), lane).areSame(never);
      expect(await check()).toBe(true);
      writeFileSync(join(root, names[at * 3 + 1]), 'something else');
      expect(await check()).toBe(false);
      rmSync(join(root, names[at * 3 + 1]));
      expect(await check()).toBe(false);
      writeFileSync(join(root, names[at * 3 + 1]), names[at * 3 + 1]);
      const { paths } = parts[at];
      parts[at] = { paths, stamp: new FileFacts(root).stampOf(paths) };
    }
  });

  test('does not ask on once a part has changed', async () => {
    const { root, parts } = stamped();
    parts[1] = { ...parts[1], stamp: 'other' };
    const { all, count } = told(parts);
    expect(await new StampCheck(all, new FileFacts(root), undefined).areSame(never)).toBe(false);
    expect(count()).toBe(2);
  });

  test('is made here where the other thread fails', async () => {
    const { root, parts } = stamped();
    const broken = join(tempFolder({ 'worker.js': 'process.exit(1);' }), 'worker.js');
    const check = new StampCheck(parts.values(), new FileFacts(root), laneOf(broken));
    expect(await check.areSame(never)).toBe(true);
  });

  test('rejects with the reason of an abort', async () => {
    const { root, parts } = stamped();
    const signal = AbortSignal.abort(new Error('enough'));
    const check = new StampCheck(parts.values(), new FileFacts(root), laneOf());
    await expect(check.areSame(signal)).rejects.toThrow('enough');
  });
});
