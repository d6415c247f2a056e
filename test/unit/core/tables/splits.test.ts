// Splits by column, by file name and by folder.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileColumns } from '../../../../src/core/tables/columnProfile';
import { findSplitColumn, splitOfCell } from '../../../../src/core/tables/splitColumn';
import { groupBySplit, splitKeyOf } from '../../../../src/core/tables/splitGroups';
import { sampleOf } from './samples';

const columnOf = (header: string, ...rows: readonly string[]) =>
  findSplitColumn(profileColumns(sampleOf(header, ...rows)));

describe('a split column', () => {
  test.each([
    ['split', ['train', 'valid'], ['train', 'val']],
    ['Usage', ['Training', 'PublicTest'], ['train', 'PublicTest']],
    ['partition', ['0', '2'], ['train', 'test']],
    ['is_train', ['1', '0'], ['train', 'test']],
    ['is_valid', ['True', 'False'], ['val', 'train']],
    ['whatever', ['train', 'test'], ['train', 'test']],
  ])('%s of %j says %j', (name, cells, splits) => {
    const found = columnOf(`file,${name}`, ...cells.map((cell) => `1.jpg,${cell}`));
    expect(found?.column).toBe(1);
    expect(cells.map((cell) => found && splitOfCell(cell, found.coding))).toEqual(splits);
  });

  test.each([
    ['fold', ['0', '1']],
    ['set', ['a', 'b']],
    ['label', ['train', 'plane']],
    ['is_train', ['maybe', 'no']],
  ])('%s of %j is none', (name, cells) => {
    expect(columnOf(`file,${name}`, ...cells.map((cell) => `1.jpg,${cell}`))).toBeUndefined();
  });

  test('says nothing by an empty cell', () => {
    expect(splitOfCell(' ', { kind: 'word' })).toBeUndefined();
    expect(splitOfCell('x', { kind: 'flag', yes: 'train', no: 'test' })).toBeUndefined();
  });
});

describe('a path', () => {
  test.each([
    ['train.csv', '*.csv', 'train'],
    ['a/Pets_LT_val.txt', 'a/Pets_LT_*.txt', 'val'],
    ['valid/_classes.csv', '*/_classes.csv', 'val'],
    ['train/train.csv', '*/*.csv', 'train'],
    ['trainLabels.csv', '*Labels.csv', 'train'],
    ['testlist01.txt', '*list01.txt', 'test'],
    ['train2017.csv.gz', '*2017.csv.gz', 'train'],
    ['train-00001-of-00004.csv', '*-#.csv', 'train'],
    ['labels.csv', 'labels.csv', 'all'],
    ['trainval.txt', 'trainval.txt', 'all'],
  ])('%s is of %s, split %s', (path, key, split) => {
    expect(splitKeyOf(path)).toMatchObject({ key, split });
  });
});

describe('files', () => {
  const group = (...paths: readonly string[]) =>
    groupBySplit(paths.map((path) => ({ path, signature: 's', value: path }))).map((one) => [
      one.name,
      ...one.members.map((member) => `${member.split}:${member.path}`),
    ]);

  test('of one name but for the split are one group, train first', () => {
    expect(group('x/test.txt', 'x/train.txt', 'x/val.txt')).toEqual([
      ['x', 'train:x/train.txt', 'val:x/val.txt', 'test:x/test.txt'],
    ]);
  });

  test('without a split are to train with beside what is held out of them', () => {
    expect(group('x/hr.csv', 'x/hr_test.csv')).toEqual([
      ['hr', 'train:x/hr.csv', 'test:x/hr_test.csv'],
    ]);
    expect(group('hr.csv', 'hr.val.csv', 'hr.test.csv')).toHaveLength(1);
    expect(group('hr.csv', 'hr_train.csv', 'hr_test.csv')).toHaveLength(2);
    expect(group('hr.csv', 'pay_test.csv')).toHaveLength(2);
    expect(group('hr.csv', 'x/hr_test.csv')).toHaveLength(2);
  });

  test('of two years or two folds stay apart', () => {
    expect(group('train2014.csv', 'val2014.csv', 'train2017.csv')).toHaveLength(2);
    expect(group('trainlist01.txt', 'trainlist02.txt')).toHaveLength(2);
  });

  test('of one split twice stay apart, unless they are shards', () => {
    expect(group('val.csv', 'valid.csv')).toHaveLength(2);
    expect(group('train-00000-of-00002.csv', 'train-00001-of-00002.csv')).toHaveLength(1);
    expect(group('GT-00000.csv', 'GT-00001.csv')).toHaveLength(1);
    expect(group('part1.csv', 'part2.csv')).toHaveLength(2);
  });

  test('under a far folder that happens to be called test are no test split', () => {
    expect(group('test/data/labels.csv')).toEqual([['labels.csv', 'all:test/data/labels.csv']]);
    expect(group('test/labels.csv')).toEqual([['labels.csv', 'test:test/labels.csv']]);
    expect(group('test/a/l.csv', 'train/a/l.csv')).toEqual([
      ['l', 'train:train/a/l.csv', 'test:test/a/l.csv'],
    ]);
  });

  test('are all kept, whatever their names', () => {
    const name = fc.stringMatching(/^[a-z0-9_./-]{1,20}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name), (paths) => {
        const members = groupBySplit(
          paths.map((path) => ({ path, signature: '', value: 0 })),
        ).flatMap((one) => one.members.map((member) => member.path));
        expect(members.sort()).toEqual([...paths].sort());
      }),
    );
  });
});

