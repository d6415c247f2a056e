// KITTI labels through the whole pipeline.

import { expect, test } from 'vitest';
import { kitti } from '../../../../src/core/formats/kitti';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, imagesOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(kitti);
const numbers = '0.00 0 -1.58 587.0 173.3 614.1 200.1 1.65 1.67 3.64 -0.65 1.71 46.7 -1.59';
const box = (name: string) => `${name} ${numbers}`;
const lines = (...all: readonly string[]) => [...all, ''].join('\n');

test('boxes are counted, DontCare left out and said, empty files are images without label', async () => {
  const files = {
    'training/label_2/000000.txt': lines(box('Car'), box('Car'), box('DontCare')),
    'training/label_2/000001.txt': lines(box('Pedestrian'), box('Misc')),
    'training/label_2/000002.txt': '',
  };
  const [dataset] = await inEveryChunk(scan, files);
  expect(countsOf(dataset)).toEqual({ Car: 2, Misc: 1, Pedestrian: 1 });
  expect(imagesOf(dataset)).toEqual({ Car: 1, Misc: 1, Pedestrian: 1 });
  expect(dataset).toMatchObject({ samples: 3, unlabelled: 1, unit: 'box', status: 'asserted' });
  expect(problemsOf(dataset)).toEqual(['ignored-region training/label_2/000000.txt:3:1']);
});

test('image sets give the splits', async () => {
  const [dataset] = await scan({
    'kitti/ImageSets/train.txt': '000000\n',
    'kitti/ImageSets/val.txt': '000001\n',
    'kitti/training/label_2/000000.txt': box('Car'),
    'kitti/training/label_2/000001.txt': box('Van'),
    'kitti/training/label_2/000002.txt': box('Tram'),
  });
  expect(splitsOf(dataset)).toEqual({ train: { Car: 1 }, val: { Van: 1 }, unlisted: { Tram: 1 } });
});

test('tracking labels have frames for images', async () => {
  const text = lines(
    `0 1 ${box('Car')}`,
    `0 2 ${box('Car')}`,
    `1 1 ${box('Car')}`,
    `2 -1 ${box('DontCare')}`,
  );
  const [dataset] = await scan({ 'training/label_02/0000.txt': text });
  expect(dataset).toMatchObject({ samples: 3, unlabelled: 1 });
  expect([countsOf(dataset), imagesOf(dataset)]).toEqual([{ Car: 3 }, { Car: 2 }]);
});

test('results with scores are only offered, unless their folder says otherwise', async () => {
  const scored = `${box('Car')} 0.9`;
  expect((await scan({ 'results/1.txt': scored }))[0].status).toBe('offered');
  expect((await scan({ 'label_2/1.txt': scored }))[0].status).toBe('asserted');
});

test('a short line is said with its place', async () => {
  const files = { 'label_2/0.txt': box('Car'), 'label_2/1.txt': box('Car') };
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [`label_2/${100 + at}.txt`, box('Car')]),
  );
  const [dataset] = await scan({
    ...files,
    ...many,
    'label_2/101.txt': lines(box('Car'), 'Car 1 2'),
  });
  expect(problemsOf(dataset)).toEqual(['malformed-row label_2/101.txt:2:1']);
});

test('a cut at any place is survived', async () => {
  await inEveryCut(
    scan,
    { 'label_2/0.txt': lines(box('Car'), box('Van')), 'label_2/1.txt': box('Car') },
    'label_2/0.txt',
    3,
  );
});

test('other text files are none', async () => {
  expect(
    await scan({
      'calib/0.txt': 'P0: 7.2 0 6.0 0 0 7.2 1.7 0 0 0 1 0\nP1: 7 0 6 0 0 7 1 0 0 0 1 0\n',
      'labels/1.txt': '0 0.5 0.5 0.1 0.1\n',
      'a/1.txt': `hello ${numbers.slice(5)}\n`,
    }),
  ).toEqual([]);
});
