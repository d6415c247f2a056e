// Open Images files through the whole pipeline.

import { expect, test } from 'vitest';
import { openImages } from '../../../../src/core/formats/openImages';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, imagesOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(openImages);
const lines = (...all: readonly string[]) => [...all, ''].join('\n');
const boxHeader =
  'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf';
const box = (image: string, label: string, group = 0) =>
  `${image},xclick,${label},1,0.1,0.2,0.3,0.4,0,0,${group}`;
const names = lines('LabelName,DisplayName', '/m/cat,"Cat, tame"', '/m/dog,Dog', '/m/yak,Yak');
const boxes = lines(boxHeader, box('a', '/m/cat'), box('b', '/m/dog'), box('a', '/m/cat', 1));

test('boxes are counted with their images in any order, named and in the order of the names', async () => {
  const files = { 'train-annotations-bbox.csv': boxes, 'class-descriptions-boxable.csv': names };
  const [dataset] = await inEveryChunk(scan, files);
  expect(Object.entries(countsOf(dataset))).toEqual([
    ['Cat, tame', 2],
    ['Dog', 1],
    ['Yak', 0],
  ]);
  expect(imagesOf(dataset)).toEqual({ 'Cat, tame': 1, Dog: 1, Yak: 0 });
  expect(dataset).toMatchObject({ samples: 2, unlabelled: 0, unit: 'box', status: 'asserted' });
  expect(problemsOf(dataset)).toEqual(['group-boxes train-annotations-bbox.csv']);
});

test('the official names of the splits belong together', async () => {
  const [dataset, ...others] = await scan({
    'oidv6-train-annotations-bbox.csv': boxes,
    'validation-annotations-bbox.csv': lines(boxHeader, box('v', '/m/dog')),
  });
  expect(others).toEqual([]);
  expect(splitsOf(dataset)).toEqual({ train: { '/m/cat': 2, '/m/dog': 1 }, val: { '/m/dog': 1 } });
});

test('image labels of confidence 0 are left out and said', async () => {
  const [dataset] = await inEveryChunk(scan, {
    'validation-annotations-human-imagelabels.csv': lines(
      'ImageID,Source,LabelName,Confidence',
      'a,verification,/m/cat,1',
      'a,crowdsource-verification,/m/cat,1.0',
      'a,verification,/m/dog,0',
      'a,verification,/m/yak,1',
      'b,verification,/m/dog,0.0',
    ),
  });
  expect(countsOf(dataset)).toEqual({ '/m/cat': 1, '/m/yak': 1 });
  expect(dataset).toMatchObject({ samples: 2, unlabelled: 1, multiLabel: true, unit: 'image' });
  expect(problemsOf(dataset)[0]).toMatch(/^denied-labels/);
});

test('labels that a machine guessed are only offered', async () => {
  const [dataset] = await scan({
    'train-annotations-machine-imagelabels.csv':
      'ImageID,Source,LabelName,Confidence\na,machine,/m/cat,0.7\n',
  });
  expect(dataset.status).toBe('offered');
});

test('a cut at any place is survived', async () => {
  await inEveryCut(scan, { 'train-annotations-bbox.csv': boxes }, 'train-annotations-bbox.csv', 3);
});