describe('files that differ in more than the split', () => {
  const groups = (...paths: readonly string[]) =>
    groupBySplit(paths.map((path) => ({ path, signature: '', value: path }))).map(({ members }) =>
      members.map(({ split }) => split),
    );

  test('are one dataset where one has a word behind the split', () => {
    expect(groups('cars_train_annos.mat', 'cars_test_annos_withlabels.mat')).toEqual([
      ['train', 'test'],
    ]);
    expect(groups('set_train_x.txt', 'set_test_y_z.txt')).toHaveLength(2);
    expect(groups('set_train_x.txt', 'set_val.txt', 'set_train_x_y.txt')).toHaveLength(2);
    expect(groups('places365_train_standard.txt', 'places365_val.txt')).toEqual([['train', 'val']]);
  });

  test.each([
    [['train.jsonl', 'shared_task_dev.jsonl']],
    [['a/train_annotated.json', 'a/dev.json']],
  ])('%j are one dataset', (paths) => {
    expect(groups(...paths)).toEqual([['train', 'val']]);
  });

  test.each([
    [['train.jsonl', 'shared_task_train.jsonl']],
    [['train.jsonl', 'birds_dev.jsonl', 'cars_test.jsonl']],
    [['a/train.jsonl', 'b/shared_task_dev.jsonl']],
    [['birds_train.txt', 'cars_val.txt']],
    [['a_train_standard.txt', 'a_train_challenge.txt', 'a_val.txt']],
    [['instances_train2017.json', 'instances_val2014.json']],
    [['a_train_x.txt', 'a_val_y.txt']],
  ])('%j stay apart', (paths) => {
    expect(groups(...paths)).toHaveLength(paths.length);
  });

  test('of other contents stay apart', () => {
    const files = ['a_train_x.txt', 'a_val.txt'].map((path) => {
      return { path, signature: path, value: path };
    });
    expect(groupBySplit(files)).toHaveLength(2);
  });
});

test.each([
  ['KDDTrain+.txt', 'KDDTest+.txt'],
  ['optdigits.tra', 'optdigits.tes'],
  ['MelTrain.csv', 'MelTest.csv'],
])('%s is train, %s is test', (train, test_) => {
  expect(splitKeyOf(train).split).toBe('train');
  expect(splitKeyOf(test_).split).toBe('test');
  expect(splitKeyOf(train).key).toBe(splitKeyOf(test_).key);
});

describe('names that end in two letters', () => {
  const splitsOf = (...paths: readonly string[]) =>
    groupBySplit(paths.map((path) => ({ path, signature: 's', value: path }))).map(({ members }) =>
      members.map(({ split }) => split),
    );

  test('are splits where tr stands beside ts', () => {
    expect(splitsOf('a/hands-ts.txt', 'a/hands-tr.txt')).toEqual([['train', 'test']]);
  });

  test('are languages alone and beside other codes', () => {
    expect(splitsOf('reviews-tr.tsv')).toEqual([['all']]);
    expect(splitsOf('reviews-tr.tsv', 'reviews-ts.tsv', 'reviews-en.tsv')).toEqual([
      ['all'],
      ['all'],
      ['all'],
    ]);
  });
});

test('a folder that repeats another’s split goes with it, and one of another split does not', () => {
  const key = (path: string): string => splitKeyOf(path).key;
  expect(key('train/boxes/yard_train/a.txt')).toBe(key('val/boxes/yard_val/a.txt'));
  expect(key('train/boxes/yard_val/a.txt')).not.toBe(key('val/boxes/yard_val/a.txt'));
});

describe('files that are numbered through', () => {
  const groupsOf = (
    paths: readonly string[],
    signature = (path: string) => path.slice(0, 0),
  ): number =>
    groupBySplit(paths.map((path) => ({ path, signature: signature(path), value: path }))).length;
  const twelve = Array.from({ length: 12 }, (_, at) => at + 1);

  test.each([
    ['doc_#.conll', 1],
    ['clips/s#.v2.csv', 1],
    ['train_#.csv', 1],
    ['subject# run1.tsv', 1],
    ['fold_#.csv', 12],
    ['cv#.csv', 12],
    ['exp-#-run3.csv', 1],
    ['exp-3-run#.csv', 12],
    ['#/labels.csv', 12],
    ['labels.v#', 12],
  ])('%s are %i of twelve', (pattern, groups) => {
    expect(groupsOf(twelve.map((at) => pattern.replace('#', at.toString())))).toBe(groups);
  });

  test('are one dataset from twelve on, with their splits, where they are alike', () => {
    const paths = twelve.map((at) => `doc_${at}.csv`);
    expect(groupsOf(paths.slice(1))).toBe(11);
    expect(groupsOf(paths, (path) => (path < 'doc_3' ? 'one' : 'other'))).toBe(12);
    const both = ['train', 'val'].flatMap((split) => twelve.map((at) => `${split}_${at}.csv`));
    const [group, ...others] = groupBySplit(
      both.map((path) => ({ path, signature: '', value: path })),
    );
    expect(others).toEqual([]);
    expect(group.members.map(({ split }) => split)).toEqual([
      ...twelve.map(() => 'train'),
      ...twelve.map(() => 'val'),
    ]);
  });

  test('have a short name where their folder has none', () => {
    const paths = twelve.map((at) => `${at}.csv`);
    const [{ name }] = groupBySplit(paths.map((path) => ({ path, signature: '', value: path })));
    expect(name).toBe('1.csv and 11 more');
  });
});
