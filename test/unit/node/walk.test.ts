// The walker over real folders: what it lists, what it leaves out and says so, and that links cannot trap it.

import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { FolderNode, WalkedTree, WalkExcludes } from '../../../src/core/ports';
import { SourceError } from '../../../src/core/ports';
import { walk } from '../../../src/node/walk';
import { tempFolder } from './temp';

const everything: WalkExcludes = { globs: [], gitignore: false };

async function walked(
  root: string,
  excludes: Partial<WalkExcludes> = {},
): Promise<WalkedTree & { readonly tree: FolderNode }> {
  const signal = new AbortController().signal;
  const found = await walk(root, { ...everything, ...excludes }, signal, () => undefined);
  const tree = await found.sorted(signal);
  return Object.assign(found, { tree });
}

function paths(node: FolderNode, base = ''): string[] {
  const below = node.children.flatMap((child, index) =>
    paths(child, `${base}${node.folders[index]}/`),
  );
  return [...node.files.map((name) => base + name), ...below];
}

async function listed(root: string, excludes: Partial<WalkExcludes> = {}): Promise<string[]> {
  return paths((await walked(root, excludes)).tree);
}

/** A clock by which work takes long, so that the walk yields and tells at known points. */
function everyCallTakes(milliseconds: number) {
  let now = 0;
  return vi.spyOn(performance, 'now').mockImplementation(() => (now += milliseconds));
}

describe('walk lists', () => {
  test('walk lists files and folders by code point, not by UTF-16 unit', async () => {
    const root = tempFolder({
      '\u{1f600}.txt': '',
      '\uff5e.txt': '',
      'a.txt': '',
      'B/x': '',
      'a/x': '',
    });
    const { tree, files } = await walked(root);
    expect(tree.files).toEqual(['a.txt', '\uff5e.txt', '\u{1f600}.txt']);
    expect(tree.folders).toEqual(['B', 'a']);
    expect(files).toBe(5);
  });

  test('walk keeps empty folders, which are classes without samples', async () => {
    const { tree } = await walked(tempFolder({ 'train/cat/1.jpg': '', 'train/dog/': '' }));
    expect(tree.children[0].folders).toEqual(['cat', 'dog']);
    expect(tree.children[0].children[1]).toEqual({ files: [], folders: [], children: [] });
  });

  test('walk tells the number of files when it is done', async () => {
    const told = vi.fn();
    await walk(tempFolder({ a: '', 'b/c': '' }), everything, new AbortController().signal, told);
    expect(told).toHaveBeenLastCalledWith(2);
  });
});

describe('walk leaves out', () => {
  test('walk leaves out caches, packages, version control and Python environments', async () => {
    const root = tempFolder({
      '.git/config': '',
      'node_modules/a/labels.csv': '',
      '__pycache__/a.pyc': '',
      '.class-balance/runs/x/loss-config.json': '',
      'env/pyvenv.cfg': '',
      'env/lib/data.csv': '',
      'conda/conda-meta/history': '',
      'conda/data.csv': '',
      'src/labels.csv': '',
    });
    expect(await listed(root)).toEqual(['src/labels.csv']);
  });

  test('walk leaves out what globs name: anywhere, by extension, by path and in folders', async () => {
    const root = tempFolder({
      'a/tmp/x.csv': '',
      'tmp/x.csv': '',
      'a/b.log': '',
      'out/deep/x.csv': '',
      'a/out/x.csv': '',
      'a/keep.csv': '',
      'a/.hidden/x': '',
    });
    const globs = ['**/tmp', '**/*.log', 'out/', '**/.hid*/**'];
    expect(await listed(root, { globs })).toEqual(['a/keep.csv', 'a/out/x.csv']);
  });

  test('walk obeys nested .gitignore files, negations and anchors', async () => {
    const root = tempFolder({
      '.gitignore': '# comment\n*.tmp\n/only-here\ndata/*\n!data/keep\nlogs/**\n[Cc]ache/\n',
      'a.tmp': '',
      'only-here': '',
      'sub/only-here': '',
      'data/big/x.csv': '',
      'data/keep/x.csv': '',
      'logs/x.csv': '',
      'sub/cache/x.csv': '',
      'sub/.gitignore': '!kept.tmp\nsecret.*\n',
      'sub/kept.tmp': '',
      'sub/other.tmp': '',
      'sub/secret.csv': '',
    });
    const names = (await listed(root, { gitignore: true })).filter(
      (p) => !p.endsWith('.gitignore'),
    );
    expect(names).toEqual(['data/keep/x.csv', 'sub/kept.tmp', 'sub/only-here']);
  });

  test('walk says which folders and files a .gitignore kept out', async () => {
    const root = tempFolder({ '.gitignore': 'data\n*.csv\n', 'data/x.txt': '', 'labels.csv': '' });
    const { problems } = await walked(root, { gitignore: true });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'ignored-by-gitignore', severity: 'information' });
    expect(problems[0].message).toContain('1 folder and 1 file');
    expect(problems[0].message).toContain('data/, labels.csv');
    expect((await walked(root)).problems).toEqual([]);
  });

  test('walk does not report what it would never list, such as an ignored node_modules', async () => {
    const root = tempFolder({ '.gitignore': 'node_modules\n', 'node_modules/x': '' });
    expect((await walked(root, { gitignore: true })).problems).toEqual([]);
  });
});

