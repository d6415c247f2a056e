// The rules that a choice of groups writes, and the parts of a path it offers.
import { describe, expect, test } from 'vitest';
import { pathParts, rulesWithGroup } from '../../../src/host/sources/groupRules';
import { datasetOf } from './fixtures';

const pets = datasetOf({ id: 'pets' });
const folders = datasetOf({ id: 'folders', format: 'class-folders', sources: [''] });

describe('rulesWithGroup', () => {
  test('adds one rule a source, beside what is said of it already', () => {
    const rules = [{ path: 'pets.csv', reading: 'column:species' }, { path: 'x' }];
    const next = rulesWithGroup(rules, pets, 'column:owner');
    expect(next).toEqual([...rules, { path: 'pets.csv', group: 'column:owner' }]);
    expect(rulesWithGroup(next, pets, '-2')).toEqual([...rules, { path: 'pets.csv', group: '-2' }]);
    expect(rulesWithGroup(next, pets, undefined)).toEqual(rules);
  });

  test('keeps what else a rule says when its grouping is dropped', () => {
    const rules = [{ path: 'pets.csv', split: 'val', group: 'owner' }];
    expect(rulesWithGroup(rules, pets, undefined)).toEqual([{ path: 'pets.csv', split: 'val' }]);
  });

  test('means everything where the dataset is the workspace folder', () => {
    expect(rulesWithGroup([], folders, '-2')).toEqual([{ path: '**', group: '-2' }]);
  });
});

describe('pathParts', () => {
  test('are the folders of a path, the nearest first, counted from the end', () => {
    expect(pathParts('train/cat/v1/001.jpg')).toEqual([
      { rule: '-2', text: 'v1' },
      { rule: '-3', text: 'cat' },
      { rule: '-4', text: 'train' },
    ]);
    expect(pathParts('001.jpg')).toEqual([]);
  });
});
