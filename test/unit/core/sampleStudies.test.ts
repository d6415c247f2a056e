import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ClassSample } from '../../../src/core/collectSamples';
import type { Dataset } from '../../../src/core/model';
import { FirstSamples, PairCounter } from '../../../src/core/sampleStudies';
import { readSamples } from '../../../src/node/readSamples';
import { scanFolder } from '../../../src/node/scanFolder';

const excludes = { globs: [], gitignore: false };
const signal = new AbortController().signal;
const root = join(import.meta.dirname, '../../fixtures/formats/coco/roboflow/data');

const sample = (classes: readonly number[], split = 'train', more = {}): ClassSample => ({
  ...{ classes, split, file: 'labels.csv', ...more },
});

describe('first samples', () => {
  test('are those of the class in the split, up to the limit', () => {
    const first = new FirstSamples(1, 'train', 2);
    expect(first.take(sample([0]))).toBe(false);
    expect(first.take(sample([1], 'val'))).toBe(false);
    expect(first.take(sample([1, 0], 'train', { line: 4, path: 'a.jpg' }))).toBe(false);
    expect(first.take(sample([1], 'train', { path: 'b.jpg', media: 'images/b.jpg' }))).toBe(true);
    expect(first.places).toEqual([
      { file: 'labels.csv', split: 'train', found: false, line: 4, media: 'a.jpg' },
      { file: 'labels.csv', split: 'train', found: true, media: 'images/b.jpg' },
    ]);
  });
});

describe('pairs', () => {
  const classes = [5, 0, 9, 7].map((count, i) => ({ id: `${i}`, name: `${i}`, count }));
  const dataset = { classes } as unknown as Dataset;

  test('count samples that carry both, once each, among the largest classes', () => {
    const counter = new PairCounter(dataset, 'all', 2);
    for (const carried of [[2, 3, 3], [2], [0, 3], []]) counter.take(sample(carried));
    expect(counter.pairs()).toEqual({ classes: [2, 3], together: [2, 1, 1, 2], samples: 4 });
  });

  test('leave out other splits and empty classes', () => {
    const counter = new PairCounter(dataset, 'val', 30);
    counter.take(sample([0, 2]));
    counter.take(sample([0, 2], 'val'));
    expect(counter.pairs().classes).toEqual([2, 3, 0]);
    expect(counter.pairs().samples).toBe(1);
  });

  test('of a real detection set have the images of each class on the diagonal', async () => {
    const report = await scanFolder({ root, excludes, rules: [], signal });
    const [found] = report.datasets;
    const counter = new PairCounter(found, 'all', 30);
    await readSamples({
      ...{ root, excludes, rules: [], signal, dataset: found.id, counted: found },
      onSample: (one) => {
        counter.take(one);
      },
    });
    const { classes: indices, together, samples } = counter.pairs();
    expect(samples).toBe(found.samples);
    indices.forEach((index, at) => {
      const images = found.splits.reduce((sum, one) => sum + (one.images ?? one.counts)[index], 0);
      expect(together[at * indices.length + at]).toBe(images);
    });
  });
});
