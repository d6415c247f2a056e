import { describe, expect, test } from 'vitest';
import type { Claim, Source } from '../../../src/core/claims';
import { DatasetIds, nameOf } from '../../../src/core/identity';

function claim(name: string, sources: Source[], reading?: string): Claim {
  return {
    format: 'coco',
    name,
    unit: 'box',
    confidence: 0.9,
    evidence: [],
    sources,
    ...(reading === undefined ? {} : { reading: { id: reading, title: reading } }),
    options: {},
  };
}
const file = (path: string): Source => ({ path, kind: 'file', split: 'all' });
const folder = (path: string): Source => ({ path, kind: 'folder', split: 'all' });

describe('a dataset’s id', () => {
  test.each([
    ['the one file', [file('a/b.json')], 'coco:a/b.json'],
    ['the first of several files', [file('a/b.json'), file('c.json')], 'coco:a/b.json'],
    ['the folder that folders share', [folder('a/train'), folder('a/val')], 'coco:a'],
    ['the root', [folder('')], 'coco:.'],
  ])('names %s', (_, sources, wanted) => {
    expect(new DatasetIds().of(claim('x', sources))).toBe(wanted);
  });

  test('is unique, and tells readings apart', () => {
    const ids = new DatasetIds();
    const sources = [file('a.csv')];
    expect([
      ids.of(claim('x', sources, 'column:a')),
      ids.of(claim('x', sources, 'column:b')),
      ids.of(claim('x', sources, 'column:b')),
    ]).toEqual(['coco:a.csv#column:a', 'coco:a.csv#column:b', 'coco:a.csv#column:b~2']);
  });
});

describe('a dataset’s name', () => {
  test('has its folder where the file name says nothing', () => {
    expect(nameOf(claim('train.txt', [file('cifar10-lt/train.txt')]))).toBe('cifar10-lt/train.txt');
    expect(nameOf(claim('labels.csv.gz', [file('x/y/labels.csv.gz')]))).toBe('y/labels.csv.gz');
  });

  test('is left alone otherwise', () => {
    expect(nameOf(claim('train.txt', [file('train.txt')]))).toBe('train.txt');
    expect(nameOf(claim('pets.csv', [file('a/pets.csv')]))).toBe('pets.csv');
    expect(nameOf(claim('own', [file('a/train.txt')]))).toBe('own');
  });
});