describe('walk follows links', () => {
  test('walk follows a link to a folder outside the root', async () => {
    const store = tempFolder({ 'cat/1.jpg': '' });
    const root = tempFolder({ 'train/': '' });
    symlinkSync(store, join(root, 'train', 'data'));
    expect(await listed(root)).toEqual(['train/data/cat/1.jpg']);
  });

  test('walk lists a link to a file as a file', async () => {
    const root = tempFolder({ 'blobs/abc': 'x', 'train/': '' });
    symlinkSync(join(root, 'blobs', 'abc'), join(root, 'train', '1.jpg'));
    expect(await listed(root)).toEqual(['blobs/abc', 'train/1.jpg']);
  });

  test.each(['.', '..', '../..', '../../..'])(
    'walk does not follow a link that leads back to %s',
    async (target) => {
      const root = tempFolder({ 'a/b/x.csv': '' });
      symlinkSync(target, join(root, 'a', 'b', 'loop'));
      const { tree, problems } = await walked(root);
      expect(paths(tree)).toEqual(['a/b/x.csv']);
      expect(problems).toMatchObject([{ code: 'linked-folder', file: 'a/b/loop' }]);
    },
  );

  test('walk counts a folder once, where it really lies, when a link leads there too', async () => {
    const root = tempFolder({ 'z-data/cat/1.jpg': '' });
    symlinkSync('z-data', join(root, 'a-link'));
    const { tree, problems } = await walked(root);
    expect(paths(tree)).toEqual(['z-data/cat/1.jpg']);
    expect(problems).toMatchObject([{ code: 'linked-folder', file: 'a-link' }]);
  });

  test('walk ends when two outside folders link to each other', async () => {
    const one = tempFolder({ 'x.csv': '' });
    const two = tempFolder({ 'y.csv': '' });
    symlinkSync(two, join(one, 'two'));
    symlinkSync(one, join(two, 'one'));
    const root = tempFolder();
    symlinkSync(one, join(root, 'link'));
    const { tree, problems } = await walked(root);
    expect(paths(tree)).toEqual(['link/x.csv', 'link/two/y.csv']);
    expect(problems).toMatchObject([{ code: 'linked-folder', file: 'link/two/one' }]);
  });

  test('walk reports a link that leads nowhere or round in a circle', async () => {
    const root = tempFolder({ 'x.csv': '' });
    symlinkSync('gone', join(root, 'dangling'));
    symlinkSync('circle', join(root, 'circle'));
    const { tree, problems } = await walked(root);
    expect(paths(tree)).toEqual(['x.csv']);
    expect(problems.map(({ code, file }) => `${code} ${file ?? ''}`).sort()).toEqual([
      'broken-link circle',
      'broken-link dangling',
    ]);
  });
});

describe('walk fails well', () => {
  test('walk refuses a root that is missing or a file', async () => {
    const root = tempFolder({ 'file.csv': '' });
    await expect(walked(join(root, 'gone'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(walked(join(root, 'file.csv'))).rejects.toBeInstanceOf(SourceError);
  });

  test('walk reports folders that disappear under it and goes on', async () => {
    const names = Array.from({ length: 60 }, (_, at) => at.toString());
    const root = tempFolder(Object.fromEntries(names.map((name) => [`${name}/x.csv`, ''])));
    const clock = everyCallTakes(150);
    const signal = new AbortController().signal;
    const { files, problems } = await walk(root, everything, signal, () => {
      for (const name of names) rmSync(join(root, name), { recursive: true, force: true });
    });
    clock.mockRestore();
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem).toMatchObject({ code: 'not-found', severity: 'warning' });
    }
    expect(files).toBeLessThan(60);
    expect(problems.map((problem) => problem.file)).toEqual(
      problems.map((problem) => problem.file).sort(),
    );
  });

  // Other systems refuse such names.
  test.skipIf(process.platform !== 'linux')('walk says of a name that is not UTF-8', async () => {
    const root = tempFolder({ 'b/x.csv': '' });
    mkdirSync(Buffer.concat([Buffer.from(join(root, 'caf')), Buffer.of(0xe9)]));
    const { problems } = await walked(root);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['unreadable', '“caf\uFFFD” cannot be opened: its name is not UTF-8; rename it.'],
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('walk reports a folder without permission', async () => {
    const root = tempFolder({ 'a/x.csv': '', 'b/y.csv': '' });
    chmodSync(join(root, 'a'), 0);
    const { tree, problems } = await walked(root);
    chmodSync(join(root, 'a'), 0o700);
    expect(paths(tree)).toEqual(['b/y.csv']);
    expect(problems).toMatchObject([{ code: 'unreadable', file: 'a' }]);
  });

  test('walk takes a folder named like a file for a folder, and a file for a file', async () => {
    const root = tempFolder({ 'a.jpg/1.csv': '' });
    renameSync(join(root, 'a.jpg', '1.csv'), join(root, 'moved'));
    mkdirSync(join(root, 'labels.csv'));
    writeFileSync(join(root, 'folder'), '');
    expect((await walked(root)).tree).toMatchObject({
      files: ['folder', 'moved'],
      folders: ['a.jpg', 'labels.csv'],
    });
  });

  test('walk stops before it reads anything when it is already aborted', async () => {
    const aborted = AbortSignal.abort(new Error('enough'));
    const told = vi.fn();
    await expect(walk('/nowhere', everything, aborted, told)).rejects.toThrow('enough');
    expect(told).not.toHaveBeenCalled();
  });

  test('walk lets an abort in while it works', async () => {
    const files = Array.from({ length: 60 }, (_, i) => [`${i.toString()}/x`, ''] as const);
    const root = tempFolder(Object.fromEntries(files));
    const clock = everyCallTakes(10);
    const controller = new AbortController();
    const reached = vi.fn(() => {
      controller.abort('enough');
    });
    await expect(walk(root, everything, controller.signal, reached)).rejects.toBe('enough');
    clock.mockRestore();
    // Once by progress in its midst; an unheeded abort would end with a second word of progress.
    expect(reached).toHaveBeenCalledTimes(1);
  });
});
