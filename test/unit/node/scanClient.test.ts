// The scan client with the real worker, and with small workers that hang, crash or run out of memory.

import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Study } from '../../../src/core/sampleStudies';
import { ScanClient, type ScanClientOptions, ScanFailure } from '../../../src/node/scanClient';
import { bundleWorkers } from '../../lib/bundledWorkers';
import { tempFolder } from './temp';

let realWorker = '';

beforeAll(async () => {
  const { scanWorker, remove } = await bundleWorkers();
  realWorker = scanWorker;
  return remove;
});

function clientOf(workerFile: string, options: Partial<ScanClientOptions> = {}): ScanClient {
  const client = new ScanClient({ workerFile, ...options });
  onTestFinished(() => {
    client.dispose();
  });
  return client;
}

/** A worker made of a few lines; `answer(message, report)` replies with an empty report. */
function workerOf(body: string): string {
  const code = `
    const { parentPort, threadId, workerData } = require('node:worker_threads');
    const report = (root) => ({ schema: 'class-balance/scan@1', root, datasets: [], problems: [],
      stats: { files: threadId, bytes: 0, seconds: 0 } });
    const answer = (m) => parentPort.postMessage({ kind: 'result', id: m.id, result: report(m.params.root) });
    parentPort.on('message', (m) => { if (m.kind !== 'request') return; ${body} });`;
  return join(tempFolder({ 'worker.js': code }), 'worker.js');
}

function requestOf(root: string, signal = new AbortController().signal) {
  return { root, excludes: { globs: [], gitignore: true }, rules: [], signal };
}

describe('scan client with the real worker', () => {
  test('scan client answers with a report of the folder and tells its progress', async () => {
    const root = tempFolder({ 'a.txt': '', 'b/c.txt': '', '.gitignore': 'd\n', 'd/e': '' });
    const onProgress = vi.fn();
    const report = await clientOf(realWorker).scan({ ...requestOf(root), onProgress });
    expect(report).toMatchObject({ schema: 'class-balance/scan@1', root, stats: { files: 3 } });
    expect(report.problems).toMatchObject([{ code: 'ignored-by-gitignore' }]);
    expect(onProgress).toHaveBeenCalledWith(expect.objectContaining({ phase: 'list' }));
  });

  test('scan client finds the first samples of a class, and what occurs together', async () => {
    const files = { 'train.csv': 'file,tags\na.jpg,cat|dog\nb.jpg,cat\nc.jpg,dog\nd.jpg,cat\n' };
    const root = tempFolder({ ...files, 'b.jpg': '' });
    const client = clientOf(realWorker);
    const { datasets } = await client.scan(requestOf(root));
    const [dataset] = datasets;
    const index = dataset.classes.findIndex(({ name }) => name === 'cat');
    const ask = (study: Study) => client.study({ ...requestOf(root), dataset, study });
    const first = await ask({ kind: 'first', index, split: 'all', limit: 2 });
    expect(first).toMatchObject({
      kind: 'first',
      places: [
        { file: 'train.csv', line: 2, media: 'a.jpg', found: false },
        { file: 'train.csv', line: 3, media: 'b.jpg', found: true },
      ],
    });
    const pairs = await ask({ kind: 'pairs', split: 'all', most: 2 });
    expect(pairs).toEqual({
      kind: 'pairs',
      pairs: { classes: [index, 1 - index], together: [3, 1, 1, 2], samples: 4 },
    });
  });

  test('scan client says why a study cannot be had', async () => {
    const root = tempFolder({ 'train.csv': 'file,label\na.jpg,cat\nb.jpg,dog\nc.jpg,cat\n' });
    const client = clientOf(realWorker);
    const { datasets } = await client.scan(requestOf(root));
    const study = { kind: 'pairs', split: 'all', most: 2 } as const;
    const gone = { ...datasets[0], id: 'gone' };
    const asked = client.study({ ...requestOf(root), dataset: gone, study });
    await expect(asked).rejects.toThrow('There is no dataset “gone” any more.');
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(
      client.study({ ...requestOf(root, stop), dataset: datasets[0], study }),
    ).rejects.toThrow('enough');
  });

  test('scan client says why a folder cannot be scanned, and goes on scanning', async () => {
    const client = clientOf(realWorker);
    const gone = client.scan(requestOf(join(tempFolder(), 'gone')));
    await expect(gone).rejects.toBeInstanceOf(ScanFailure);
    await expect(gone).rejects.toThrow('was not found');
    await expect(client.scan(requestOf(tempFolder({ a: '' })))).resolves.toMatchObject({
      stats: { files: 1 },
    });
  });
});

