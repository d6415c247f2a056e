// `class-balance weights` and `export`: the dataset meant, the numbers asked for, the files written.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../node/temp';
import { images, ran } from './fakeIo';

interface Weights {
  readonly dataset: { readonly split: string; readonly unit: string; readonly samples: number };
  readonly scheme: Readonly<Record<string, unknown>>;
  readonly classes: readonly {
    readonly name: string;
    readonly count: number;
    readonly weight: number;
  }[];
}

function animals(): string {
  return tempFolder(images({ 'train/cat': 8, 'train/dog': 2, 'val/cat': 1, 'val/dog': 3 }));
}

/** Two datasets side by side; names of classes may be given. */
function two(): string {
  return tempFolder({
    'one/labels.csv': 'file,label\na.jpg,x\nb.jpg,y\nc.jpg,x\nd.jpg,y\n',
    'two/labels.csv': 'file,label\na.jpg,p\nb.jpg,q\nc.jpg,p\nd.jpg,q\n',
  });
}

async function weightsOf(root: string, ...args: readonly string[]): Promise<Weights> {
  const { code, out, err } = await ran(['weights', root, '--json', ...args]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Weights;
}

describe('weights', () => {
  test('weights come from train, by effective number, unless told otherwise', async () => {
    const { dataset, scheme, classes } = await weightsOf(animals());
    expect(dataset).toMatchObject({ split: 'train', unit: 'image', samples: 10 });
    expect(scheme).toMatchObject({ id: 'effective-number', prototypes: 10_000, beta: 0.9999 });
    expect(classes.map((entry) => entry.count)).toEqual([8, 2]);
    expect(classes[0].weight + classes[1].weight).toBeCloseTo(2, 12);
  });

  test('weights by inverse frequency are what they are by hand', async () => {
    const { classes } = await weightsOf(
      animals(),
      '--scheme',
      'inverse',
      '--normalisation',
      'min-one',
    );
    expect(classes.map((entry) => entry.weight)).toEqual([1, 4]);
  });

  test('weights take another split, and all of them together', async () => {
    const val = await weightsOf(animals(), '--split', 'val');
    expect(val.classes.map((entry) => entry.count)).toEqual([1, 3]);
    const all = await weightsOf(animals(), '--split', 'all');
    expect(all.classes.map((entry) => entry.count)).toEqual([9, 5]);
  });

  test('weights take β or N, and any parameter of the scheme', async () => {
    expect((await weightsOf(animals(), '--beta', '0.99')).scheme).toMatchObject({
      prototypes: 100,
    });
    expect((await weightsOf(animals(), '--n', '1_000')).scheme).toMatchObject({ beta: 0.999 });
    expect((await weightsOf(animals(), '--n', 'inf')).scheme).toMatchObject({ beta: 1 });
    const power = await weightsOf(animals(), '--scheme', 'power', '--parameter', 'q=1');
    expect(power.scheme).toMatchObject({ parameters: { q: 1 } });
  });

  test('weights give empty classes what --zero-count says', async () => {
    const root = tempFolder({ ...images({ cat: 4, dog: 2 }), 'emu/': '' });
    const zero = await weightsOf(root, '--scheme', 'inverse', '--normalisation', 'none');
    expect(zero.classes.map((entry) => entry.weight)).toEqual([0.25, 0.5, 0]);
    const pseudo = await weightsOf(
      root,
      ...['--scheme', 'inverse', '--normalisation', 'none', '--zero-count', 'pseudo-count'],
    );
    expect(pseudo.classes.map((entry) => entry.weight)).toEqual([0.25, 0.5, 1]);
  });

  test('weights for people stand in a table with their rule above', async () => {
    const { code, out } = await ran([
      'weights',
      animals(),
      '--scheme',
      'inverse',
      '--normalisation',
      'min-one',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('split train, counted by image');
    expect(out).toMatch(/^ +0 {2}cat +8 +7\.99720 +1\.00000 {2}█/m);
    expect(out).toMatch(/^ +1 {2}dog +2 +1\.99990 +4\.00000 {2}█/m);
  });

  test('weights of one of several datasets take its name too, as long as it is one alone', async () => {
    const named = await weightsOf(two(), '--dataset', 'two/labels.csv');
    expect(named.classes.map(({ name }) => name)).toEqual(['p', 'q']);
    const rows = Array.from({ length: 40 }, (_, at) => `${at}.jpg,${'ab'[at % 2]},${'cd'[at % 2]}`);
    const root = tempFolder({ 'labels.csv': ['file,label,class', ...rows, ''].join('\n') });
    const { out } = await ran(['scan', root, '--json']);
    const { datasets } = JSON.parse(out) as { datasets: { name: string; status: string }[] };
    expect(datasets.map(({ name }) => name)).toEqual(['labels.csv', 'labels.csv']);
    expect((await weightsOf(root, '--dataset', 'labels.csv')).classes).toHaveLength(2);
  });

  test('weights of one of several datasets need its id, and the ids are listed', async () => {
    const root = two();
    const open = await ran(['weights', root, '--json']);
    expect({ code: open.code, out: open.out }).toEqual({ code: 2, out: '' });
    const ids = [...open.err.matchAll(/^ {2}(\S+)/gm)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    const chosen = await weightsOf(root, '--dataset', ids[1]);
    expect(chosen.classes.map((entry) => entry.name)).toEqual(['p', 'q']);
    const unknown = await ran(['weights', root, '--dataset', 'nope\u001b']);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('no dataset “nope\\x1b”');
    for (const id of ids) expect(unknown.err).toContain(id);
  });

  test('weights of boxes count images where --unit image asks for them', async () => {
    const root = tempFolder({
      'data.yaml': 'train: images/train\nnames: [cat, dog]\n',
      'images/train/1.jpg': '',
      'images/train/2.jpg': '',
      'labels/train/1.txt': '0 .5 .5 .1 .1\n0 .2 .2 .1 .1\n0 .3 .3 .1 .1\n1 .5 .5 .1 .1\n',
      'labels/train/2.txt': '1 .5 .5 .1 .1\n',
    });
    const boxes = await weightsOf(root);
    expect(boxes.classes.map((entry) => entry.count)).toEqual([3, 2]);
    const held = await weightsOf(root, '--unit', 'image');
    expect(held.classes.map((entry) => entry.count)).toEqual([1, 2]);
    expect(held.dataset.unit).toBe('image');
  });

  test.each([
    [['--beta', '0.9', '--n', '10'], 'say the same thing'],
    [['--beta', '1.5'], 'must lie within 0 to 1'],
    [['--beta', 'x'], 'no number'],
    [['--scheme', 'nope'], 'effective-number'],
    [['--normalisation', 'nope'], 'sum-to-classes'],
    [['--zero-count', 'nope'], 'pseudo-count'],
    [['--unit', 'nope'], 'image'],
    [['--unit', 'pixel'], 'No dataset is counted by pixel'],
    [['--split', 'nope'], 'train, val'],
    [['--parameter', 'q'], 'NAME=NUMBER'],
    [['--parameter', 'q=1'], 'no parameter "q"'],
  ])('weights %j is wrong usage', async (args, said) => {
    const { code, out, err } = await ran(['weights', animals(), '--json', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });

  test('weights of a folder without labels cannot be computed', async () => {
    const { code, err } = await ran(['weights', tempFolder({ x: '' })]);
    expect(code).toBe(1);
    expect(err).toContain('No labels were found');
  });
});

describe('export', () => {
  test('export writes the files of a target and says where', async () => {
    const root = animals();
    const out = join(tempFolder(), 'w.csv');
    const done = await ran(['export', root, '--target', 'csv', '--out', out]);
    expect(done.code).toBe(0);
    const written = done.out
      .trimEnd()
      .split('\n')
      .map((line) => line.replace('Wrote ', ''));
    expect(written[0]).toBe(out);
    for (const file of written) expect(existsSync(file)).toBe(true);
    expect(readFileSync(out, 'utf8')).toContain('cat,8');
  });

  test('export --json prints the paths as one object', async () => {
    const folder = tempFolder();
    const args = ['export', animals(), '--target', 'json', '--out', 'w.json', '--json'];
    const { code, out } = await ran(args, { folder });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      schema: 'class-balance/export@1',
      target: 'json',
      files: [join(folder, 'w.json')],
    });
  });

  test('export replaces nothing unless told, not even one of several files', async () => {
    const folder = tempFolder({ 'w.csv.source.json': 'mine', 'w.source.json': 'mine' });
    const args = ['export', animals(), '--target', 'csv', '--out', join(folder, 'w.csv')];
    const refused = await ran(args);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('--overwrite');
    expect(existsSync(join(folder, 'w.csv'))).toBe(false);
    expect((await ran([...args, '--overwrite'])).code).toBe(0);
    expect(existsSync(join(folder, 'w.csv'))).toBe(true);
  });

  test('export says that the folder to write to is not there', async () => {
    const out = join(tempFolder(), 'gone', 'w.json');
    const { code, err } = await ran(['export', animals(), '--target', 'json', '--out', out]);
    expect(code).toBe(1);
    expect(err).toContain('its folder does not exist');
  });

  test.each([
    [[], '--target'],
    [['--target', 'json'], '--out'],
    [['--target', 'nope', '--out', 'x'], 'must be one of'],
  ])('export %j is wrong usage', async (args, said) => {
    const { code, err } = await ran(['export', '.', ...args], { folder: animals() });
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
