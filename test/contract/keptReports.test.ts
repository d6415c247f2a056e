// Whatever a format reads is noticed when it changes: a scan that keeps its report says the same as one that does not.

import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ScanReport } from '../../src/core/model';
import { scanFolder } from '../../src/node/scanFolder';
import { ownFixtures } from '../lib/fixtures';

const excludes = { globs: [], gitignore: true };
const signal = new AbortController().signal;
/** Its size and time alone matter with one thread. */
const unitWorker = fileURLToPath(import.meta.url);

/** Of each format the fixture with the most files, of those that have few enough to change each; else the smallest. */
const most = 6;
const sized = ownFixtures()
  .map((fixture) => ({
    ...fixture,
    format: fixture.name.slice(0, fixture.name.indexOf('/')),
    files: filesBelow(join(fixture.folder, 'data')).length,
  }))
  .sort((a, b) => b.files - a.files);
const formats = [...new Set(sized.map(({ format }) => format))];
const fixtures = formats.flatMap((format) => {
  const all = sized.filter((one) => one.format === format);
  return all.find(({ files }) => files <= most) ?? all.at(-1) ?? [];
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'class-balance-'));
  // Files that have just been written are not trusted; their times cannot be set back, so the clock is put ahead.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(home, { recursive: true, force: true });
});

function timeless({ stats, ...report }: ScanReport): unknown {
  return { ...report, stats: { ...stats, seconds: 0 } };
}

describe.each(fixtures)('fixture $name', ({ folder }) => {
  test('says with a kept report what it says without, whichever file changes', async () => {
    const root = join(home, 'data');
    const options = { root, excludes, rules: [], signal, threads: 1 };
    const cache = join(home, 'kept');
    cpSync(join(folder, 'data'), root, { recursive: true });
    const anew = async (): Promise<unknown> => timeless(await scanFolder(options));
    const cached = async (): Promise<unknown> =>
      timeless(await scanFolder({ ...options, cache, unitWorker }));
    const first = await anew();
    expect([await cached(), await cached()]).toEqual([first, first]);
    for (const file of filesBelow(root)) {
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.subarray(0, bytes.length >> 1));
      const changed = await anew();
      expect([file, await cached(), await cached()]).toEqual([file, changed, changed]);
      writeFileSync(file, bytes);
      // As it was, but for its times: what is said may not depend on when.
      expect([file, await cached()]).toEqual([file, first]);
    }
  });
});