describe('scan client keeps its worker', () => {
  test('scan client uses one worker for scans one after the other', async () => {
    const client = clientOf(workerOf('answer(m)'));
    const reports = await Promise.all(['a', 'b', 'c'].map((root) => client.scan(requestOf(root))));
    expect(reports.map((report) => report.root)).toEqual(['a', 'b', 'c']);
    expect(new Set(reports.map((report) => report.stats.files)).size).toBe(1);
  });

  test('scan client ends an idle worker and starts another when it is needed', async () => {
    const client = clientOf(workerOf('answer(m)'), { idleAfter: 1 });
    const first = await client.scan(requestOf('a'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    const second = await client.scan(requestOf('a'));
    expect(second.stats.files).not.toBe(first.stats.files);
  });

  test('scan client starts no worker before the first scan', () => {
    const client = clientOf('/nowhere/worker.js');
    expect(() => {
      client.dispose();
    }).not.toThrow();
  });
});

describe('scan client cancels', () => {
  test('scan client rejects at once though the worker hears nothing, and scans again', async () => {
    const client = clientOf(
      workerOf(`if (m.params.root === 'hang') { parentPort.postMessage({
      kind: 'event', event: 'progress',
      payload: { run: m.params.run, progress: { phase: 'list', files: 1, bytes: 0, totalBytes: 0 } } });
      for (;;); } answer(m);`),
    );
    const controller = new AbortController();
    const reason = new Error('enough');
    const hanging = client.scan({
      ...requestOf('hang', controller.signal),
      onProgress: () => {
        controller.abort(reason);
      },
    });
    await expect(hanging).rejects.toBe(reason);
    await expect(client.scan(requestOf('fine'))).resolves.toMatchObject({ root: 'fine' });
  });

  test('scan client lets a waiting scan go without touching the one before it', async () => {
    const client = clientOf(workerOf(`setTimeout(() => answer(m), 20)`));
    const controller = new AbortController();
    const first = client.scan(requestOf('first'));
    const waiting = client.scan(requestOf('waiting', controller.signal));
    const last = client.scan(requestOf('last'));
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    const reports = await Promise.all([first, last]);
    expect(reports.map((report) => report.root)).toEqual(['first', 'last']);
    expect(reports[0].stats.files).toBe(reports[1].stats.files);
  });

  test('scan client starts nothing for a scan that is aborted beforehand', async () => {
    const client = clientOf('/nowhere/worker.js');
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(client.scan(requestOf('a', aborted))).rejects.toThrow('enough');
  });

  test('scan client fails scans under way and waiting when it is disposed', async () => {
    const client = clientOf(workerOf(''));
    const scans = [client.scan(requestOf('a')), client.scan(requestOf('b'))];
    setTimeout(() => {
      client.dispose();
    }, 10);
    for (const outcome of await Promise.allSettled(scans)) {
      expect(outcome).toMatchObject({ status: 'rejected' });
    }
    await expect(client.scan(requestOf('c'))).rejects.toThrow('stopped');
  });
});

describe('scan client survives its worker', () => {
  test.each([
    ['throws', `throw new Error('boom')`, /failed unexpectedly: boom/],
    ['exits', `process.exit(3)`, /exit code 3/],
    [
      'is out of memory',
      // It lets the event loop turn, as scans do: Node 24 stops no thread that never does, however much it takes.
      `const a = []; (function more() {
        for (let at = 0; at < 300; at += 1) a.push(new Array(1000).fill(m.id));
        setImmediate(more);
      })()`,
      /more memory/,
    ],
  ])('scan client rejects with the reason when the worker %s', async (_, crash, reason) => {
    const file = workerOf(`if (m.params.root === 'bad') { ${crash}; return; } answer(m);`);
    const client = clientOf(file, { heapLimit: 16 });
    const bad = client.scan(requestOf('bad'));
    await expect(bad).rejects.toBeInstanceOf(ScanFailure);
    await expect(bad).rejects.toThrow(reason);
    await expect(client.scan(requestOf('good'))).resolves.toMatchObject({ root: 'good' });
  });

  test('scan client rejects when there is no worker file', async () => {
    const client = clientOf(join(tempFolder(), 'gone.js'));
    await expect(client.scan(requestOf('a'))).rejects.toThrow('Cannot find module');
  });

  test('scan client logs what it cannot understand and does not pass it on', async () => {
    const onLog = vi.fn();
    const onProgress = vi.fn();
    const nonsense = `parentPort.postMessage('?'); parentPort.postMessage({ kind: 'event', event: 'progress',
      payload: { run: 'x' } }); answer(m);`;
    await clientOf(workerOf(nonsense), { onLog }).scan({ ...requestOf('a'), onProgress });
    expect(onLog).toHaveBeenCalledTimes(2);
    expect(onProgress).not.toHaveBeenCalled();
  });

  test('scan client tells each scan its own news only', async () => {
    const late = `parentPort.postMessage({ kind: 'event', event: 'progress', payload: { run: m.params.run - 1,
      progress: { phase: 'list', files: 1, bytes: 0, totalBytes: 0 } } }); answer(m);`;
    const onProgress = vi.fn();
    await clientOf(workerOf(late)).scan({ ...requestOf('a'), onProgress });
    expect(onProgress).not.toHaveBeenCalled();
  });
});
