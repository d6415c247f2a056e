// `class-balance scan` from words to exit code, over real folders.

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScanReport } from '../../../src/core/model';
import { tempFolder } from '../node/temp';
import { images, ran } from './fakeIo';

function reportOf(out: string): ScanReport {
  return JSON.parse(out) as ScanReport;
}

describe('scan --json', () => {
  test('scan --json prints one report and nothing else', async () => {
    const root = tempFolder(images({ 'train/cat': 3, 'train/dog': 1, 'val/cat': 1, 'val/dog': 1 }));
    const { code, out, err } = await ran(['scan', root, '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.endsWith('}\n')).toBe(true);
    expect(reportOf(out)).toMatchObject({
      schema: 'class-balance/scan@1',
      root,
      datasets: [
        {
          format: 'class-folders',
          samples: 6,
          classes: [
            { name: 'cat', count: 4 },
            { name: 'dog', count: 2 },
          ],
          splits: [
            { name: 'train', counts: [3, 1] },
            { name: 'val', counts: [1, 1] },
          ],
        },
      ],
      stats: { files: 6 },
    });
  });

  test('scan --json keeps progress off stdout, and shows it on a terminal', async () => {
    const root = tempFolder(images({ cat: 1, dog: 1 }));
    const { out, err } = await ran(['scan', root, '--json'], { err: { isTerminal: true } });
    expect(() => reportOf(out)).not.toThrow();
    expect(err).toMatch(/^\r\u001b\[KListing: .*\r\u001b\[K$/);
  });

  test('scan --json escapes controls in class names', async () => {
    const root = tempFolder(images({ 'a\u009b2J': 2, 'b\u202e': 1 }));
    const { out } = await ran(['scan', root, '--json']);
    expect(out).not.toMatch(/[\u0080-\u009f\u202e]/);
    expect(reportOf(out).datasets[0].classes.map((entry) => entry.name)).toEqual([
      'a\u009b2J',
      'b\u202e',
    ]);
  });
});

describe('scan for people', () => {
  test('scan prints a table with a bar a class', async () => {
    const root = tempFolder(images({ 'train/cat': 4, 'train/dog': 1, 'val/cat': 1, 'val/dog': 1 }));
    const { code, out } = await ran(['scan', root]);
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^class +train +val +total +share$/));
    expect(lines).toContainEqual(expect.stringMatching(/^cat +4 +1 +5 +71\.4% +█{40}$/));
    expect(lines).toContainEqual(expect.stringMatching(/^dog +1 +1 +2 +28\.6% +█{16}$/));
    // Of the split that weights come from.
    expect(out).toContain('largest to smallest 4.0 : 1 in train');
    expect(out).not.toContain('\u001b');
  });

  test('scan lets no control of a class name reach the terminal', async () => {
    const root = tempFolder(images({ 'evil\u001b[2J': 2, good: 1 }));
    const { out } = await ran(['scan', root]);
    expect(out).toContain('evil\\x1b[2J');
    expect(out).not.toContain('\u001b');
  });

  test('scan says that nothing was found', async () => {
    const { code, out } = await ran(['scan', tempFolder({ 'a.xyz': '' })]);
    expect(code).toBe(0);
    expect(out).toContain('No labels found in 1 file');
    expect(out).toContain('“class-balance formats” lists what is recognised');
  });

  test('scan prints a few problems of a kind and how many more there are', async () => {
    const root = tempFolder({ x: '' });
    for (const name of ['a', 'b', 'c', 'd', 'e']) symlinkSync('gone', join(root, name));
    const { out } = await ran(['scan', root]);
    expect(out.match(/^warning .*\[broken-link\]$/gm)).toHaveLength(3);
    expect(out).toContain('… and 2 more [broken-link]');
  });
});

describe('scan takes', () => {
  const files = { ...images({ 'data/cat': 1, 'data/dog': 1 }), '.gitignore': '/data\n' };

  test('scan leaves ignored folders out and says so, unless told to look into them', async () => {
    const root = tempFolder(files);
    const without = reportOf((await ran(['scan', root, '--json'])).out);
    expect(without.datasets).toEqual([]);
    expect(without.problems).toMatchObject([{ code: 'ignored-by-gitignore' }]);
    const all = reportOf((await ran(['scan', root, '--json', '--include-ignored'])).out);
    expect(all.datasets).toHaveLength(1);
    expect(all.problems).toEqual([]);
  });

  test('scan leaves out what --exclude names, each time it is given', async () => {
    const root = tempFolder(images({ 'a/cat': 1, 'b/cat': 1, 'c/cat': 1 }));
    const args = ['scan', root, '--json', '--exclude', './a', '--exclude', '**/b'];
    expect(reportOf((await ran(args)).out).stats.files).toBe(1);
  });

  test('scan reads a file as --source says', async () => {
    const table = 'id,species,place\n1,cat,home\n2,dog,home\n3,cat,yard\n4,cat,yard\n';
    const root = tempFolder({ 'split=all/x.csv': table });
    const args = ['scan', root, '--json', '--source'];
    const read = reportOf((await ran([...args, 'split=all/x.csv=column:place'])).out);
    expect(read.datasets.find((one) => one.status === 'asserted')?.classes).toMatchObject([
      { name: 'home', count: 2 },
      { name: 'yard', count: 2 },
    ]);
    const ignored = reportOf((await ran([...args, './split=all/x.csv=ignore'])).out);
    expect(ignored.datasets).toEqual([]);
  });

  test('scan takes a folder relative to the working folder', async () => {
    const root = tempFolder(images({ 'in/cat': 1, 'in/dog': 2 }));
    const { out } = await ran(['scan', 'in', '--json'], { folder: root });
    expect(reportOf(out).root).toBe(join(root, 'in'));
  });
});

describe('scan fails', () => {
  test.each([
    [[], 'Name the folder'],
    [['a', 'b'], '“b” is one too many'],
    [['.', '--nonsense'], '--nonsense'],
    [['.', '--source', 'x.csv'], 'PATH=READING'],
    [['.', '--source', '=x'], 'PATH=READING'],
    [['.', '--exclude'], '--exclude'],
  ])('scan %j is wrong usage: exit 2 and nothing on stdout', async (args, said) => {
    const { code, out, err } = await ran(['scan', ...args], { folder: tempFolder() });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });

  test('scan of a folder that is not there exits 1 and keeps stdout empty', async () => {
    const { code, out, err } = await ran(['scan', join(tempFolder(), 'gone'), '--json']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('was not found');
  });

  test('scan exits 130 when it is interrupted', async () => {
    const signal = AbortSignal.abort();
    const { code, out, err } = await ran(['scan', tempFolder(), '--json'], { signal });
    expect({ code, out, err }).toEqual({ code: 130, out: '', err: '' });
  });
});
