// VIA: which attribute is the class, projects and bare annotations, checkboxes, the first version.

import { describe, expect, test } from 'vitest';
import { via } from '../../../../src/core/formats/via';
import { expectCutsSaid, expectSameInAnyCut, onlyIn } from '../../../lib/documentChecks';
import { countsOf, imagesOf, scanMemory } from '../../../lib/scanMemory';

const region = (region_attributes: object): object => ({
  shape_attributes: { name: 'rect', x: 1 },
  region_attributes,
});
const file = (regions: unknown, file_attributes: object = {}): object => ({
  filename: 'a.jpg',
  size: 1,
  regions,
  file_attributes,
});
const json = (value: unknown): string => JSON.stringify(value);

describe('a VIA file', () => {
  test('gives regions by their attribute, never by the kind of shape', async () => {
    const text = json({
      a: file([region({ type: 'x' }), region({ type: 'x' })]),
      b: file([region({ type: 'y' })]),
      c: file([]),
    });
    const dataset = await onlyIn([via], { 'a.json': text });
    expect(countsOf(dataset)).toEqual({ x: 2, y: 1 });
    expect(imagesOf(dataset)).toEqual({ x: 1, y: 1 });
    expect(dataset).toMatchObject({
      unit: 'box',
      samples: 3,
      unlabelled: 1,
      reading: 'region:type',
    });
  });

  test('with several attributes takes the likeliest and offers the others', async () => {
    const text = json({
      a: file([region({ side: 'l', class: 'x' }), region({ side: 'r', class: 'y' })], {
        scene: 'sea',
      }),
    });
    const { datasets } = await scanMemory([via], { 'a.json': text });
    expect(datasets.map(({ reading, status }) => [reading, status])).toEqual([
      ['region:class', 'asserted'],
      ['file:scene', 'offered'],
      ['region:side', 'offered'],
    ]);
  });

  test('of a project declares the options, used or not', async () => {
    const text = json({
      _via_settings: {},
      _via_img_metadata: {
        a: file([region({ kind: { x: true, y: false } }), region({ kind: { x: true, z: true } })]),
      },
      _via_attributes: {
        region: { kind: { type: 'checkbox', options: { w: '', x: '', y: '', z: '' } } },
        file: {},
      },
    });
    expect(countsOf(await onlyIn([via], { 'a.json': text }))).toEqual({ w: 0, x: 2, y: 0, z: 1 });
  });

  test('of the first version has its regions by number', async () => {
    const text = json({ a: file({ 0: region({ name: 'x' }), 1: region({ name: 'y' }) }) });
    expect(countsOf(await onlyIn([via], { 'a.json': text }))).toEqual({ x: 1, y: 1 });
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    const text = json({
      a: file([region({ type: 'x' }), region({ type: 'ü' })]),
      b: file([region({ type: 'x' })]),
    });
    await expectSameInAnyCut([via], { 'a.json': text });
    await expectCutsSaid([via], { 'a.json': text }, 'a.json');
  });

  test('without attributes is no set of labels', async () => {
    expect(
      (await scanMemory([via], { 'a.json': json({ a: file([region({})]) }) })).datasets,
    ).toEqual([]);
  });
});
