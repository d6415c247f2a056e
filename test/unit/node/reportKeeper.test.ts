// A report is kept as long as nothing that it rests on has changed, and not a moment longer.

import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SourceRule } from '../../../src/core/claims';
import type { Dataset, ScanReport } from '../../../src/core/model';
import { DiskSource } from '../../../src/node/diskSource';
import { scanFolder } from '../../../src/node/scanFolder';
import { toSourceError } from '../../../src/node/sourceErrors';
import { tempFolder } from './temp';

/** Only its size and time matter with a single thread. */
const unitWorker = fileURLToPath(import.meta.url);
const plain = {
  excludes: { globs: ['ignored'], gitignore: true },
  rules: [] as readonly SourceRule[],
  signal: new AbortController().signal,
};

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Files' own times cannot be set back; the scan's clock is put ahead instead. */
function laterOn(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
}

function timeless({ stats, ...report }: ScanReport): unknown {
  return { ...report, stats: { ...stats, seconds: 0 } };
}

interface Scanned {
  readonly report: unknown;
  /** Whether anything was read. */
  readonly reads: boolean;
  readonly datasets: readonly Dataset[];
}

async function scanned(
  root: string,
  cache: string,
  more: Partial<typeof plain> = {},
): Promise<Scanned> {
  const spies = (['whole', 'read', 'chunks'] as const).map((name) =>
    vi.spyOn(DiskSource.prototype, name),
  );
  const datasets: Dataset[] = [];
  const options = { ...plain, ...more, unitWorker, threads: 1, cache, root };
  const report = await scanFolder({ ...options, onDataset: (one) => datasets.push(one) });
  const reads = spies.some((spy) => spy.mock.calls.length > 0);
  for (const spy of spies) spy.mockRestore();
  return { report: timeless(report), reads, datasets };
}

async function anew(root: string, more: Partial<typeof plain> = {}): Promise<unknown> {
  return timeless(await scanFolder({ ...plain, ...more, root, threads: 1 }));
}

const files = {
  'data.yaml': 'path: .\ntrain: images/train\nnames: [cat, dog]\n',
  'images/train/a.jpg': '',
  'images/train/b.jpg': '',
  'labels/train/a.txt': '0 0.5 0.5 0.1 0.1\n',
  'labels/train/b.txt': '1 0.5 0.5 0.1 0.1\n1 0.2 0.2 0.1 0.1\n',
  'table/labels.csv': `file,species\n${'a.png,cat\nb.png,dog\n'.repeat(20)}`,
  'sorted/cat/1.png': '',
  'sorted/cat/2.png': '',
  'sorted/dog/3.png': '',
  'sorted/dog/4.png': '',
};

/** A workspace that has been scanned, and the folder in which that is kept. */
async function kept(
  more: Readonly<Record<string, string>> = {},
): Promise<{ root: string; cache: string; first: Scanned }> {
  const root = tempFolder({ ...files, ...more });
  const cache = join(tempFolder(), 'kept');
  laterOn();
  const first = await scanned(root, cache);
  expect(first.reads).toBe(true);
  return { root, cache, first };
}

