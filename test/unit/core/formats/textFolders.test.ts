// Text class folders: which folders of text are none.

import { expect, test } from 'vitest';
import { textFolders } from '../../../../src/core/formats/textFolders';
import { scanMemory } from '../../../lib/scanMemory';

test('lists of the names of each split are no documents', async () => {
  const { datasets } = await scanMemory([textFolders], {
    'signs/splits/train.txt': 'kA01\nkA02\nkA03\n',
    'signs/splits/val.txt': 'kB01\nkB02\n',
  });
  expect(datasets).toEqual([]);
});

test('documents that are called like splits are documents where they hold sentences', async () => {
  const { datasets } = await scanMemory([textFolders], {
    'good/train.txt': 'We took the train.\nIt was on time.\n',
    'bad/train.txt': 'We missed the train.\nIt was full.\n',
  });
  expect(datasets).toHaveLength(1);
});
