import { describe, expect, test } from 'vitest';
import { concerns, mayBeFolder, sourceFolders, type FileEvent } from '../../../src/host/relevance';
import { datasetOf } from './fixtures';

const datasets = [
  datasetOf({ sources: ['pets.csv'] }),
  datasetOf({ sources: ['yolo/labels/train'] }),
  datasetOf({ sources: ['classes/train', 'classes/val'] }),
  datasetOf({ sources: ['ner/eng.train', 'speech/utt2spk', 'shards/00.parquet'] }),
  datasetOf({ sources: ['masks'], unit: 'pixel' }),
];

describe('concerns', () => {
  test.each<[string, FileEvent, boolean]>([
    ['pets.csv', 'changed', true],
    ['pets.csv', 'deleted', true],
    ['yolo/labels/train/1.txt', 'changed', true],
    ['yolo/labels/train/1.txt', 'created', true],
    ['yolo/data.yaml', 'changed', true],
    ['yolo', 'deleted', true],
    // In a class folder names count, not contents.
    ['classes/train/cat/1.jpg', 'created', true],
    ['classes/train/cat/1.jpg', 'deleted', true],
    ['classes/train/cat/1.jpg', 'changed', false],
    ['classes/train/labels.mat', 'changed', true],
    // Label files have any extension, or none.
    ['ner/eng.train', 'changed', true],
    ['speech/utt2spk', 'changed', true],
    ['shards/00.parquet', 'changed', true],
    ['shards/01.parquet', 'created', true],
    ['ner/eng.testa', 'created', true],
    ['ner/notes.pdf', 'created', false],
    // The pictures of masks are the labels.
    ['masks/1.png', 'changed', true],
    ['other/1.png', 'changed', false],
    ['new.csv', 'created', true],
    ['new.parquet', 'created', true],
    ['sub/train_labels.txt', 'created', true],
    ['package.json', 'created', false],
    ['package.json', 'changed', false],
    ['notes.txt', 'changed', false],
    ['other.csv', 'changed', false],
    ['src/main.py', 'created', false],
    ['.class-balance/runs/1/labels.csv', 'created', false],
    ['.git/annotations.json', 'created', false],
  ])('%s %s: %s', (path, event, expected) => {
    expect(concerns(path, event, datasets)).toBe(expected);
  });
});

describe('mayBeFolder', () => {
  test.each([
    ['data', true],
    ['downloads/pets', true],
    ['src/main.py', false],
    ['.git/refs', false],
    ['web/node_modules/left-pad', false],
    ['.class-balance/runs/1', false],
  ])('%s: %s', (path, expected) => {
    expect(mayBeFolder(path)).toBe(expected);
  });
});

describe('sourceFolders', () => {
  test('leaves out files, doubles and folders within others', () => {
    const more = [
      ...datasets.slice(0, 3),
      datasetOf({ sources: ['classes', 'classes/val', 'yolo/labels/train'] }),
    ];
    expect(sourceFolders(more)).toEqual(['yolo/labels/train', 'classes']);
  });
});
