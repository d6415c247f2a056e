// Delimited tables through the whole pipeline: any chunking, any splits, problems with their places, the user's word.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FolderView } from '../../../../src/core/folderView';
import { delimited } from '../../../../src/core/formats/delimited';
import type { Dataset } from '../../../../src/core/model';
import { Tally } from '../../../../src/core/tally';
import { MemorySource } from '../../../fakes/memorySource';
import {
  countsOf,
  imagesOf,
  type MemoryFiles,
  problemsOf,
  scanMemory,
  type ScanMemoryOptions,
  splitsOf,
} from '../../../lib/scanMemory';
import { root } from '../../../lib/shared';

async function datasets(files: MemoryFiles, options?: ScanMemoryOptions): Promise<Dataset[]> {
  return [...(await scanMemory([delimited], files, options)).datasets];
}

async function best(files: MemoryFiles, options?: ScanMemoryOptions): Promise<Dataset | undefined> {
  return (await datasets(files, options)).find((dataset) => dataset.status === 'asserted');
}

const table = (header: string, ...rows: readonly string[]) => [header, ...rows, ''].join('\n');
const repeat = (count: number, row: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => row(at));

describe('a table', () => {
  test('is counted the same whatever the chunks are', async () => {
    const folder = join(root, 'test/fixtures/formats/delimited/quoted-newlines/data');
    const files = Object.fromEntries(
      readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
    );
    const whole = await datasets(files);
    expect(countsOf(whole[0])).toEqual({ pos: 5, neg: 2 });
    for (const chunkSize of [1, 2, 3, 7, 64, 1000]) {
      expect(await datasets(files, { chunkSize })).toEqual(whole);
    }
  });

  test('agrees with a count by hand, whatever stands in the cells', async () => {
    const label = fc.constantFrom('cat', 'guinea pig', 'a "b"', 'x,y z', 'ö');
    const note = fc.string({ unit: 'binary', maxLength: 20 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(label, note), { minLength: 10, maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        async (rows, chunkSize) => {
          const text = rows.map(([name, text], at) => `${at}.jpg,${quoted(name)},${quoted(text)}`);
          const files = { 'a.csv': table('file,label,note', ...text) };
          const rules = [{ path: 'a.csv', reading: 'column:label' }];
          const [dataset] = await datasets(files, { chunkSize, rules });
          const wanted: Record<string, number> = {};
          for (const [name] of rows) wanted[name] = (wanted[name] ?? 0) + 1;
          expect(countsOf(dataset)).toEqual(wanted);
          expect(dataset.samples).toBe(rows.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of any bytes never fails the scan', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const report = await scanMemory([delimited], { 'labels.csv': bytes });
        expect(report.problems).toEqual([]);
      }),
    );
  });

  test('sorted by class is seen whole: its end is looked at too', async () => {
    const rows = repeat(9000, (at) => `images/${at}.jpg,${at < 8990 ? 'cat' : 'dog|cat'}`);
    const dataset = await best({ 'list.csv': table('file,label', ...rows) });
    expect(dataset?.multiLabel).toBe(true);
    expect(countsOf(dataset)).toEqual({ cat: 9000, dog: 10 });
  });

  test('without a header keeps its first row though it is sorted', async () => {
    const rows = repeat(9000, (at) => `images/${at}.jpg,${at < 8990 ? 'cat' : 'dog'}`);
    expect(countsOf(await best({ 'list.csv': rows.join('\n') }))).toEqual({ cat: 8990, dog: 10 });
  });

  test('in gzip is read like any other', async () => {
    const text = table('file,label', ...repeat(5000, (at) => `${at}.jpg,${at % 3 ? 'a' : 'b'}`));
    const files = { 'train.csv.gz': new Uint8Array(gzipSync(text)) };
    expect(splitsOf(await best(files, { chunkSize: 100 }))).toEqual({
      train: { a: 3333, b: 1667 },
    });
  });

  test('with a byte that is no UTF-8 in a label far behind says so', async () => {
    const rows = repeat(6000, (at) => `images/${at}.jpg,${at % 2 ? 'cat' : 'dog'}`).join('\n');
    const bytes = new TextEncoder().encode(`file,label\n${rows}\n1.jpg,caf?\n`);
    bytes[bytes.lastIndexOf(63)] = 0xe9;
    const dataset = await best({ 'a.csv': bytes });
    expect(countsOf(dataset)).toMatchObject({ cat: 3000, dog: 3000, 'caf\uFFFD': 1 });
    expect(problemsOf(dataset)).toContain('undecodable-label a.csv:6002');
  });
});

describe('problems of a table', () => {
  test('carry file and line', async () => {
    const text = table(
      'file,label,x',
      '1.jpg,cat,1',
      '2.jpg',
      '3.jpg,,2',
      '4.jpg,dog,1,9',
      '5.jpg,cat,1',
      '6.jpg,dog,1',
    );
    const dataset = await best({ 'd/a.csv': text });
    expect(problemsOf(dataset)).toEqual([
      'ragged-row d/a.csv:3',
      'empty-label d/a.csv:4',
      'ragged-row d/a.csv:5',
    ]);
    expect(dataset).toMatchObject({ samples: 6, unlabelled: 2 });
  });

  test('stay few where a million rows are bad', async () => {
    const rows = repeat(5000, (at) => `${at}.jpg,${at % 2 ? '' : pick(at)}`);
    const dataset = await best({ 'a.csv': table('file,label', ...rows) });
    expect(dataset?.problems.length).toBeLessThan(15);
    expect(dataset?.problems.at(-1)?.message).toMatch(/^24\d\d more problems/);
    expect(dataset?.unlabelled).toBe(2500);
  });

  test('say that a null word is taken for a name, or for a missing number', async () => {
    const words = await best({
      'a.csv': table('file,label', '1.jpg,NA', '2.jpg,cat', '3.jpg,cat'),
    });
    expect(countsOf(words)).toEqual({ NA: 1, cat: 2 });
    expect(problemsOf(words)).toEqual(['null-like-label a.csv:2']);
    const numbers = await best({
      'a.csv': table('file,label', '1.jpg,NA', '2.jpg,1', '3.jpg,1.0', '4.jpg,0'),
    });
    expect(countsOf(numbers)).toEqual({ 0: 1, 1: 2 });
    expect(problemsOf(numbers)).toContain('null-like-label a.csv:2');
  });

  test('name the split file that has a header only', async () => {
    const files = {
      'train.csv': table('file,label', '1.jpg,a', '2.jpg,b', '3.jpg,a'),
      'val.csv': 'file,label\n',
    };
    const dataset = await best(files);
    expect(dataset?.sources).toEqual(['train.csv', 'val.csv']);
    expect(problemsOf(dataset)).toEqual(['no-rows val.csv']);
  });
});

function pick(at: number): string {
  return ['a', 'b', 'c'][at % 3];
}

describe('boxes', () => {
  const boxes = (rows: readonly string[]) => table('file,label,xmin,ymin,xmax,ymax', ...rows);

  test('count boxes and the images that hold each class, wherever the rows lie', async () => {
    const dataset = await best({
      'a.csv': boxes([
        '1.jpg,cat,1,1,2,2',
        '2.jpg,cat,1,1,2,2',
        '1.jpg,cat,3,3,4,4',
        '1.jpg,dog,1,1,2,2',
        '3.jpg,,,,,',
      ]),
    });
    expect(dataset).toMatchObject({ unit: 'box', samples: 3, unlabelled: 1 });
    expect(countsOf(dataset)).toEqual({ cat: 3, dog: 1 });
    expect(imagesOf(dataset)).toEqual({ cat: 2, dog: 1 });
  });

  test('agree with sets of images', async () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom('cat', 'dog', 'emu'));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 3, maxLength: 30 }), async (rows) => {
        const text = boxes(rows.map(([image, label]) => `${image}.jpg,${label},1,2,30,40`));
        const dataset = await best({ 'a.csv': text });
        const images: Record<string, number> = {};
        for (const key of new Set(rows.map(([image, label]) => `${label} ${image}`))) {
          const [label] = key.split(' ');
          images[label] = (images[label] ?? 0) + 1;
        }
        expect(imagesOf(dataset)).toEqual(images);
        expect(dataset?.samples).toBe(new Set(rows.map(([image]) => image)).size);
      }),
      { numRuns: 50 },
    );
  });
});

