// Datumaro JSON: image labels, objects, both in one file.

import { describe, expect, test } from 'vitest';
import { datumaro } from '../../../../src/core/formats/datumaro';
import {
  assertedIn,
  expectCutsSaid,
  expectSameInAnyCut,
  onlyIn,
} from '../../../lib/documentChecks';
import { countsOf, imagesOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

const categories = { label: { labels: [{ name: 'yak' }, { name: 'cat' }], label_groups: [] } };

function file(...items: readonly (readonly object[])[]): string {
  return JSON.stringify({
    info: {},
    categories,
    items: items.map((annotations, index) => ({ id: String(index), annotations })),
  });
}

const label = (label_id: number): object => ({ id: 0, type: 'label', label_id });
const box = (label_id: number): object => ({ id: 0, type: 'bbox', label_id, bbox: [1, 2, 3, 4] });
const caption = { type: 'caption', caption: 'a cat' };

describe('a Datumaro file', () => {
  test('with labels gives images', async () => {
    const dataset = await onlyIn([datumaro], {
      'annotations/a.json': file([label(1)], [label(1)], [caption]),
    });
    expect(dataset.classes.map(({ name, count }) => [name, count])).toEqual([
      ['yak', 0],
      ['cat', 2],
    ]);
    expect(dataset).toMatchObject({ unit: 'image', samples: 3, unlabelled: 1 });
  });

  test('with objects gives boxes and images holding them', async () => {
    const dataset = await onlyIn([datumaro], {
      'a.json': file([box(0), box(0)], [box(1), box(0)]),
    });
    expect(countsOf(dataset)).toEqual({ yak: 3, cat: 1 });
    expect(imagesOf(dataset)).toEqual({ yak: 2, cat: 1 });
    expect(dataset.unit).toBe('box');
  });

  test('with both gives two readings that are not added up', async () => {
    const datasets = await assertedIn([datumaro], {
      'a.json': file([label(1), box(0)], [label(0)]),
    });
    expect(datasets.map(({ reading, unit }) => [reading, unit])).toEqual([
      ['labels', 'image'],
      ['objects', 'box'],
    ]);
    expect(datasets.map(countsOf)).toEqual([
      { yak: 1, cat: 1 },
      { yak: 1, cat: 0 },
    ]);
  });

  test('a subset each is one dataset', async () => {
    const files = {
      'annotations/train.json': file([label(1)]),
      'annotations/test.json': file([label(0)]),
    };
    expect(splitsOf(await onlyIn([datumaro], files))).toEqual({
      train: { cat: 1 },
      test: { yak: 1 },
    });
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    const text = file([box(0), box(0)], [box(1), box(0)]);
    await expectSameInAnyCut([datumaro], { 'a.json': text });
    await expectCutsSaid([datumaro], { 'a.json': text }, 'a.json');
  });

  test('of captions alone asserts nothing', async () => {
    const { datasets } = await scanMemory([datumaro], { 'a.json': file([caption]) });
    expect(datasets.filter(({ status }) => status === 'asserted')).toEqual([]);
  });
});
