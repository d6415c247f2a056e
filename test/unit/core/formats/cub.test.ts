// CUB-200 through the whole pipeline.

import { expect, test } from 'vitest';
import { cub } from '../../../../src/core/formats/cub';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(cub);
const files = {
  'CUB/image_class_labels.txt': '1 1\n2 1\n3 2\n4 2\n5\n',
  'CUB/train_test_split.txt': '1 1\n2 0\n3 1\n',
  'CUB/classes.txt': '1 001.Black_footed_Albatross\n2 002.Laysan Albatross\n3 003.Sooty\n',
};

test('images are counted by class, named, split by the table; a class without image keeps its place', async () => {
  const [dataset] = await inEveryChunk(scan, files);
  expect(Object.entries(countsOf(dataset))).toEqual([
    ['001.Black_footed_Albatross', 2],
    ['002.Laysan Albatross', 2],
    ['003.Sooty', 0],
  ]);
  expect(splitsOf(dataset)).toEqual({
    train: { '001.Black_footed_Albatross': 1, '002.Laysan Albatross': 1 },
    test: { '001.Black_footed_Albatross': 1 },
    all: { '002.Laysan Albatross': 1 },
  });
  expect(dataset).toMatchObject({ samples: 5, unlabelled: 1, unit: 'image', status: 'asserted' });
  expect(problemsOf(dataset)).toEqual(['missing-label CUB/image_class_labels.txt:5:1']);
});

test('a cut at any place of any file is survived', async () => {
  for (const path of Object.keys(files)) await inEveryCut(scan, files, path);
});
