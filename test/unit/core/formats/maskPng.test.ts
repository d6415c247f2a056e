// PNG masks through the whole pipeline.

import { describe, expect, test } from 'vitest';
import { maskPng } from '../../../../src/core/formats/maskPng';
import { parseColourMap } from '../../../../src/core/images/colourMap';
import {
  expectHostileBytesBorne,
  expectSameForEveryCut,
  expectTruncationSaid,
} from '../../../lib/hostile';
import { png } from '../../../lib/png';
import {
  countsOf,
  imagesOf,
  type MemoryFiles,
  problemsOf,
  scanMemory,
  splitsOf,
} from '../../../lib/scanMemory';

const scanned = async (files: MemoryFiles) => (await scanMemory([maskPng], files)).datasets;

describe('masks', () => {
  test('count pixels and the images that hold a class, by split', async () => {
    const [dataset] = await scanned({
      'train/masks/1.png': png(3, 8, 0, [
        [0, 0, 1, 1],
        [0, 2, 2, 255],
      ]),
      'val/masks/2.png': png(3, 8, 0, [[0, 1, 1, 1]]),
    });
    expect(dataset.unit).toBe('pixel');
    expect(countsOf(dataset)).toEqual({ 0: 1, 1: 5, 2: 2 });
    expect(imagesOf(dataset)).toEqual({ 0: 1, 1: 2, 2: 1 });
    expect(splitsOf(dataset)).toEqual({ train: { 0: 1, 1: 2, 2: 2 }, val: { 1: 3 } });
    expect(problemsOf(dataset)).toContain('ignored-pixels train/masks/1.png');
  });

  test('undo every row filter', async () => {
    const rows = [
      [0, 1, 2, 3],
      [1, 1, 1, 1],
      [2, 0, 0, 0],
      [3, 1, 1, 1],
      [4, 0, 0, 0],
    ];
    // By hand: 1 2 3 / 1 2 3 / 1 2 3 / 1+0, … the average and Paeth rows follow from those above.
    const [dataset] = await scanned({ 'masks/1.png': png(3, 8, 0, rows) });
    expect(countsOf(dataset)).toEqual({ 1: 5, 2: 5, 3: 5 });
  });

  test('of 0 and 255 keep both, of 1 bit too', async () => {
    const [dataset] = await scanned({ 'masks/1.png': png(2, 8, 0, [[0, 0, 255]]) });
    expect(countsOf(dataset)).toEqual({ 0: 1, 255: 1 });
    const [bits] = await scanned({ 'masks/1.png': png(3, 1, 0, [[0, 0b10100000]]) });
    expect(countsOf(bits)).toEqual({ 0: 1, 1: 2 });
  });

  test('of colours are named by the map beside them', async () => {
    const files = {
      'masks/1.png': png(2, 8, 2, [[0, 0, 0, 0, 255, 0, 0]]),
      'labelmap.txt':
        '# label:color_rgb:parts:actions\nbackground:0,0,0::\nthe cat:255,0,0::\ndog:0,255,0::\n',
    };
    expect(countsOf((await scanned(files))[0])).toEqual({ background: 1, 'the cat': 1, dog: 0 });
    const [unknown] = await scanned({ 'masks/1.png': files['masks/1.png'] });
    expect(unknown.status).toBe('offered');
    expect(countsOf(unknown)).toEqual({ '#000000': 1, '#ff0000': 1 });
  });

  test('of Cityscapes are readings of the same pixels, instances offered', async () => {
    const all = await scanned({
      'gtFine/train/x/a_gtFine_labelTrainIds.png': png(2, 8, 0, [[0, 13, 255]]),
      'gtFine/train/x/a_gtFine_instanceIds.png': png(2, 16, 0, [[0, 0x65, 0x90, 0, 4]]),
      'gtFine/train/x/a_gtFine_color.png': png(2, 8, 6, [[0, 1, 2, 3, 4, 5, 6, 7, 8]]),
    });
    expect(all.map(({ reading, status }) => [reading, status])).toEqual([
      ['labelTrainIds', 'asserted'],
      ['instanceIds', 'offered'],
    ]);
    expect(all.map(({ classes }) => classes.length)).toEqual([19, 34]);
    const used = all.map(({ classes }) => classes.filter(({ count }) => count > 0));
    expect(used.map((some) => some.map(({ id, name, count }) => [id, name, count]))).toEqual([
      [['13', 'car', 1]],
      [
        ['4', 'static', 1],
        ['26', 'car', 1],
      ],
    ]);
  });

  test('are not seen in photographs nor beside the boxes of the same images', async () => {
    const noise = Array.from({ length: 50 }, (_, y) => [
      0,
      ...Array.from({ length: 150 }, (_, x) => (x * 7 + y * 13) % 256),
    ]);
    expect(
      await scanned({
        'masks/a.png': png(50, 8, 2, noise),
        'images/a.png': png(1, 8, 0, [[0, 1]]),
      }),
    ).toEqual([]);
    const [voc] = await scanned({
      'SegmentationClass/a.png': png(2, 8, 3, [[0, 1, 0]], [0, 0, 0, 128, 0, 0]),
      'Annotations/a.xml': '<annotation/>',
    });
    expect(voc.status).toBe('offered');
  });

  test('are the same for every cut; damage is said with its byte', async () => {
    const mask = png(3, 8, 0, [
      [0, 0, 1, 1],
      [2, 1, 1, 1],
    ]);
    const files = { 'masks/a.png': png(1, 8, 0, [[0, 1]]), 'masks/b.png': mask };
    await expectSameForEveryCut(maskPng, files);
    expect(await expectTruncationSaid(maskPng, files, 'masks/b.png')).toContain('image-damaged');
    await expectHostileBytesBorne(maskPng, files, 'masks/b.png');
  });
});

