// CelebA's attributes through the whole pipeline.

import { expect, test } from 'vitest';
import { celeba } from '../../../../src/core/formats/celeba';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(celeba);
const files = {
  'Anno/list_attr_celeba.txt':
    '4\nMale Smiling Bald \n000001.jpg -1  1 -1\n000002.jpg  1  1 -1\n000003.jpg -1 -1 -1\n000004.jpg 1 1 -1\n',
  'Eval/list_eval_partition.txt': '000001.jpg 0\n000002.jpg 1\n000003.jpg 2\n000004.jpg 0\n',
};

test('attributes are counted where they are 1, in the order of the header, by partition', async () => {
  const [dataset] = await inEveryChunk(scan, files);
  expect(Object.entries(countsOf(dataset))).toEqual([
    ['Male', 2],
    ['Smiling', 3],
    ['Bald', 0],
  ]);
  expect(splitsOf(dataset)).toEqual({
    train: { Male: 1, Smiling: 2 },
    val: { Male: 1, Smiling: 1 },
    test: {},
  });
  expect(dataset).toMatchObject({ samples: 4, unlabelled: 1, multiLabel: true });
});

test('a line of another length is said with its place', async () => {
  const many = Array.from({ length: 60 }, (_, at) => `${at}.jpg 1 -1`).join('\n');
  const [dataset] = await scan({ 'list_attr_x.txt': `61\na b\n${many}\n60.jpg 1\n` });
  expect(problemsOf(dataset)).toEqual(['ragged-row list_attr_x.txt:63:1']);
  expect(dataset.samples).toBe(60);
});

test('a cut at any place is survived', async () => {
  for (const path of Object.keys(files)) await inEveryCut(scan, files, path);
});
