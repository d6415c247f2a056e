// LabelMe: shapes, flags, folders that hold other JSON beside, broken files.

import { describe, expect, test } from 'vitest';
import { coco } from '../../../../src/core/formats/coco';
import { labelme } from '../../../../src/core/formats/labelme';
import { assertedIn, expectCutsSaid, onlyIn } from '../../../lib/documentChecks';
import { countsOf, imagesOf, problemsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

function file(labels: readonly string[], flags: object = {}, data: string | null = null): string {
  const shapes = labels.map((label) => ({
    label,
    points: [[1, 2]],
    group_id: null,
    shape_type: 'polygon',
    flags: {},
  }));
  return JSON.stringify({ version: '5.4.1', flags, shapes, imagePath: 'a.jpg', imageData: data });
}

describe('LabelMe files', () => {
  test('give shapes and images holding them, an image a file', async () => {
    const dataset = await onlyIn([labelme], {
      'd/1.json': file(['a', 'a', 'b'], {}, 'x'.repeat(100_000)),
      'd/2.json': file([]),
      'd/1.jpg': '',
    });
    expect(countsOf(dataset)).toEqual({ a: 2, b: 1 });
    expect(imagesOf(dataset)).toEqual({ a: 1, b: 1 });
    expect(dataset).toMatchObject({
      name: 'd',
      unit: 'instance',
      samples: 2,
      unlabelled: 1,
      sources: ['d'],
    });
  });

  test('with flags give labels of images, declared though never set', async () => {
    const flags = { cat: true, dog: false };
    const dataset = await onlyIn([labelme], {
      '1.json': file([], flags),
      '2.json': file([], { cat: true, dog: false }),
    });
    expect(countsOf(dataset)).toEqual({ cat: 2, dog: 0 });
    expect(dataset).toMatchObject({ unit: 'image', samples: 2, unlabelled: 0 });
  });

  test('with shapes and flags give two readings', async () => {
    const datasets = await assertedIn([labelme], { '1.json': file(['a'], { night: true }) });
    expect(datasets.map(({ reading }) => reading)).toEqual(['flags', 'shapes']);
  });

  test('leave out what is to be ignored, and say what is grouped', async () => {
    const text = file(['a', '__ignore__', '_background_']).replace(
      '"group_id":null',
      '"group_id":7',
    );
    const dataset = await onlyIn([labelme], { '1.json': text });
    expect(countsOf(dataset)).toEqual({ a: 1 });
    expect(problemsOf(dataset)).toEqual(['grouped-shapes', 'ignored-shapes']);
  });

  test('in folders of splits are one dataset', async () => {
    const files = {
      'd/train/1.json': file(['a']),
      'd/train/2.json': file(['b']),
      'd/val/labels/3.json': file(['a']),
    };
    expect(splitsOf(await onlyIn([labelme], files))).toEqual({
      train: { a: 1, b: 1 },
      val: { a: 1 },
    });
  });

  test('leave other JSON beside them to its own format', async () => {
    const other = JSON.stringify({
      images: [{ id: 1 }],
      annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 3, 4] }],
      categories: [{ id: 1, name: 'x' }],
    });
    const datasets = await assertedIn([coco, labelme], {
      '1.json': file(['a']),
      '2.json': file(['b']),
      'coco.json': other,
    });
    expect(datasets.map(countsOf)).toEqual([{ x: 1 }, { a: 1, b: 1 }]);
  });

  test('that are broken or something else are left out with a word', async () => {
    const files: Record<string, string> = {};
    for (let at = 100; at < 160; at += 1) files[`d/${at}.json`] = file(['a']);
    files['d/101.json'] = '{"hello": 1}';
    files['d/102.json'] = file(['b']).slice(0, 60);
    const dataset = await onlyIn([labelme], files);
    expect(countsOf(dataset)).toEqual({ a: 58 });
    expect(problemsOf(dataset).sort()).toEqual([
      expect.stringMatching(/^json-truncated d\/102\.json:1:\d+$/),
      'not-labelme d/101.json:1:1',
      'not-labelme d/102.json:1:1',
    ]);
  });

  test('say where they are cut short', async () => {
    await expectCutsSaid(
      [labelme],
      { '1.json': file(['a', 'b', 'ü']), '2.json': file(['a']) },
      '1.json',
    );
  });

  test('are not what else has shapes', async () => {
    const other = JSON.stringify({ shapes: [{ type: 'circle' }], name: 'drawing' });
    expect((await scanMemory([labelme], { 'a.json': other })).datasets).toEqual([]);
  });
});
