// VoTT exports: tags of regions, declared tags, videos.

import { describe, expect, test } from 'vitest';
import { vott } from '../../../../src/core/formats/vott';
import { expectCutsSaid, expectSameInAnyCut, onlyIn } from '../../../lib/documentChecks';
import { countsOf, imagesOf, scanMemory } from '../../../lib/scanMemory';

function asset(type: number, ...regions: readonly (readonly string[])[]): object {
  return {
    asset: { format: 'jpg', id: 'x', name: 'x.jpg', type },
    regions: regions.map((tags) => ({
      id: 'r',
      type: 'RECTANGLE',
      tags,
      points: [{ x: 1, y: 2 }],
    })),
    version: '2.2.0',
  };
}

const text = JSON.stringify({
  name: 'p',
  tags: [{ name: 'yak', color: '#fff' }, { name: 'cat' }, { name: 'dog' }],
  assets: {
    a: asset(1, ['cat'], ['cat', 'dog']),
    b: asset(1),
    v: asset(2),
    f: asset(3, ['dog']),
  },
});

describe('a VoTT export', () => {
  test('counts every tag of a region, in the order of the project', async () => {
    const dataset = await onlyIn([vott], { 'vott-json-export/p-export.json': text });
    expect(Object.entries(countsOf(dataset))).toEqual([
      ['yak', 0],
      ['cat', 2],
      ['dog', 2],
    ]);
    expect(imagesOf(dataset)).toEqual({ yak: 0, cat: 1, dog: 2 });
    expect(dataset).toMatchObject({ unit: 'box', samples: 3, unlabelled: 1 });
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    await expectSameInAnyCut([vott], { 'a.json': text });
    await expectCutsSaid([vott], { 'a.json': text }, 'a.json');
  });

  test('is not what other files with assets are', async () => {
    const other = JSON.stringify({
      asset: { version: '2.0' },
      assets: { a: { url: 'x' } },
      tags: [],
    });
    expect((await scanMemory([vott], { 'model.json': other })).datasets).toEqual([]);
  });
});