test('a colour map is read in its usual forms', () => {
  const text = 'name,r,g,b\nsky,1,2,3\n# x\n4 5 6 low road\nrest:7,8,9::\n\uFEFF12, tree';
  expect(parseColourMap(text)).toEqual([
    { name: 'sky', colour: 0x010203 },
    { name: 'low road', colour: 0x040506 },
    { name: 'rest', colour: 0x070809 },
    { name: 'tree', value: 12 },
  ]);
});

describe('numbers of a class and an object', () => {
  const wide = (...values: number[]): number[] => [0, ...values.flatMap((v) => [v >> 8, v & 255])];

  test.each([
    ['KITTI, times 256', [0, 7 * 256, 26 * 256 + 3], { 0: 1, 7: 1, 26: 1 }],
    ['MOTS, times 1000, regions of 10000 left out', [0, 1005, 2001, 10_000], { 0: 1, 1: 1, 2: 1 }],
  ])('as %s', async (_, values, counts) => {
    const row = wide(...values);
    const [dataset] = await scanned({ 'instances/1.png': png(values.length, 16, 0, [row]) });
    expect(countsOf(dataset)).toEqual(counts);
    const said = values.includes(10_000) ? ['ignored-pixels instances/1.png'] : [];
    expect(problemsOf(dataset)).toEqual(said);
  });

  test('that number objects alone say no class', async () => {
    expect(await scanned({ 'instances/1.png': png(3, 8, 0, [[0, 0, 1, 2]]) })).toEqual([]);
  });
});

describe('masks that are no PNG', () => {
  const problems = async (files: MemoryFiles) => (await scanMemory([maskPng], files)).problems;

  test.each([
    ['masks/1.jpg', /1 masks in masks are JPG files .*JPEG and WebP change the values/],
    ['SegmentationClass/1.tif', /are TIF files .*only PNG is read/],
    ['train_masks/1.gif', /are GIF files .*only PNG is read/],
  ])('%s are said, with what to do', async (path, message) => {
    const [problem, ...others] = await problems({
      'images/1.jpg': new Uint8Array(4),
      [path]: new Uint8Array(4),
    });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'masks-not-png', severity: 'warning', file: path });
    expect(problem.message).toMatch(message);
  });

  test('are not seen in a class of faces with a mask', async () => {
    const files = { 'mask/1.jpg': new Uint8Array(4), 'no_mask/1.jpg': new Uint8Array(4) };
    expect(await problems(files)).toEqual([]);
  });
});