describe('files of one table', () => {
  const rows = (count: number) => repeat(count, (at) => `${at}.jpg,${pick(at)}`);

  test('are one dataset with splits, and the one without labels is left out and named', async () => {
    const [dataset, ...others] = await datasets({
      'data/train.csv': table('file,label', ...rows(9)),
      'data/valid.csv': table('file,label', ...rows(3)),
      'data/test.csv': table('file', '1.jpg', '2.jpg'),
    });
    expect(others).toEqual([]);
    expect(splitsOf(dataset)).toEqual({ train: { a: 3, b: 3, c: 3 }, val: { a: 1, b: 1, c: 1 } });
    expect(problemsOf(dataset)).toContain('no-label-column data/test.csv');
    expect(dataset.name).toBe('data');
  });

  test('that are not splits of one another are never added up', async () => {
    const both = await datasets({
      'first.csv': table('file,label', ...rows(9)),
      'second.csv': table('file,label', ...rows(9)),
    });
    expect(both.map((dataset) => dataset.samples)).toEqual([9, 9]);
  });

  test('with another header are another dataset', async () => {
    const both = await datasets({
      'train.csv': table('file,label', ...rows(9)),
      'val.csv': table('path,label,note', ...rows(9).map((row) => `${row},x`)),
    });
    expect(both).toHaveLength(2);
  });

  test('count by the split column where there is one', async () => {
    const dataset = await best({
      'all.csv': table(
        'file,label,split',
        '1.jpg,a,train',
        '2.jpg,b,train',
        '3.jpg,a,valid',
        '4.jpg,b,extra',
        '5.jpg,b,',
      ),
    });
    expect(splitsOf(dataset)).toEqual({
      train: { a: 1, b: 1 },
      val: { a: 1 },
      extra: { b: 1 },
      all: { b: 1 },
    });
  });
});

