// Samples in the order of their label files, with the classes and the media files that they belong to.
import { describe, expect, test } from 'vitest';
import { formats } from '../../../src/core/formats/registry';
import { grayPng } from '../../lib/png';
import { samplesIn, told } from '../../lib/samplesIn';
import { scanMemory } from '../../lib/scanMemory';

const box = '0.5 0.5 0.1 0.1';

describe('samples', () => {
  test('of a list of paths come in its order, with the settled class order and the media found', async () => {
    const list = 'img/10.jpg 10\nimg/2.jpg 2\nimg/none.jpg 2\nimg/a b.jpg 0\n';
    const files = { 'data/train.txt': list, 'data/img/10.jpg': '', 'data/img/a b.jpg': '' };
    const found = await samplesIn(files, 'path-label-list:data/train.txt');
    expect(found.dataset.classes.map(({ id }) => id).slice(0, 3)).toEqual(['0', '1', '2']);
    expect(told(found)).toEqual([
      'train data/img/10.jpg -> 10',
      'train img/2.jpg -> 2',
      'train img/none.jpg -> 2',
      'train data/img/a b.jpg -> 0',
    ]);
    expect(found.samples.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  test('of absolute paths are found by their last folders, never by a bare name', async () => {
    const list = '/home/me/data/img/1.jpg 0\n/home/me/data/img/2.jpg 1\n/x/3.jpg 1\n';
    const files = { 'train.txt': list, 'img/1.jpg': '', '2.jpg': '', '3.jpg': '' };
    const { samples } = await samplesIn(files, 'path-label-list:train.txt');
    expect(samples.map(({ media }) => media)).toEqual(['img/1.jpg', undefined, undefined]);
  });

  test('of class folders are the images themselves', async () => {
    const files = { 'pets/dog/2.jpg': '', 'pets/cat/x/1.jpg': '', 'pets/dog/1.jpg': '' };
    expect(told(await samplesIn(files, 'class-folders:pets'))).toEqual([
      'all pets/cat/x/1.jpg -> cat',
      'all pets/dog/1.jpg -> dog',
      'all pets/dog/2.jpg -> dog',
    ]);
  });

  test('of a table carry the path of their row', async () => {
    const rows = ['image,label', 'b.jpg,dog', 'a.jpg,cat', 'c.jpg,', 'd.jpg,dog'];
    const files = { 'labels.csv': rows.join('\n'), 'images/a.jpg': '', 'images/b.jpg': '' };
    expect(told(await samplesIn(files, 'delimited:labels.csv#column:label'))).toEqual([
      'all images/b.jpg -> dog',
      'all images/a.jpg -> cat',
      'all c.jpg -> ',
      'all d.jpg -> dog',
    ]);
  });

  test('of YOLO are images with a class for each box, backgrounds among them', async () => {
    const files = {
      'data.yaml': 'train: images/train\nval: images/train\nnames: [cat, dog]\n',
      'images/train/1.jpg': '',
      'images/train/2.png': '',
      'images/train/3.jpg': '',
      'labels/train/1.txt': `1 ${box}\n0 ${box}\n1 0.1 0.1 0.1 0.1\n`,
      'labels/train/2.txt': '',
    };
    const { datasets } = await scanMemory(formats, files);
    expect(told(await samplesIn(files, datasets[0].id))).toEqual([
      'train images/train/3.jpg -> ',
      'train images/train/1.jpg -> dog cat dog',
      'train images/train/2.png -> ',
    ]);
  });

  test('of masks belong to the image of the same name, never to the mask itself', async () => {
    const mask = grayPng(4, 1, (at) => (at === 0 ? 0 : 1));
    const files = {
      'masks/train/a.png': mask,
      'masks/train/b.png': mask,
      'images/train/a.jpg': '',
    };
    const found = await samplesIn(files, 'mask-png:masks/train');
    expect(found.samples.map(({ media, file }) => media ?? file)).toEqual([
      'images/train/a.jpg',
      'masks/train/b.png',
    ]);
    expect(found.samples[0].times).toEqual([1, 3]);
  });

  test('of COCO come in the order of its images, whatever the order of its annotations', async () => {
    const bbox = [0, 0, 4, 4];
    const document = {
      annotations: [
        { id: 1, image_id: 7, category_id: 3, bbox },
        { id: 2, image_id: 5, category_id: 1, bbox },
        { id: 3, image_id: 7, category_id: 3, bbox },
      ],
      images: [
        { id: 5, file_name: 'b.jpg' },
        { id: 6, file_name: 'c.jpg' },
        { id: 7, file_name: 'a.jpg' },
      ],
      categories: [
        { id: 3, name: 'dog' },
        { id: 1, name: 'cat' },
      ],
    };
    const files = { 'annotations/train.json': JSON.stringify(document), 'train2017/a.jpg': '' };
    expect(told(await samplesIn(files, 'coco:annotations/train.json'))).toEqual([
      'train b.jpg -> cat',
      'train c.jpg -> ',
      'train train2017/a.jpg -> dog dog',
    ]);
  });
});

describe('a dataset', () => {
  const files = { 'train.txt': 'a.jpg 0\nb.jpg 1\n' };
  const id = 'path-label-list:train.txt';

  test('that is not there is said to be unknown', async () => {
    await expect(samplesIn(files, 'coco:x')).rejects.toMatchObject({ code: 'unknown' });
  });

  test.each([
    ['has another class', 'a.jpg 0\nb.jpg 2\nc.jpg 1\n'],
    ['has a line less', 'a.jpg 0\nb.jpg 0\n'],
  ])('that %s than was counted is said to have changed', async (_, text) => {
    const { dataset } = await samplesIn({ 'train.txt': 'a.jpg 0\nb.jpg 1\nc.jpg 0\n' }, id);
    await expect(samplesIn({ 'train.txt': text }, id, dataset)).rejects.toMatchObject({
      code: 'changed',
    });
  });
});
