// Near-duplicates of real picture files by real threads: what is found, kept, left out and stopped.
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DuplicatesError,
  type DuplicatesSearch,
  findDuplicates,
} from '../../../src/node/duplicates/findDuplicates';
import { readDuplicatesReport } from '../../../src/node/duplicates/readReport';
import { scanFolder } from '../../../src/node/scanFolder';
import { bundleWorkers } from '../../lib/bundledWorkers';
import { scene, scenesWithDuplicates } from '../../lib/scenes';
import { ran } from '../cli/fakeIo';
import { tempFolder } from './temp';

let workers: Awaited<ReturnType<typeof bundleWorkers>>;
beforeAll(async () => {
  workers = await bundleWorkers();
  process.env.CLASS_BALANCE_ENGINES = join(workers.hashWorker, '..', 'no-engines');
});
afterAll(() => {
  delete process.env.CLASS_BALANCE_ENGINES;
  workers.remove();
});

const excludes = { globs: [], gitignore: true };
const never = new AbortController().signal;

async function searchIn(root: string, more: Partial<DuplicatesSearch> = {}) {
  const { datasets } = await scanFolder({ root, excludes, rules: [], signal: never });
  const common = { root, excludes, rules: [], dataset: datasets[0], split: 'all', distance: 4 };
  const own = { hashWorker: workers.hashWorker, threads: 2, signal: never };
  return await findDuplicates({ ...common, ...own, ...more });
}

describe('near-duplicates of a folder', () => {
  test('are clustered class by class, and tell N where there are enough', async () => {
    const report = await searchIn(tempFolder(scenesWithDuplicates()));
    const [cat, dog] = report.classes;
    expect(report.pictures).toBe(72);
    expect(cat.counts).toMatchObject({ samples: 52, clusters: 40, doubles: 12 });
    expect(cat.finding).toBe('supported');
    expect(cat.prototypes?.n).toBeGreaterThan(52);
    expect(dog).toMatchObject({ finding: 'few-collisions', counts: { clusters: 20 } });
    expect(report.supported).toBe(1);
  });

  test('leave out what cannot be decoded, by name and reason', async () => {
    const files = scenesWithDuplicates();
    files['cat/torn.png'] = scene(3).subarray(0, 300);
    files['dog/text.jpg'] = new TextEncoder().encode('<img src=x onerror=alert(1)>');
    const report = await searchIn(tempFolder(files));
    expect(report.pictures).toBe(72);
    expect(report.skipped.count).toBe(2);
    const paths = report.skipped.examples.map(({ path }) => path).sort();
    expect(paths).toEqual(['cat/torn.png', 'dog/text.jpg']);
    expect(report.classes[0].counts.samples).toBe(52);
  });

  test('are hashed once: a file with its old size and time is not opened again', async () => {
    const files = scenesWithDuplicates();
    const [root, cache] = [tempFolder(files), join(tempFolder(), 'kept')];
    const file = join(root, 'cat/again0.png');
    utimesSync(file, 2000, 2000);
    const first = await searchIn(root, { cache });
    writeFileSync(file, Buffer.alloc(statSync(file).size));
    utimesSync(file, 2000, 2000);
    expect(await searchIn(root, { cache })).toEqual(first);
    utimesSync(file, 1000, 1000);
    expect((await searchIn(root, { cache })).skipped.count).toBe(1);
  });

  test('are hashed anew where what was kept is torn', async () => {
    const [root, cache] = [tempFolder(scenesWithDuplicates()), join(tempFolder(), 'kept')];
    const first = await searchIn(root, { cache });
    const [kept] = readdirSync(cache);
    writeFileSync(join(cache, kept), 'torn\n{"version":1}');
    expect(await searchIn(root, { cache })).toEqual(first);
  });

  test('are no longer looked for once that is stopped, and the hashes until then are kept', async () => {
    const [root, cache] = [tempFolder(scenesWithDuplicates()), join(tempFolder(), 'kept')];
    const stop = new AbortController();
    const searching = searchIn(root, {
      cache,
      signal: stop.signal,
      onProgress: ({ phase, done }) => {
        if (phase === 'hash' && done > 16) stop.abort(new Error('enough'));
      },
    });
    await expect(searching).rejects.toThrow('enough');
    expect(readdirSync(cache)).toHaveLength(1);
  });

  test('say that pictures may be there that were not looked for', async () => {
    const lost = Array.from({ length: 60 }, (_, at) => `gone/${at}.png 1`);
    const list = ['cat/0.png 0', 'cat/1.png 1', ...lost].join('\n');
    const root = tempFolder({ ...scenesWithDuplicates(), 'cat/0.txt': '', 'train.txt': list });
    const dataset = (await scanFolder({ root, excludes, rules: [], signal: never })).datasets.find(
      ({ format }) => format === 'path-label-list',
    );
    const report = await searchIn(root, { dataset });
    expect(report).toMatchObject({ pictures: 2, withoutPicture: 60 });
    expect(report.unsearched).toContain('the whole folder was not searched');
    const wanted = ['--dataset', dataset?.id ?? ''];
    const { out } = await ran(['duplicates', root, ...wanted], { hashWorker: workers.hashWorker });
    expect(out).toContain('the whole folder was not searched');
    const few = tempFolder({ 'train.txt': 'cat/0.png 0\ngone/1.png 1', 'cat/0.png': scene(1) });
    expect(await searchIn(few)).not.toHaveProperty('unsearched');
    const none = tempFolder({ 'train.txt': lost.join('\n'), 'here/1.png': '' });
    await expect(searchIn(none)).rejects.toThrow(/no picture files here.*Move the files/);
  });

  test('are not looked for where samples have no pictures', async () => {
    const root = tempFolder({ 'labels.csv': 'text,label\nhello,x\nyou,y\nthere,x\nand,y\n' });
    await expect(searchIn(root)).rejects.toThrow(DuplicatesError);
  });
});

describe('class-balance duplicates', () => {
  test('answers a report that weights take N of a class from', async () => {
    const root = tempFolder(scenesWithDuplicates());
    const pretend = { hashWorker: workers.hashWorker };
    const { code, out, err } = await ran(['duplicates', root, '--json'], pretend);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const file = join(tempFolder({ 'report.json': out }), 'report.json');
    const n = readDuplicatesReport(file).classes[0].prototypes?.n ?? 0;
    const weights = await ran(['weights', root, '--class-n', file, '--json']);
    const { classes } = JSON.parse(weights.out) as { classes: { prototypes?: number }[] };
    expect(classes.map(({ prototypes }) => prototypes)).toEqual([n, undefined]);
    rmSync(join(root, 'dog'), { recursive: true });
    const other = await ran(['weights', root, '--class-n', file]);
    expect(other).toMatchObject({ code: 2 });
  });

  test('shows each class with what was found, and refuses a distance out of range', async () => {
    const root = tempFolder(scenesWithDuplicates());
    const pretend = { hashWorker: workers.hashWorker };
    const { out } = await ran(['duplicates', root], pretend);
    expect(out).toMatch(/cat +52 +40 /);
    expect(out).toContain('dog: Only 0 of 20 samples repeat another');
    expect(await ran(['duplicates', root, '--distance', '40'], pretend)).toMatchObject({ code: 2 });
  });

  test('refuses a file that is no report', async () => {
    const root = tempFolder({ ...scenesWithDuplicates(), 'r.json': '{"schema":"other"}' });
    const { code, err } = await ran(['weights', root, '--class-n', join(root, 'r.json')]);
    expect(code).toBe(2);
    expect(err).toContain('is no report of near-duplicates');
  });
});
