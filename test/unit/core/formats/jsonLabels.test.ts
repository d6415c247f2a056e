// Plain JSON labels: maps either way round, pairs, records, columns; and the maps that are no samples.

import { describe, expect, test } from 'vitest';
import { jsonLabels } from '../../../../src/core/formats/jsonLabels';
import type { Dataset } from '../../../../src/core/model';
import { expectCutsSaid, expectSameInAnyCut, onlyIn } from '../../../lib/documentChecks';
import { countsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

function only(value: unknown, more: Readonly<Record<string, string>> = {}): Promise<Dataset> {
  return onlyIn([jsonLabels], { 'labels.json': JSON.stringify(value, null, 1), ...more });
}

describe('a JSON map', () => {
  test('of path to label gives samples', async () => {
    const dataset = await only({ 'a.jpg': 'cat', 'b.jpg': 'dog', 'c.jpg': 'cat', 'd.jpg': null });
    expect(countsOf(dataset)).toEqual({ cat: 2, dog: 1 });
    expect(dataset).toMatchObject({ unit: 'image', samples: 4, unlabelled: 1, multiLabel: false });
  });

  test('of path to lists of labels is multi-label', async () => {
    const dataset = await only({ 'a.wav': ['x', 'y'], 'b.wav': [], 'c.wav': ['x'] });
    expect(countsOf(dataset)).toEqual({ x: 2, y: 1 });
    expect(dataset).toMatchObject({ unit: 'clip', samples: 3, unlabelled: 1, multiLabel: true });
  });

  test('of class to paths counts paths, empty classes too, sorted as text', async () => {
    const dataset = await only({ b: ['1.png', '2.png'], a: ['3.png'], B: [] });
    expect(dataset.classes.map(({ name, count }) => [name, count])).toEqual([
      ['B', 0],
      ['a', 1],
      ['b', 2],
    ]);
  });

  test('of path to number is named by a list beside it', async () => {
    const dataset = await only({ 'a.jpg': 0, 'b.jpg': 2 }, { 'classes.txt': 'x\ny\nz\n' });
    expect(countsOf(dataset)).toEqual({ x: 1, y: 0, z: 1 });
  });

  test('of path to record has the class in the record', async () => {
    const dataset = await only({
      'a.jpg': { label: 'cat', w: 1 },
      'b.jpg': { label: 'dog', w: 2 },
    });
    expect(countsOf(dataset)).toEqual({ cat: 1, dog: 1 });
  });

  test.each([
    ['class_to_idx', { cat: 0, dog: 1 }],
    ['id2label', { 0: 'cat', 1: 'dog' }],
    ['imagenet_class_index', { 0: ['n01440764', 'tench'], 1: ['n01443537', 'goldfish'] }],
    ['translations', { hello: 'hallo', bye: 'tschüss' }],
    ['lists of splits', { train: ['a.jpg', 'b.jpg'], test: ['c.jpg'] }],
    [
      'captions',
      {
        'a.jpg':
          'a very long caption of the image that goes on and on, far beyond what any class would be called by anyone, ever, at all, really',
      },
    ],
    ['settings', { editor: { type: 'a' }, files: { type: 'b' } }],
    [
      'SA-1B',
      {
        image: { file_name: 'a.jpg' },
        annotations: [{ id: 1, area: 2, bbox: [1, 2, 3, 4], predicted_iou: 1 }],
      },
    ],
    ['detections', [{ image_id: 1, category_id: 2, bbox: [1, 2, 3, 4], score: 0.5 }]],
  ])('that is no set of samples is not claimed: %s', async (name, value) => {
    expect(
      (await scanMemory([jsonLabels], { [`${name}.json`]: JSON.stringify(value) })).datasets,
    ).toEqual([]);
  });
});

describe('a JSON list', () => {
  test('of pairs, as StyleGAN has it, gives images by number', async () => {
    const dataset = await only({
      labels: [
        ['0/a.png', 10],
        ['0/b.png', 2],
        ['0/c.png', 2],
      ],
    });
    expect(dataset.classes.filter(({ count }) => count > 0)).toEqual([
      { id: '2', name: '2', count: 2 },
      { id: '10', name: '10', count: 1 },
    ]);
    expect(
      (await scanMemory([jsonLabels], { 'dataset.json': '{"labels": null}' })).datasets,
    ).toEqual([]);
  });

  test('of pairs with names under keys of splits takes both', async () => {
    const dataset = await only({
      train: [
        ['a.jpg', 1, 'dog'],
        ['b.jpg', 0, 'cat'],
      ],
      test: [['c.jpg', 1, 'dog']],
    });
    expect(dataset.classes.map(({ id, name, count }) => [id, name, count])).toEqual([
      ['0', 'cat', 1],
      ['1', 'dog', 2],
    ]);
    expect(splitsOf(dataset)).toEqual({ train: { cat: 1, dog: 1 }, test: { dog: 1 } });
  });

  test('of records, alone or below a key, has the class in a field', async () => {
    const records = [
      { text: 'a', sentiment: 'pos' },
      { text: 'b', sentiment: 'neg' },
      { text: 'c', sentiment: 'pos' },
    ];
    for (const value of [records, { version: 1, data: records }]) {
      const dataset = await only(value);
      expect(countsOf(dataset)).toEqual({ pos: 2, neg: 1 });
      expect(dataset.unit).toBe('document');
    }
  });

  test('of labels beside a list of paths counts them', async () => {
    const dataset = await only({
      label_names: ['x', 'y'],
      image_names: ['a.jpg', 'b.jpg'],
      image_labels: [1, 1],
    });
    expect(countsOf(dataset)).toEqual({ x: 0, y: 2 });
  });
});

test('JSON labels count the same in any cut, and say where they are cut short', async () => {
  const files = {
    'a.json': JSON.stringify({ 'a.jpg': 'cät', 'b.jpg': ['dog'], 'c.jpg': 'cät' }),
    'b.json': JSON.stringify({
      train: [
        ['a.jpg', 1, 'dog'],
        ['b.jpg', 0, 'cat'],
      ],
      test: [['c.jpg', 1, 'dog']],
    }),
    'c.json': JSON.stringify([
      { text: 'a', label: 'p' },
      { text: 'b', label: 'n' },
    ]),
  };
  await expectSameInAnyCut([jsonLabels], files);
  for (const [path, text] of Object.entries(files))
    await expectCutsSaid([jsonLabels], { [path]: text }, path);
});
