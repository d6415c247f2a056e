// Lists of paths and labels through the whole pipeline.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pathLabelList } from '../../../../src/core/formats/pathLabelList';
import type { Dataset } from '../../../../src/core/model';
import {
  countsOf,
  type MemoryFiles,
  problemsOf,
  scanMemory,
  type ScanMemoryOptions,
  splitsOf,
} from '../../../lib/scanMemory';
import { sharedPath } from '../../../lib/shared';

async function datasets(files: MemoryFiles, options?: ScanMemoryOptions): Promise<Dataset[]> {
  return [...(await scanMemory([pathLabelList], files, options)).datasets];
}

const list = (...lines: readonly string[]) => [...lines, ''].join('\n');

describe('a list', () => {
  test('is counted the same whatever the chunks are', async () => {
    const files = { 'train.txt': list('a b/1.jpg 0', 'c.png\t2', '', '  d.png  0', 'e.jpg 10') };
    const whole = await datasets(files);
    expect(countsOf(whole[0])).toMatchObject({ 0: 2, 2: 1, 10: 1 });
    for (const chunkSize of [1, 2, 3, 5, 8, 100]) {
      expect(await datasets(files, { chunkSize })).toEqual(whole);
    }
  });

  test('fills the gaps between its indexes and orders them by number', async () => {
    const [dataset] = await datasets({ 'train.txt': list('1.jpg 10', '2.jpg 2', '3.jpg 0') });
    expect(dataset.classes.map((entry) => entry.id)).toEqual(
      Array.from({ length: 11 }, (_, id) => id.toString()),
    );
  });

  test('takes names from the file beside it and says which ids it does not know', async () => {
    const [dataset] = await datasets({
      'meta/train.txt': list('1.jpg 0', '2.jpg 1', '3.jpg 0'),
      'meta/val.txt': list('4.jpg 3'),
      'meta/classes.txt': list('ant', 'bee', 'crab'),
    });
    expect(countsOf(dataset)).toEqual({ ant: 2, bee: 1, crab: 0, 3: 1 });
    expect(problemsOf(dataset)).toContain('undeclared-class');
  });

  test('with words is ordered as the names file says, unused ones in their place', async () => {
    const [dataset] = await datasets({
      'train.txt': list('1.jpg dog', '2.jpg cat', '3.jpg dog'),
      'classes.txt': list('dog', 'yak', 'cat'),
    });
    expect(dataset.classes.map(({ name, count }) => `${name} ${count}`)).toEqual([
      'dog 2',
      'yak 0',
      'cat 1',
    ]);
  });

  test('says on which line and column a label is missing', async () => {
    const [dataset] = await datasets({
      'x/train.txt': list('1.jpg 0', '2.jpg', '3.jpg 1', 'my 4.jpg', '5.jpg 1'),
    });
    expect(problemsOf(dataset)).toEqual([
      'missing-label x/train.txt:2:6',
      'missing-label x/train.txt:4:4',
    ]);
    expect(dataset).toMatchObject({ samples: 5, unlabelled: 2 });
  });

  test('of several integers a line is multi-label', async () => {
    const [dataset] = await datasets({ 'train.txt': list('1.jpg 0 2', '2.jpg 2', '3.jpg 0 1 2') });
    expect(dataset.multiLabel).toBe(true);
    expect(countsOf(dataset)).toEqual({ 0: 2, 1: 1, 2: 3 });
  });

  test('of words that never recur is a transcript and not asserted', async () => {
    const words = Array.from({ length: 20 }, (_, at) => `${at}.jpg w${at}`);
    const all = await datasets({ 'train.txt': list(...words) });
    expect(all.filter((dataset) => dataset.status === 'asserted')).toEqual([]);
  });

  test('may have any name where the user says so', async () => {
    const rules = [{ path: 'gt.txt', format: 'path-label-list' }];
    const files = { 'gt.txt': list('1.jpg a', '2.jpg b', '3.jpg a') };
    expect(await datasets(files)).toEqual([]);
    expect(countsOf((await datasets(files, { rules }))[0])).toEqual({ a: 2, b: 1 });
  });
});

describe('lists of one layout', () => {
  test('are one dataset with splits, a list of paths alone is left out and named', async () => {
    const [dataset, ...others] = await datasets({
      'l/train.txt': list('1.jpg 0', '2.jpg 1'),
      'l/val.txt': list('3.jpg 1'),
      'l/test.txt': list('4.jpg', '5.jpg'),
      'l/trainval.txt': list('1.jpg 0', '2.jpg 1', '3.jpg 1'),
    });
    expect(splitsOf(dataset)).toEqual({ train: { 0: 1, 1: 1 }, val: { 1: 1 } });
    expect(problemsOf(dataset)).toContain('no-labels-in-file l/test.txt');
    expect(others.map((one) => one.samples)).toEqual([3]);
  });

  test('of words and of integers stay apart', async () => {
    const all = await datasets({
      'train.txt': list('1.jpg 0', '2.jpg 1', '3.jpg 1'),
      'val.txt': list('1.jpg cat', '2.jpg dog', '3.jpg cat'),
    });
    expect(all).toHaveLength(2);
  });
});

const places = sharedPath('data/places-lt', 'Places-LT, the real long-tailed lists');

test.runIf(places !== undefined)('Places-LT has its 365 classes from 4,980 down to 5', async () => {
  const files = Object.fromEntries(
    ['train', 'val', 'test'].map((name) => [
      `${name}.txt`,
      new Uint8Array(readFileSync(`${places}/${name}.txt`)),
    ]),
  );
  const all = await datasets(files, { chunkSize: 1 << 20 });
  expect(all).toHaveLength(1);
  const [dataset] = all;
  expect(dataset).toMatchObject({
    status: 'asserted',
    unit: 'image',
    samples: 106300,
    problems: [],
  });
  expect(dataset.classes.map((entry) => entry.id)).toEqual(
    Array.from({ length: 365 }, (_, id) => id.toString()),
  );
  const [train, val, test] = dataset.splits;
  expect([train.samples, val.samples, test.samples]).toEqual([62500, 7300, 36500]);
  expect([Math.max(...train.counts), Math.min(...train.counts)]).toEqual([4980, 5]);
});
