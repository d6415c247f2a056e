// Supervisely: objects, tags, figures of videos, classes of meta.json.

import { describe, expect, test } from 'vitest';
import { supervisely } from '../../../../src/core/formats/supervisely';
import { assertedIn, expectCutsSaid, onlyIn } from '../../../lib/documentChecks';
import { countsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

const meta = JSON.stringify({
  classes: [{ title: 'yak' }, { title: 'cat' }],
  tags: [{ name: 'wet' }, { name: 'dry' }],
});

function file(titles: readonly string[], tags: readonly string[] = []): string {
  return JSON.stringify({
    tags: tags.map((name) => ({ name, value: null })),
    size: { height: 1, width: 1 },
    objects: titles.map((classTitle) => ({
      classTitle,
      tags: [{ name: 'no' }],
      points: { exterior: [[1, 2]] },
    })),
  });
}

describe('a Supervisely project', () => {
  test('counts objects in the order of meta.json, datasets named like splits are splits', async () => {
    const dataset = await onlyIn([supervisely], {
      'p/meta.json': meta,
      'p/train/ann/a.png.json': file(['cat', 'cat']),
      'p/train/ann/b.png.json': file([]),
      'p/test/ann/c.png.json': file(['cat']),
    });
    expect(Object.entries(countsOf(dataset))).toEqual([
      ['yak', 0],
      ['cat', 3],
    ]);
    expect(splitsOf(dataset)).toEqual({ train: { cat: 2 }, test: { cat: 1 } });
    expect(dataset).toMatchObject({ name: 'p', unit: 'instance', samples: 3, unlabelled: 1 });
  });

  test('with other datasets joins them', async () => {
    const files = {
      'meta.json': meta,
      'ds0/ann/a.json': file(['cat']),
      'ds1/ann/b.json': file(['yak']),
    };
    expect(splitsOf(await onlyIn([supervisely], files))).toEqual({ all: { yak: 1, cat: 1 } });
  });

  test('has tags of images as a reading of their own', async () => {
    const files = {
      'meta.json': meta,
      'ds/ann/a.json': file(['cat'], ['wet']),
      'ds/ann/b.json': file([], ['wet', 'dry']),
    };
    const datasets = await assertedIn([supervisely], files);
    expect(
      datasets.map((dataset) => [dataset.reading, dataset.multiLabel, countsOf(dataset)]),
    ).toEqual([
      ['objects', false, { yak: 0, cat: 1 }],
      ['tags', true, { wet: 2, dry: 1 }],
    ]);
  });

  test('of videos counts figures by their object', async () => {
    const video = {
      tags: [],
      size: {},
      objects: [
        { key: 'k1', classTitle: 'cat' },
        { key: 'k2', classTitle: 'yak' },
      ],
      frames: [
        { index: 0, figures: [{ objectKey: 'k1' }] },
        { index: 1, figures: [{ objectKey: 'k1' }] },
      ],
    };
    const dataset = await onlyIn([supervisely], {
      'meta.json': meta,
      'ds/ann/v.json': JSON.stringify(video),
    });
    expect(countsOf(dataset)).toEqual({ yak: 0, cat: 2 });
  });

  test('says where a file is cut short', async () => {
    const files = {
      'meta.json': meta,
      'ds/ann/a.json': file(['cat', 'yak']),
      'ds/ann/b.json': file(['cat']),
    };
    await expectCutsSaid([supervisely], files, 'ds/ann/a.json');
  });

  test('is not what else has objects', async () => {
    expect(
      (await scanMemory([supervisely], { 'a.json': '{"objects": []}', 'meta.json': '{}' }))
        .datasets,
    ).toEqual([]);
  });
});
