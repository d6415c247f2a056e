// Polygons of street scenes: which files, deleted objects, cities below splits.

import { describe, expect, test } from 'vitest';
import { polygons } from '../../../../src/core/formats/polygons';
import { expectCutsSaid, onlyIn } from '../../../lib/documentChecks';
import { countsOf, imagesOf, problemsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

const object = (label: string, more: object = {}): object => ({
  label,
  polygon: [[1, 2]],
  ...more,
});
const file = (...objects: readonly object[]): string =>
  JSON.stringify({ imgHeight: 1, imgWidth: 2, objects });

describe('files of polygons', () => {
  test('give instances and images holding them, deleted ones left out aloud', async () => {
    const dataset = await onlyIn([polygons], {
      'gt/a.json': file(object('car'), object('car'), object('sky', { deleted: 1 })),
      'gt/b.json': file(),
    });
    expect(countsOf(dataset)).toEqual({ car: 2 });
    expect(imagesOf(dataset)).toEqual({ car: 1 });
    expect(dataset).toMatchObject({ unit: 'instance', samples: 2, unlabelled: 1 });
    expect(problemsOf(dataset)).toEqual(['deleted-objects']);
  });

  test('in folders of cities belong to the split above', async () => {
    const dataset = await onlyIn([polygons], {
      'gtFine/train/aachen/1.json': file(object('car')),
      'gtFine/train/bonn/2.json': file(object('car')),
      'gtFine/val/ulm/3.json': file(object('bus')),
    });
    expect(splitsOf(dataset)).toEqual({ train: { car: 2 }, val: { bus: 1 } });
    expect(dataset.name).toBe('gtFine');
  });

  test('say where they are cut short', async () => {
    await expectCutsSaid(
      [polygons],
      { 'a.json': file(object('car'), object('bus')), 'b.json': file(object('car')) },
      'a.json',
    );
  });

  test('are not what else has objects', async () => {
    const others = {
      'a.json': JSON.stringify({ objects: [{ label: 'x' }] }),
      'b.json': JSON.stringify({ width: 1, height: 2, objects: [{ type: 'text' }] }),
    };
    expect((await scanMemory([polygons], others)).datasets).toEqual([]);
  });
});
