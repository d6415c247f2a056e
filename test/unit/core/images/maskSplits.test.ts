// Splits of masks by the lists beside them: names without extension, and a list that cannot be read is said.
import { expect, test } from 'vitest';
import { readMaskSplits } from '../../../../src/core/images/maskSplits';
import { MemorySource } from '../../../fakes/memorySource';

const train = 'ImageSets/Segmentation/train.txt';
const val = 'ImageSets/Segmentation/val.txt';

test('mask splits follow the lists, and a list that cannot be read is a problem', async () => {
  const files = new MemorySource({ [train]: '2007_000032\r\n\r\n2007_000039\n' });
  const lists = new Map([
    ['train', train],
    ['val', val],
  ]);
  const { splitOf, problems } = await readMaskSplits(lists, files);
  const paths = ['SegmentationClass/2007_000032.png', 'SegmentationClass/2007_000033.png'];
  expect(paths.map(splitOf)).toEqual(['train', undefined]);
  expect(problems).toMatchObject([{ severity: 'warning', file: val }]);
});
