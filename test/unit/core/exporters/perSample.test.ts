// Targets of one line a sample: values, order, rounding and refusals.
import { describe, expect, test } from 'vitest';
import type { ClassSample } from '../../../../src/core/collectSamples';
import type { ExportFile } from '../../../../src/core/exporters/exporter';
import { exporters } from '../../../../src/core/exporters/registry';
import {
  bytesOf,
  classesOf,
  exportInput,
  type MoreInput,
  sampleOf,
  textOf,
} from '../../../lib/exportInput';

function files(id: string, counts: readonly number[], more: MoreInput = {}): readonly ExportFile[] {
  const exporter = exporters.find((one) => one.id === id);
  if (exporter === undefined) throw new Error(id);
  return exporter.files(exportInput(classesOf(...counts), more), 'train.csv.weight');
}

async function lines(id: string, counts: readonly number[], more: MoreInput): Promise<string[]> {
  return (await textOf(files(id, counts, more)[0])).split(/\r?\n/).slice(0, -1);
}

/** Classes of the samples, in order; counts follow. */
const list = [[0], [1], [0], [], [0]].map((classes, at) => sampleOf(classes, at + 1));
const counts = [3, 1];
const weightsOf = (scheme = 'inverse'): number[] =>
  exportInput(classesOf(...counts), { scheme }).table.rows.map((row) => row.weight);

describe('sample weights', () => {
  test('are a float32 array in the order of the samples, 0 where one has no label', async () => {
    const bytes = await bytesOf(
      files('sample-weights-npy', counts, { list, scheme: 'inverse' })[0],
    );
    const head = new TextDecoder('latin1').decode(bytes.subarray(0, 128));
    expect(head).toContain("'descr': '<f4', 'fortran_order': False, 'shape': (5,)");
    const values = [...new Float32Array(bytes.slice(128).buffer)];
    const [common, rare] = weightsOf().map(Math.fround);
    expect(values).toEqual([common, rare, common, 0, common]);
  });

  test('are written whole past the size of one part', async () => {
    const many = Array.from({ length: 150_001 }, (_, at) => sampleOf([at === 150_000 ? 1 : 0], at));
    const [file, account] = files('sample-weights-npy', [150_000, 1], { list: many });
    const bytes = await bytesOf(file);
    expect(bytes.length).toBe(128 + 4 * 150_001);
    const values = new Float32Array(bytes.slice(128).buffer);
    expect(values[150_000]).toBeGreaterThan(values[149_999]);
    expect(values.subarray(0, 150_000).every((value) => value === values[0])).toBe(true);
    expect(JSON.parse(await textOf(account))).toMatchObject({ samples: { lines: 150_001 } });
  });

  test('of several classes are the largest, and the smallest where there is none', async () => {
    const several = [[0, 1], [0], []].map((classes, at) => sampleOf(classes, at + 1));
    const [common, rare] = weightsOf();
    const more = { list: several, multiLabel: true, scheme: 'inverse' };
    const rows = await lines('sample-weights-csv', counts, more);
    expect(rows.slice(1).map((row) => Number(row.split(',').at(-1)))).toEqual([
      rare,
      common,
      common,
    ]);
  });

  test('say in CSV which sample each belongs to, quoted where it must be', async () => {
    const odd: ClassSample = {
      split: 'train',
      file: 'a,b.csv',
      line: 7,
      path: 'x"y.jpg',
      classes: [1],
    };
    const rows = await lines('sample-weights-csv', counts, { list: [odd], scheme: 'inverse' });
    expect(rows).toEqual([
      'sample,file,line,path,class_indices,sample_weight',
      `0,"a,b.csv",7,"x""y.jpg",1,${weightsOf()[1]}`,
    ]);
  });
});

