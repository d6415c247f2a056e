// DOTA labels through the whole pipeline.

import { expect, test } from 'vitest';
import { dota } from '../../../../src/core/formats/dota';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, imagesOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(dota);
const head = 'imagesource:GoogleEarth\ngsd:0.146343590398\n';
const box = (name: string) => `2753.0 2408.0 2861.0 2385.0 2888.0 2468.0 2805.0 2502.0 ${name} 0\n`;

test('boxes are counted below the header, folders are splits', async () => {
  const files = {
    'd/train/labelTxt/P0000.txt': head + box('plane') + box('plane') + box('small-vehicle'),
    'd/train/labelTxt/P0001.txt': head,
    'd/val/labelTxt/P0003.txt': box('plane'),
  };
  const [dataset, ...others] = await inEveryChunk(scan, files);
  expect(others).toEqual([]);
  expect(splitsOf(dataset)).toEqual({ train: { plane: 2, 'small-vehicle': 1 }, val: { plane: 1 } });
  expect(imagesOf(dataset)).toEqual({ plane: 2, 'small-vehicle': 1 });
  expect(dataset).toMatchObject({ samples: 3, unlabelled: 1 });
});

test('a line without difficulty is a box too, a short one is said with its place', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [`labelTxt/P${100 + at}.txt`, box('ship')]),
  );
  const [dataset] = await scan({ ...many, 'labelTxt/P101.txt': '1 2 3 4 5 6 7 8 harbor\n1 2 3\n' });
  expect(countsOf(dataset)).toEqual({ harbor: 1, ship: 29 });
  expect(problemsOf(dataset)).toEqual(['malformed-row labelTxt/P101.txt:2:1']);
});

test('a cut at any place is survived', async () => {
  const files = { 'labelTxt/1.txt': head + box('a') + box('b'), 'labelTxt/2.txt': box('a') };
  await inEveryCut(scan, files, 'labelTxt/1.txt', 3);
});

test('oriented boxes of YOLO and transcripts of ICDAR are none', async () => {
  expect(
    await scan({
      'labels/1.txt': '0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8\n',
      'gt/gt_img_1.txt': '377,117,463,117,465,130,378,130,Genaxis Theatre\n',
    }),
  ).toEqual([]);
});