describe('a report that is kept', () => {
  test('is given again without a file being read, dataset by dataset', async () => {
    const { root, cache, first } = await kept();
    const second = await scanned(root, cache);
    expect(second).toEqual({ ...first, reads: false });
    expect(second.datasets).toHaveLength(3);
    expect(second.report).toEqual(await anew(root));
  });

  test.each<[string, (at: (path: string) => string) => void]>([
    [
      'a label file has other bytes',
      (at) => {
        writeFileSync(at('labels/train/a.txt'), '1 0.5 0.5 0.1 0.1\n');
      },
    ],
    [
      'a label file is longer',
      (at) => {
        writeFileSync(at('labels/train/b.txt'), '0 0.5 0.5 0.1 0.1\n'.repeat(3));
      },
    ],
    [
      'names of classes change',
      (at) => {
        writeFileSync(at('data.yaml'), 'path: .\ntrain: images/train\nnames: [cow, dog]\n');
      },
    ],
    [
      'a table changes',
      (at) => {
        writeFileSync(at('table/labels.csv'), files['table/labels.csv'].replace('dog', 'cow'));
      },
    ],
    [
      'an image is added',
      (at) => {
        writeFileSync(at('sorted/cat/5.png'), '');
      },
    ],
    [
      'an image goes',
      (at) => {
        rmSync(at('sorted/dog/4.png'));
      },
    ],
    [
      'a folder is renamed',
      (at) => {
        renameSync(at('sorted/dog'), at('sorted/cow'));
      },
    ],
    [
      'two files change their names',
      (at) => {
        renameSync(at('labels/train/a.txt'), at('c'));
        renameSync(at('labels/train/b.txt'), at('labels/train/a.txt'));
        renameSync(at('c'), at('labels/train/b.txt'));
      },
    ],
    [
      'a .gitignore comes',
      (at) => {
        writeFileSync(at('.gitignore'), 'sorted/\n');
      },
    ],
    [
      'an empty label file is filled',
      (at) => {
        writeFileSync(at('labels/train/c.txt'), '1 0.5 0.5 0.1 0.1\n');
      },
    ],
  ])('is not given where %s', async (_, change) => {
    const { root, cache } = await kept({ 'labels/train/c.txt': '', 'images/train/c.jpg': '' });
    expect(await scanned(root, cache)).toMatchObject({ reads: false });
    change((path) => join(root, path));
    const later = await scanned(root, cache);
    expect(later.reads).toBe(true);
    expect(later.report).toEqual(await anew(root));
    expect(await scanned(root, cache)).toMatchObject({ reads: false, report: later.report });
  });

  test('is not given where a file that the walk left out has changed, come or gone', async () => {
    const listed = {
      'ignored/names.txt': 'cat\ndog\n',
      'voc.data': 'classes=2\nnames=ignored/names.txt\n',
    };
    const { root, cache, first } = await kept(listed);
    for (const names of ['cow\nant\n', undefined, 'cat\ndog\n']) {
      if (names === undefined) rmSync(join(root, 'ignored'), { recursive: true });
      else mkdirSync(join(root, 'ignored'), { recursive: true });
      if (names !== undefined) writeFileSync(join(root, 'ignored/names.txt'), names);
      expect((await scanned(root, cache)).report).toEqual(await anew(root));
    }
    expect((await scanned(root, cache)).report).toEqual(first.report);
  });

  test('is not given to who asks for something else', async () => {
    const { root, cache } = await kept();
    const rules = [{ path: 'table/labels.csv', format: 'ignore' }];
    const excludes = { globs: ['sorted', 'ignored'], gitignore: true };
    for (const more of [{ rules }, { excludes }, { rules: [{ path: '**', group: 'folder' }] }]) {
      const other = await scanned(root, cache, more);
      expect(other.reads).toBe(true);
      expect(other.report).toEqual(await anew(root, more));
      expect(await scanned(root, cache, more)).toEqual({ ...other, reads: false });
    }
  });

  test('is not kept where a file has just changed', async () => {
    const root = tempFolder(files);
    const cache = tempFolder();
    await scanned(root, cache);
    expect(await scanned(root, cache)).toMatchObject({ reads: true });
  });

  test('is not kept where a file could not be read, for it may be another time', async () => {
    const root = tempFolder(files);
    const cache = tempFolder();
    laterOn();
    const read = Object.getOwnPropertyDescriptor(DiskSource.prototype, 'read')
      ?.value as DiskSource['read'];
    const busy = Object.assign(new Error('too many open files'), {
      code: 'EMFILE',
      syscall: 'open',
    });
    const spy = vi.spyOn(DiskSource.prototype, 'read').mockImplementation(function (
      this: DiskSource,
      ...args
    ) {
      if (args[0] === 'table/labels.csv') throw toSourceError(busy, args[0]);
      return read.apply(this, args);
    });
    const first = timeless(await scanFolder({ ...plain, unitWorker, threads: 1, cache, root }));
    spy.mockRestore();
    const second = await scanned(root, cache);
    expect(second.report).not.toEqual(first);
    expect(second.report).toEqual(await anew(root));
  });

  test('is not kept where it tells of an error', async () => {
    const { root, cache } = await kept({
      'coco.json':
        '{"images":[{"id":1}],"categories":[{"id":1,"name":"a"}],"annotations":[{"image_id":1,"category_id":1}',
    });
    expect(await scanned(root, cache)).toMatchObject({ reads: true });
  });

  test.each([
    ['cut', (text: string) => text.slice(0, text.length / 2)],
    ['changed', (text: string) => text.replaceAll('"count":2', '"count":7')],
    ['emptied', () => ''],
  ])('is not given from a file that was %s', async (_, damage) => {
    const { root, cache, first } = await kept();
    for (const name of readdirSync(cache).filter((one) => one.endsWith('.report.json'))) {
      const text = readFileSync(join(cache, name), 'utf8');
      expect(damage(text)).not.toBe(text);
      writeFileSync(join(cache, name), damage(text));
    }
    expect(await scanned(root, cache)).toMatchObject({ reads: true, report: first.report });
  });

  test('stops where it is told to', async () => {
    const { root, cache } = await kept();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(scanned(root, cache, { signal })).rejects.toThrow('enough');
  });

  test('says what a scan without it says, whatever is done to the files', async () => {
    const path = fc.constantFrom(
      ...Object.keys(files),
      'labels/train/c.txt',
      'sorted/cow/1.png',
      'more.csv',
    );
    const content = fc.constantFrom(
      '',
      '0 0.5 0.5 0.1 0.1\n',
      files['table/labels.csv'],
      'names: [a, b, c]\n',
    );
    const step = fc.record({
      path,
      content: fc.option(content, { nil: undefined }),
      old: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
        async (rounds) => {
          vi.useRealTimers();
          const root = tempFolder(files);
          const cache = tempFolder();
          laterOn();
          await scanned(root, cache);
          for (const steps of rounds) {
            // Longer than the system's clock of files takes to tell two writes apart.
            await new Promise((resolve) => setTimeout(resolve, 20));
            for (const one of steps) {
              const file = join(root, one.path);
              if (one.content === undefined) rmSync(file, { force: true });
              else {
                mkdirSync(join(file, '..'), { recursive: true });
                writeFileSync(file, one.content);
                if (one.old) utimesSync(file, 1_000_000, 1_000_000);
              }
            }
            const expected = await anew(root);
            expect((await scanned(root, cache)).report).toEqual(expected);
            expect((await scanned(root, cache)).report).toEqual(expected);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
