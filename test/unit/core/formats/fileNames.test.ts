// Classes in file names, where the user asks for them.

import { expect, test } from 'vitest';
import { fileNames } from '../../../../src/core/formats/fileNames';
import { countsOf, scanMemory } from '../../../lib/scanMemory';

const files = {
  'images/Abyssinian_1.jpg': '',
  'images/Abyssinian_12.jpg': '',
  'images/yorkshire_terrier_3.jpg': '',
  'faces/25_0_2_x.jpg': '',
  'faces/31_1_2_x.jpg': '',
};

test('a file name is read as its class where a rule asks for it', async () => {
  expect((await scanMemory([fileNames], files)).datasets).toEqual([]);
  const rules = [{ path: 'images/**', format: 'file-names' }];
  const { datasets } = await scanMemory([fileNames], files, { rules });
  expect(countsOf(datasets.find((one) => one.reading === 'before-number'))).toEqual({
    Abyssinian: 2,
    yorkshire_terrier: 1,
  });
});

test('a part of a file name is read as its class where the rule names the reading', async () => {
  const rules = [{ path: 'faces/**', format: 'file-names', reading: 'part-2' }];
  const { datasets } = await scanMemory([fileNames], files, { rules });
  expect(countsOf(datasets.find((one) => one.reading === 'part-2'))).toEqual({ 0: 1, 1: 1 });
});
