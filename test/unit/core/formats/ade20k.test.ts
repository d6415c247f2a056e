// ADE20K's lists of objects through the whole pipeline.

import { expect, test } from 'vitest';
import { ade20k } from '../../../../src/core/formats/ade20k';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, imagesOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(ade20k);
const text =
  '001 # 0 # 1 # sky # blue sky # ""\n002 # 0 # 0 # person, individual # man # "walking"\n001 # 1 # 0 # head # head # ""\n003 # 0 # 0 # sky # sky # ""\n';
const files = {
  'images/training/s/street/a_atr.txt': text,
  'images/training/b/bedroom/b_atr.txt': '',
  'images/training/b/bedroom/c_atr.txt': '001 # 0 # 0 # bed # bed # ""\n',
  'images/validation/d_atr.txt': '001 # 0 # 0 # sky # sky # ""\n',
};

test('objects are counted by class, parts are not, folders are splits; what was written is a reading', async () => {
  const all = await inEveryChunk(scan, files);
  expect(splitsOf(all[0])).toEqual({
    train: { bed: 1, 'person, individual': 1, sky: 2 },
    val: { sky: 1 },
  });
  expect(imagesOf(all[0])).toEqual({ bed: 1, 'person, individual': 1, sky: 2 });
  expect(all[0]).toMatchObject({ samples: 4, unlabelled: 1, unit: 'instance', status: 'asserted' });
  expect(countsOf(all[1])).toEqual({ bed: 1, 'blue sky': 1, man: 1, sky: 2 });
  expect([all.length, all[1].status]).toEqual([2, 'offered']);
});

test('a short line is said with its place', async () => {
  const many = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`x/${at}_atr.txt`, text]));
  const [dataset] = await scan({ ...many, 'x/5_atr.txt': `${text}004 # 0\n` });
  expect(problemsOf(dataset)).toContain('malformed-row x/5_atr.txt:5:1');
});

test('a cut at any place is survived', async () => {
  await inEveryCut(scan, { 'x/a_atr.txt': text, 'x/b_atr.txt': text }, 'x/b_atr.txt', 2);
});

test('other files of that name are none', async () => {
  expect(await scan({ 'x/a_atr.txt': 'hello # world\n' })).toEqual([]);
});