describe('a .weight file', () => {
  test('has one number a row of the data file', async () => {
    const [common, rare] = weightsOf();
    const rows = await lines('weight-file', counts, { list, scheme: 'inverse' });
    expect(rows.map(Number)).toEqual([common, rare, common, 0, common]);
  });

  test('is refused where the samples lie in several data files', async () => {
    const two = [sampleOf([0], 1), { ...sampleOf([1], 1), file: 'other.csv' }];
    await expect(lines('weight-file', counts, { list: two })).rejects.toThrow(/“other.csv”/);
  });

  test('is called as its data file where there is one', () => {
    const exporter = exporters.find((one) => one.id === 'weight-file');
    expect(exporter?.nameFor?.(['a/iris.csv'])).toBe('iris.csv.weight');
    expect(exporter?.nameFor?.(['a.csv', 'b.csv'])).toBeUndefined();
  });
});

describe('balanced lists', () => {
  // 900 images of class 0, 100 of class 1: the median share is 0.5, so class 1 is repeated sqrt(5) times.
  const many = Array.from({ length: 1000 }, (_, at) => sampleOf([at % 10 === 0 ? 1 : 0], at + 1));
  const shares = [900, 100];

  test('repeat images of rare classes by sqrt(threshold / share), in the order of the list', async () => {
    const rows = await lines('ultralytics-list', shares, { list: many });
    expect([...new Set(rows)]).toEqual(many.map(({ path = '' }) => `./data/${path}`));
    const times = new Map<string, number>();
    for (const row of rows) times.set(row, (times.get(row) ?? 0) + 1);
    const rare = many.filter(({ classes }) => classes[0] === 1).map(({ path = '' }) => path);
    const drawn = rare.map((path) => times.get(`./data/${path}`) ?? 0);
    expect(new Set(drawn)).toEqual(new Set([2, 3]));
    expect(Math.abs(drawn.reduce((sum, one) => sum + one, 0) / 100 - Math.sqrt(5))).toBeLessThan(
      0.15,
    );
    expect(rows.length - drawn.reduce((sum, one) => sum + one, 0)).toBe(900);
  });

  test('are the same for a seed, and others for another', async () => {
    const first = await lines('ultralytics-list', shares, { list: many, seed: 1 });
    expect(await lines('ultralytics-list', shares, { list: many, seed: 1 })).toEqual(first);
    expect(await lines('ultralytics-list', shares, { list: many, seed: 2 })).not.toEqual(first);
  });

  test('take the largest factor of an image of several classes', async () => {
    const mixed = many.map((sample, at) => (at === 1 ? { ...sample, classes: [0, 0, 1] } : sample));
    const rows = await lines('repeat-list', shares, { list: mixed });
    expect(rows.filter((row) => row === 'images/2.jpg 0 0 1').length).toBeGreaterThan(1);
  });

  test('say threshold, seed and size in their account', async () => {
    const [file, account] = files('ultralytics-list', shares, { list: many, seed: 5 });
    const rows = (await textOf(file)).trimEnd().split('\n').length;
    expect(JSON.parse(await textOf(account))).toMatchObject({
      samples: { threshold: 0.5, seed: 5, samples: 1000, lines: rows },
    });
  });

  test('are refused where an image is not there, or its path has a line break', async () => {
    const without = [{ split: 'train', file: 'a.txt', path: 'gone.jpg', classes: [0] }];
    await expect(lines('ultralytics-list', shares, { list: without })).rejects.toThrow(/gone\.jpg/);
    const broken = [{ ...sampleOf([0], 1), path: 'a\nb.jpg' }];
    await expect(lines('repeat-list', shares, { list: broken })).rejects.toThrow(/line break/);
  });
});

test('class_image_count has the images of each class under its index', async () => {
  const [file] = files('detectron2-image-count', [4, 0, 2]);
  expect(JSON.parse(await textOf(file))).toEqual([
    { id: 0, image_count: 4 },
    { id: 1, image_count: 0 },
    { id: 2, image_count: 2 },
  ]);
});

test.each(exporters.filter((one) => one.perSample))(
  '$id is refused where only counts are at hand',
  (exporter) => {
    const { table, provenance } = exportInput(classesOf(3, 1));
    expect(() => exporter.files({ table, provenance }, exporter.fileName)).toThrow(/each sample/);
  },
);
