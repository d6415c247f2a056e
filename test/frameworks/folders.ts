// Datasets as files, for exports that are proved from the disk on: a list, boxes, several tags, masks.
// Must not know targets, nor how formats are read.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { grayPng } from '../lib/png';
import { cifar } from './cases';

/** Writes a dataset into an empty folder. */
type WriteFolder = (folder: string) => void;

/** By name of the case. Every one has a split `train`, an empty class where its form can say so, and uneven counts. */
export const folders: Readonly<Record<string, WriteFolder>> = {
  'cifar10-lt': writeCifar,
  'boxes-lt': writeBoxes,
  'tags-lt': writeTags,
  'masks-lt': writeMasks,
};

/** Real data that is no part of the project: where it lies in the shared folder. */
export const realFolders: Readonly<Record<string, string>> = {
  'places-lt': 'data/places-lt',
  pets: 'fixtures/csv-adopt-a-buddy/data',
  photos: 'fixtures/csv-onehot/data',
  streets: 'fixtures/cityscapes-trainids/data',
};

/** A list of paths and labels as long-tailed CIFAR-10 has. */
function writeCifar(folder: string): void {
  const lines = cifar.flatMap(([name, count]) =>
    Array.from({ length: count }, (_, at) => `images/${name}_${at}.png,${name}`),
  );
  write(folder, 'train.csv', `path,label\n${lines.join('\n')}\n`);
}

/** Ultralytics: 40 images, one of four classes without a box, two images without any. */
function writeBoxes(folder: string): void {
  write(
    folder,
    'data.yaml',
    'path: .\ntrain: images/train\nval: images/val\nnames: [car, bus, tram, ship]\n',
  );
  const image = grayPng(32, 32, (at) => (at * 7) % 256);
  for (let at = 0; at < 40; at += 1) {
    const name = `train/${at.toString().padStart(3, '0')}`;
    write(folder, `images/${name}.png`, image);
    if (at % 20 === 19) continue;
    const classes = [0, ...(at % 4 === 0 ? [0, 1] : []), ...(at % 13 === 5 ? [2] : [])];
    const rows = classes.map((index, box) => `${index} 0.5 0.5 0.${box + 2} 0.3\n`);
    write(folder, `labels/${name}.txt`, rows.join(''));
  }
  write(folder, 'images/val/a.png', image);
  write(folder, 'labels/val/a.txt', '3 0.5 0.5 0.5 0.5\n');
}

/** A table with several tags a row, some rows without any. */
function writeTags(folder: string): void {
  const rows = Array.from({ length: 60 }, (_, at) => {
    const tags = [
      ...(at % 10 === 9 ? [] : ['sky']),
      ...(at % 3 === 0 ? ['person'] : []),
      ...(at % 20 === 6 ? ['kite'] : []),
    ];
    return `photos/${at}.jpg,${at % 10 === 9 ? '' : tags.join('|')}`;
  });
  write(folder, 'train.csv', `file_name,tags\n${rows.join('\n')}\n`);
}

/** Masks of four classes, of which the second is never drawn. */
function writeMasks(folder: string): void {
  write(folder, 'classes.txt', 'ground\nwater\nroof\npole\n');
  for (let at = 0; at < 6; at += 1) {
    const pixel = (place: number): number => (place < 40 ? 2 : place === 63 && at === 3 ? 3 : 0);
    write(folder, `masks/train/${at}.png`, grayPng(8, 8, pixel));
    write(
      folder,
      `images/train/${at}.png`,
      grayPng(32, 32, () => 128),
    );
  }
}

function write(folder: string, path: string, content: string | Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
