// BDD100K and Scalabel: boxes, lanes, attributes of frames, wrapped or not.

import { describe, expect, test } from 'vitest';
import { bdd100k } from '../../../../src/core/formats/bdd100k';
import { assertedIn, expectCutsSaid, expectSameInAnyCut } from '../../../lib/documentChecks';
import { countsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

const box = (category: string): object => ({ id: 1, category, box2d: { x1: 1 } });
const lane = (category: string): object => ({ id: 1, category, poly2d: [{ vertices: [[1, 2]] }] });
const frame = (labels: readonly object[] | null, attributes: object = {}): object => ({
  name: 'a.jpg',
  attributes,
  labels,
});

describe('a BDD100K file', () => {
  test('gives boxes; frames without labels are unlabelled', async () => {
    const [dataset] = await assertedIn([bdd100k], {
      'a.json': JSON.stringify([frame([box('car'), box('car')]), frame(null)]),
    });
    expect(countsOf(dataset)).toEqual({ car: 2 });
    expect(dataset).toMatchObject({ unit: 'box', samples: 2, unlabelled: 1 });
  });

  test('with lanes among boxes keeps them apart', async () => {
    const text = JSON.stringify({
      frames: [frame([box('car'), lane('curb')])],
      config: { categories: [{ name: 'bus' }, { name: 'car' }] },
    });
    const datasets = await assertedIn([bdd100k], { 'a.json': text });
    expect(datasets.map((dataset) => [dataset.reading, countsOf(dataset)])).toEqual([
      ['boxes', { bus: 0, car: 1 }],
      ['polygons', { bus: 0, car: 0, curb: 1 }],
    ]);
  });

  test('offers the attributes of frames', async () => {
    const text = JSON.stringify([
      frame([box('car')], { weather: 'clear' }),
      frame([box('bus')], { weather: 'rainy' }),
    ]);
    const { datasets } = await scanMemory([bdd100k], { 'train.json': text });
    expect(datasets.map(({ status, unit }) => [status, unit])).toEqual([
      ['asserted', 'box'],
      ['offered', 'image'],
    ]);
    expect(splitsOf(datasets[1])).toEqual({ train: { clear: 1, rainy: 1 } });
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    const text = JSON.stringify([frame([box('car'), box('bus')]), frame([box('car')])]);
    await expectSameInAnyCut([bdd100k], { 'a.json': text });
    await expectCutsSaid([bdd100k], { 'a.json': text }, 'a.json');
  });

  test('is not what else has labels', async () => {
    const other = JSON.stringify([{ name: 'issue', labels: [{ name: 'bug' }] }]);
    expect((await scanMemory([bdd100k], { 'a.json': other })).datasets).toEqual([]);
  });
});
