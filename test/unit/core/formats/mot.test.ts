// MOT's ground truth through the whole pipeline.

import { expect, test } from 'vitest';
import { mot } from '../../../../src/core/formats/mot';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, imagesOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(mot);
const text =
  '1,1,10,20,30,40,1,1,0.5\n2,1,10,20,30,40,1,1,1\n2,2,1,2,3,4,1,1,1\n1,3,1,2,3,4,1,3,1\n3,4,1,2,3,4,0,2,1\n';
const files = { 'train/A/gt/gt.txt': text, 'train/A/gt/labels.txt': 'person\nrider\ncar\nbike\n' };

test('boxes are counted, ignored ones left out and said, ids named from 1, tracks a second reading', async () => {
  const all = await inEveryChunk(scan, files);
  expect(Object.entries(countsOf(all[0]))).toEqual([
    ['person', 3],
    ['rider', 0],
    ['car', 1],
    ['bike', 0],
  ]);
  expect(imagesOf(all[0])).toMatchObject({ person: 2, car: 1 });
  expect(all[0]).toMatchObject({ samples: 3, unlabelled: 1, unit: 'box', status: 'asserted' });
  expect(problemsOf(all[0])).toContain('ignored-region train/A/gt/gt.txt');
  expect(all[1]).toMatchObject({ unit: 'track', status: 'offered' });
  expect(countsOf(all[1])).toMatchObject({ person: 2, car: 1 });
});

test('sequences are one dataset, each of MOT17 once whatever the detector', async () => {
  const [dataset] = await scan({
    'MOT17/train/MOT17-02-DPM/gt/gt.txt': text,
    'MOT17/train/MOT17-02-SDP/gt/gt.txt': text,
    'MOT17/train/MOT17-04-SDP/gt/gt.txt': text,
  });
  expect(splitsOf(dataset)).toEqual({ train: { Pedestrian: 6, Car: 2 } });
});

test('ground truth without classes is none, numbers that nobody names are only offered', async () => {
  expect(await scan({ 'a/gt/gt.txt': '1,1,10,20,30,40,1,-1,-1,-1\n' })).toEqual([]);
  expect((await scan({ 'a/gt/gt.txt': text }))[0].status).toBe('offered');
});

test('a cut at any place is survived', async () => {
  await inEveryCut(scan, files, 'train/A/gt/gt.txt', 2);
});
