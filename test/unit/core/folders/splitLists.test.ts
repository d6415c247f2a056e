// Lists of the samples of a split beside class folders: which folders may hold them.

import { describe, expect, test } from 'vitest';
import { classFolders } from '../../../../src/core/formats/classFolders';
import { scanMemory, splitsOf } from '../../../lib/scanMemory';

const images = {
  'fields/crop/1.jpg': '',
  'fields/crop/2.jpg': '',
  'fields/crop/3.jpg': '',
  'fields/pond/1.jpg': '',
  'fields/pond/2.jpg': '',
};

async function splitsWith(files: Readonly<Record<string, string>>): Promise<unknown> {
  const { datasets } = await scanMemory([classFolders], { ...images, ...files });
  expect(datasets).toHaveLength(1);
  return splitsOf(datasets[0]);
}

describe('lists of splits beside class folders', () => {
  test('may lie in a folder of any name where they name what is there', async () => {
    const splits = await splitsWith({
      'agreed/train.txt': 'crop/1.jpg\ncrop/3.jpg\npond/1.jpg\n',
      'agreed/test.txt': 'crop/2.jpg\npond/2.jpg\n',
    });
    expect(splits).toEqual({ train: { crop: 2, pond: 1 }, test: { crop: 1, pond: 1 } });
  });

  test('are passed over there where they name anything else', async () => {
    const splits = await splitsWith({
      'agreed/train.txt': 'crop/1.jpg\ncrop/30.jpg\npond/1.jpg\n',
      'agreed/test.txt': 'crop/2.jpg\npond/2.jpg\n',
    });
    expect(splits).toEqual({ all: { crop: 3, pond: 2 } });
  });

  test('are the first of those that are numbered and have more than one split', async () => {
    const splits = await splitsWith({
      'lists/train_1.txt': 'crop/1.jpg\n',
      'lists/train_3.txt': 'crop/2.jpg\ncrop/3.jpg\npond/1.jpg\n',
      'lists/test_3.txt': 'crop/1.jpg\npond/2.jpg\n',
      'lists/train_20.txt': 'pond/1.jpg\n',
      'lists/test_20.txt': 'pond/2.jpg\n',
    });
    expect(splits).toEqual({ train: { crop: 2, pond: 1 }, test: { crop: 1, pond: 1 } });
  });
});
