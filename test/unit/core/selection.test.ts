// Which counts are weighed: of a split, by unit or by images, and what is known of images.
import { describe, expect, test } from 'vitest';
import { formats } from '../../../src/core/formats/registry';
import { carriesSeveral, classCounts, countsImages } from '../../../src/core/selection';
import { scanMemory } from '../../lib/scanMemory';

const box = '0.5 0.5 0.1 0.1\n';
const yolo = (second: string): Record<string, string> => ({
  'data.yaml': 'train: images/train\nval: images/train\nnames: [cat, dog]\n',
  'images/train/1.jpg': '',
  'images/train/2.jpg': '',
  'labels/train/1.txt': `0 ${box}`,
  'labels/train/2.txt': second,
});

describe('classes of a split', () => {
  test('have images where they were counted, also where they equal the boxes', async () => {
    const { datasets } = await scanMemory(formats, yolo(`1 ${box}`));
    expect(datasets[0].imagesEqual).toBe(true);
    expect(countsImages(datasets[0])).toBe(false);
    expect(classCounts(datasets[0], 'train').map(({ images }) => images)).toEqual([1, 1]);
  });

  test('have images of their own where boxes are more', async () => {
    const { datasets } = await scanMemory(formats, yolo(`1 ${box}1 0.1 0.1 0.2 0.2\n`));
    expect(datasets[0].imagesEqual).toBeUndefined();
    expect(classCounts(datasets[0], 'train')).toMatchObject([
      { count: 1, images: 1 },
      { count: 2, images: 1 },
    ]);
  });

  test('have no images where none were counted', async () => {
    const files = { 'train.txt': 'a.jpg 0\nb.jpg 1\nc.jpg 1\n' };
    const { datasets } = await scanMemory(formats, files);
    expect(classCounts(datasets[0], 'train').map(({ images }) => images)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('what is counted', () => {
  test('carries one class where it is a box, several where it is the image of boxes', async () => {
    const { datasets } = await scanMemory(formats, yolo(`1 ${box}`));
    expect(carriesSeveral(datasets[0], 'unit')).toBe(false);
    expect(carriesSeveral(datasets[0], 'images')).toBe(true);
  });

  test('carries one class where it is a pixel or a span of many in a sample', async () => {
    const { datasets } = await scanMemory(formats, {
      'train.conll': 'EU B-ORG\nand O\nBonn B-LOC\n\nRome B-LOC\n',
    });
    expect(datasets[0]).toMatchObject({ unit: 'span', multiLabel: true });
    expect(carriesSeveral(datasets[0], 'unit')).toBe(false);
  });

  test('carries what the dataset says where it is a sample', async () => {
    const { datasets } = await scanMemory(formats, { 'a.libsvm': '1,2 1:1\n2 1:1\n1 1:3\n' });
    expect(carriesSeveral(datasets[0], 'unit')).toBe(true);
  });
});