describe('the user’s word', () => {
  const text = table(
    'id,score,kind,class',
    ...repeat(12, (at) => `${at},0.${at % 2},k${at % 4},${pick(at)}`),
  );

  test('chooses a reading that was only offered', async () => {
    const rules = [{ path: 'a.csv', reading: 'column:kind' }];
    const all = await datasets({ 'a.csv': text }, { rules });
    const asserted = all.filter((dataset) => dataset.status === 'asserted');
    expect(asserted.map((dataset) => dataset.reading)).toEqual(['column:kind']);
  });

  test('chooses a column that would never be offered', async () => {
    const rules = [{ path: '*.csv', reading: 'column:score' }];
    const dataset = await best({ 'a.csv': text }, { rules });
    expect(countsOf(dataset)).toEqual({ '0.0': 6, '0.1': 6 });
  });

  test('makes a table of a file with any name', async () => {
    const rules = [{ path: 'export.dump', format: 'delimited', split: 'test' }];
    const dataset = await best({ 'export.dump': text }, { rules });
    expect(dataset?.splits.map((split) => split.name)).toEqual(['test']);
  });

  test('keeps a file from being read', async () => {
    const rules = [{ path: 'a.csv', format: 'path-label-list' }];
    expect(await datasets({ 'a.csv': text }, { rules })).toEqual([]);
  });
});

test('an abort ends detection and counting', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  const { signal } = controller;
  const source = new MemorySource({ 'a.csv': table('file,label', '1.jpg,a', '2.jpg,b') });
  const going = new AbortController().signal;
  const walked = await source.walk({ globs: [], gitignore: false }, going, () => undefined);
  const tree = await walked.sorted(going);
  const view = FolderView.root('x', tree, source, []);
  const claims = delimited.detect(view, signal);
  await expect(claims[Symbol.asyncIterator]().next()).rejects.toThrow('enough');
  const open = delimited.detect(view, new AbortController().signal);
  for await (const claim of open) {
    const [unit] = (await delimited.plan(claim, source, view)).units;
    await expect(delimited.count(unit, source, new Tally(), signal)).rejects.toThrow('enough');
  }
});

describe('labels a line', () => {
  const labels = repeat(24, (at) => ['play', 'rate', 'weather'][at % 3]).join('\n');
  const texts = repeat(24, (at) => `what is the weather like on day ${'x'.repeat(at + 1)}`);

  test.each([
    ['are those of documents beside as many texts', texts.join('\n'), 'document'],
    ['are rows beside fewer texts', texts.slice(1).join('\n'), 'row'],
    ['are rows beside figures', repeat(24, (at) => `0.1 0.2 ${at}`).join('\n'), 'row'],
  ])('%s', async (_, beside, unit) => {
    expect((await best({ label: `${labels}\n`, 'seq.in': `${beside}\n` }))?.unit).toBe(unit);
  });
});
