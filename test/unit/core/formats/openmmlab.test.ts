// OpenMMLab 2.x: image labels, boxes, ignored instances, names of classes.

import { describe, expect, test } from 'vitest';
import { openmmlab } from '../../../../src/core/formats/openmmlab';
import { expectCutsSaid, expectSameInAnyCut, onlyIn } from '../../../lib/documentChecks';
import { countsOf, imagesOf, problemsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

const metainfo = { classes: ['cat', 'dog', 'yak'] };
const images = JSON.stringify({
  metainfo,
  data_list: [
    { img_path: 'a.jpg', gt_label: 1 },
    { img_path: 'b.jpg', gt_label: 0 },
    { img_path: 'c.jpg', gt_label: 1 },
  ],
});
const boxes = JSON.stringify({
  data_list: [
    {
      img_path: 'a.jpg',
      instances: [
        { bbox: [0, 0, 1, 1], bbox_label: 0, ignore_flag: 0 },
        { bbox: [0, 0, 1, 1], bbox_label: 0, ignore_flag: 0 },
        { bbox: [0, 0, 1, 1], bbox_label: 2, ignore_flag: 1 },
        { bbox: [0, 0, 1, 1], bbox_label: -1 },
      ],
    },
    { img_path: 'b.jpg', instances: [] },
  ],
  metainfo: { categories: { yak: 2, cat: 0, dog: 1 } },
});

describe('an OpenMMLab file', () => {
  test('with image labels gives images in the order of metainfo', async () => {
    const dataset = await onlyIn([openmmlab], { 'train.json': images });
    expect(dataset).toMatchObject({ unit: 'image', samples: 3, unlabelled: 0, multiLabel: false });
    expect(dataset.classes).toEqual([
      { id: '0', name: 'cat', count: 1 },
      { id: '1', name: 'dog', count: 2 },
      { id: '2', name: 'yak', count: 0 },
    ]);
  });

  test('with several labels an image is multi-label', async () => {
    const text = JSON.stringify({
      metainfo,
      data_list: [{ gt_label: [0, 2] }, { gt_label: [2] }, { gt_label: [] }],
    });
    const dataset = await onlyIn([openmmlab], { 'a.json': text });
    expect(countsOf(dataset)).toEqual({ cat: 1, dog: 0, yak: 2 });
    expect(dataset).toMatchObject({ multiLabel: true, samples: 3, unlabelled: 1 });
  });

  test('with instances gives boxes and leaves out the ignored ones aloud', async () => {
    const dataset = await onlyIn([openmmlab], { 'a.json': boxes });
    expect(countsOf(dataset)).toEqual({ cat: 2, dog: 0, yak: 0 });
    expect(imagesOf(dataset)).toEqual({ cat: 1, dog: 0, yak: 0 });
    expect(dataset).toMatchObject({ unit: 'box', samples: 2, unlabelled: 1 });
    expect(problemsOf(dataset)).toEqual(['ignored-annotations a.json']);
  });

  test('a split each is one dataset', async () => {
    const dataset = await onlyIn([openmmlab], { 'ann/train.json': images, 'ann/val.json': images });
    expect(splitsOf(dataset)).toEqual({ train: { cat: 1, dog: 2 }, val: { cat: 1, dog: 2 } });
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    await expectSameInAnyCut([openmmlab], { 'a.json': boxes, 'b.json': images });
    await expectCutsSaid([openmmlab], { 'a.json': boxes }, 'a.json');
  });

  test('is not claimed where nothing in it is a label', async () => {
    const other = JSON.stringify({ metainfo, data_list: [{ img_path: 'a', seg_map_path: 'b' }] });
    expect((await scanMemory([openmmlab], { 'a.json': other })).datasets).toEqual([]);
  });
});
