// What was counted once is not counted again until a file changes; a cache that is torn or foreign is none.

import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WorkUnit } from '../../../src/core/claims';
import { formats } from '../../../src/core/formats/registry';
import type { TallyData } from '../../../src/core/tally';
import { CachedRunner } from '../../../src/node/cachedRunner';
import { DiskSource } from '../../../src/node/diskSource';
import { FileFacts } from '../../../src/node/fileFacts';
import { InProcessRunner } from '../../../src/node/inProcessRunner';
import type { CacheLimits } from '../../../src/node/sealedFiles';
import { TallyCache, tallyLimits } from '../../../src/node/tallyCache';
import { tempFolder } from './temp';

afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;

function unitOf(...paths: readonly string[]): WorkUnit {
  const options = { classes: 9, poseFields: 0, backgrounds: 0 };
  return { format: 'yolo', split: 'train', paths, bytes: 10, options };
}

const row = (label: number): string => `${label} 0.5 0.5 0.1 0.1\n`;

/** A folder of two label files that were written long ago, and a folder to keep tallies in. */
function settled(): { root: string; folder: string; age: (name: string) => void } {
  const root = tempFolder({ 'a.txt': row(1), 'b.txt': row(2) });
  // A change's own time cannot be set; the runner's clock is put ahead instead.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  const age = (name: string): void => {
    utimesSync(join(root, name), 1_000_000, 1_000_000);
  };
  return { root, folder: join(tempFolder(), 'kept'), age };
}

interface Scanned {
  readonly tallies: readonly TallyData[];
  readonly counted: number;
  readonly bytes: number;
}

async function scanned(
  root: string,
  folder: string,
  units: readonly WorkUnit[],
  program = '1',
  limits: CacheLimits = tallyLimits,
): Promise<Scanned> {
  const local = new InProcessRunner(formats, new DiskSource(root));
  const run = vi.spyOn(local, 'run');
  const cache = new TallyCache(folder, root, program, limits);
  const runner = new CachedRunner(local, new FileFacts(root), cache);
  let bytes = 0;
  const tallies: TallyData[] = [];
  for (const unit of units) {
    tallies.push(await runner.run(unit, never, (more) => (bytes += more)));
  }
  await cache.save();
  return { tallies, counted: run.mock.calls.length, bytes };
}

describe('cached runner', () => {
  test('cached runner counts a unit once, and says the same the second time', async () => {
    const { root, folder } = settled();
    const units = [unitOf('a.txt'), unitOf('b.txt')];
    const first = await scanned(root, folder, units);
    const second = await scanned(root, folder, units);
    expect([first.counted, second.counted]).toEqual([2, 0]);
    expect([second.tallies, second.bytes]).toEqual([first.tallies, first.bytes]);
  });

  test('cached runner counts again what has changed, in size or in time alone', async () => {
    const { root, folder, age } = settled();
    const units = [unitOf('a.txt'), unitOf('b.txt')];
    await scanned(root, folder, units);
    writeFileSync(join(root, 'a.txt'), row(3) + row(4));
    expect(await scanned(root, folder, units)).toMatchObject({ counted: 1 });
    writeFileSync(join(root, 'b.txt'), row(5));
    age('b.txt');
    const third = await scanned(root, folder, units);
    expect(third.counted).toBe(1);
    expect(third.tallies.map((tally) => tally.labels)).toEqual([['3', '4'], ['5']]);
  });

  test('cached runner counts again for other options, another program or another folder', async () => {
    const { root, folder } = settled();
    const unit = unitOf('a.txt');
    await scanned(root, folder, [unit]);
    const other = { ...unit, options: { ...unit.options, classes: 1 } };
    expect(await scanned(root, folder, [other])).toMatchObject({ counted: 1 });
    expect(await scanned(root, folder, [other], '2')).toMatchObject({ counted: 1 });
    expect(await scanned(`${root}/.`, folder, [other], '2')).toMatchObject({ counted: 1 });
  });

  test('cached runner does not keep a file that has just changed', async () => {
    const root = tempFolder({ 'a.txt': row(1) });
    const folder = tempFolder();
    await scanned(root, folder, [unitOf('a.txt')]);
    expect(await scanned(root, folder, [unitOf('a.txt')])).toMatchObject({ counted: 1 });
  });

  test('cached runner does not keep a unit that looks at other files than its own', async () => {
    const { root, folder } = settled();
    const formatsAt = new DiskSource(root);
    const local = new InProcessRunner(formats, formatsAt);
    const strays = vi.fn();
    const unit: WorkUnit = { ...unitOf('a.txt'), paths: ['a.txt'] };
    const cache = new TallyCache(folder, root, '1');
    const runner = new CachedRunner(local, new FileFacts(root), cache);
    vi.spyOn(local, 'run').mockImplementation((_unit, _signal, _onBytes, onStray) => {
      onStray?.('names.txt');
      return Promise.resolve({
        labels: [],
        declared: [],
        splits: [],
        problems: { kept: [], seen: [] },
        traits: [],
      });
    });
    await runner.run(unit, never, vi.fn(), strays);
    await cache.save();
    expect(strays).toHaveBeenCalledOnce();
    expect(await scanned(root, folder, [unit])).toMatchObject({ counted: 1 });
  });

  test.each([
    ['cut', (text: string) => text.slice(0, text.length / 2)],
    ['changed', (text: string) => text.replace('"labels":["1"]', '"labels":["7"]')],
    ['emptied', () => ''],
    ['no text', () => '\0\n{'],
  ])('tally cache takes a file that was %s for none', async (_, damage) => {
    const { root, folder } = settled();
    const first = await scanned(root, folder, [unitOf('a.txt')]);
    const [name] = readdirSync(folder);
    const file = join(folder, name);
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    const second = await scanned(root, folder, [unitOf('a.txt')]);
    expect(second).toMatchObject({ counted: 1, tallies: first.tallies });
  });

  test('tally cache keeps within its bounds', async () => {
    const { root, folder } = settled();
    const units = [unitOf('a.txt'), unitOf('b.txt')];
    await scanned(root, folder, units, '1', { file: 5000, all: 1 });
    expect(readdirSync(folder)).toEqual([]);
    await scanned(root, folder, units, '1', { file: 5500, all: 1e6 });
    expect(await scanned(root, folder, units)).toMatchObject({ counted: 1 });
  });

  test('tally cache of two scans at once holds what one of them wrote', async () => {
    const { root, folder } = settled();
    const units = [unitOf('a.txt'), unitOf('b.txt')];
    await Promise.all(units.map((unit) => scanned(root, folder, [unit])));
    expect((await scanned(root, folder, units)).counted).toBeLessThanOrEqual(1);
  });
});
