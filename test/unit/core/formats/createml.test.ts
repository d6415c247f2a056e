// CreateML: boxes, labels of images, and lists that are something else.

import { describe, expect, test } from 'vitest';
import { createml } from '../../../../src/core/formats/createml';
import { expectCutsSaid, expectSameInAnyCut, onlyIn } from '../../../lib/documentChecks';
import { countsOf, imagesOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

const box = (label: string): object => ({
  label,
  coordinates: { x: 1, y: 2, width: 3, height: 4 },
});
const file = (...lists: readonly (readonly object[])[]): string =>
  JSON.stringify(lists.map((annotations, at) => ({ image: `${at}.jpg`, annotations })));

describe('a CreateML file', () => {
  test('gives boxes and images holding them', async () => {
    const dataset = await onlyIn([createml], {
      'a.json': file([box('a'), box('a')], [box('b')], []),
    });
    expect(countsOf(dataset)).toEqual({ a: 2, b: 1 });
    expect(imagesOf(dataset)).toEqual({ a: 1, b: 1 });
    expect(dataset).toMatchObject({ unit: 'box', samples: 3, unlabelled: 1 });
  });

  test('a split each is one dataset', async () => {
    const files = {
      'train/_annotations.createml.json': file([box('a')]),
      'test/_annotations.createml.json': file([box('b')]),
    };
    expect(splitsOf(await onlyIn([createml], files))).toEqual({ train: { a: 1 }, test: { b: 1 } });
  });

  test('without coordinates gives labels of images, the annotation a list or not', async () => {
    const text = JSON.stringify([
      { imagefilename: 'a.jpg', annotation: [{ label: 'x' }] },
      { imagefilename: 'b.jpg', annotation: { label: 'y' } },
    ]);
    const dataset = await onlyIn([createml], { 'a.json': text });
    expect(countsOf(dataset)).toEqual({ x: 1, y: 1 });
    expect(dataset.unit).toBe('image');
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    const text = file([box('a'), box('ä')], [box('b')]);
    await expectSameInAnyCut([createml], { 'a.json': text });
    await expectCutsSaid([createml], { 'a.json': text }, 'a.json');
  });

  test('is not what else has annotations', async () => {
    const other = JSON.stringify([{ image: 'a.jpg', annotations: [{ text: 'x' }] }]);
    expect((await scanMemory([createml], { 'a.json': other })).datasets).toEqual([]);
  });
});
