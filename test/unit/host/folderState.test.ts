import { describe, expect, test } from 'vitest';
import {
  datasetsAt,
  folderOfKey,
  foundAmong,
  foundIn,
  outerRoots,
  overallState,
  titleOf,
  withDataset,
} from '../../../src/host/folderState';
import { datasetOf, stateOf } from './fixtures';

describe('datasetsAt', () => {
  const list = datasetOf({ id: 'a', sources: ['flowers/train.txt', 'flowers/val.txt'] });
  const folder = datasetOf({ id: 'b', sources: ['images/train'] });
  const all = [list, folder];
  const at = (path: string): string[] => datasetsAt(all, path).map(({ id }) => id);

  test('finds a source itself', () => {
    expect(at('flowers/val.txt')).toEqual(['a']);
    expect(at('images/train')).toEqual(['b']);
  });

  test('finds what lies below a folder, and around a file', () => {
    expect(at('flowers')).toEqual(['a']);
    expect(at('images/train/cat/1.jpg')).toEqual(['b']);
    expect(at('')).toEqual(['a', 'b']);
  });

  test('gives a file beside sources to its neighbours, but not in the root', () => {
    expect(at('flowers/classes.txt')).toEqual(['a']);
    expect(at('README.md')).toEqual([]);
    expect(at('elsewhere')).toEqual([]);
    expect(at('flowers2/train.txt')).toEqual([]);
  });
});

describe('foundIn', () => {
  const named = (id: string, name: string, readAs = 'Delimited table') =>
    datasetOf({ id, name, readAs });
  const titles = (...datasets: readonly ReturnType<typeof named>[]): string[] =>
    foundIn([stateOf({ datasets })]).map(titleOf);

  test('lists by name, as people sort numbers in names', () => {
    expect(titles(named('a', 'part 10'), named('b', 'yolo'), named('c', 'part 9'))).toEqual([
      'part 9',
      'part 10',
      'yolo',
    ]);
  });

  test('tells readings of one name apart, and leaves a name alone that is', () => {
    const [species, age] = ['species', 'age'].map((column) =>
      named(column, 'pets.csv', `Delimited table · column “${column}”`),
    );
    expect(titles(species, age, named('c', 'coco', 'COCO'))).toEqual([
      'coco',
      'pets.csv · column “species”',
      'pets.csv · column “age”',
    ]);
    expect(titles(named('a', 'pets', 'Class folders'), named('b', 'pets', 'YOLO'))).toEqual([
      'pets · Class folders',
      'pets · YOLO',
    ]);
  });

  test('tells them apart where only one of them is asked about', () => {
    const state = stateOf({ datasets: [named('a', 'pets', 'COCO'), named('b', 'pets', 'YOLO')] });
    expect(foundAmong(state, [state.datasets[1]]).map(titleOf)).toEqual(['pets · YOLO']);
  });
});

describe('outerRoots', () => {
  test('finds the outermost root around each', () => {
    expect(outerRoots(['file:///a/b/c', 'file:///a', 'file:///a/b', 'file:///ab'])).toEqual([
      1, -1, 1, -1,
    ]);
  });
});

describe('overallState', () => {
  test.each([
    [[], 'unscanned'],
    [[stateOf({ status: 'unscanned' })], 'unscanned'],
    [[stateOf({ status: 'done' })], 'empty'],
    [[stateOf({ status: 'unsupported' })], 'unsupported'],
    [[stateOf({ status: 'cancelled' })], 'cancelled'],
    [[stateOf({ status: 'done' }), stateOf({ status: 'failed' })], 'failed'],
    [[stateOf({ status: 'done' }), stateOf({ status: 'unscanned' })], 'unscanned'],
    [[stateOf({ status: 'done' }), stateOf({ status: 'included' })], 'empty'],
    [[stateOf({ datasets: [datasetOf()] }), stateOf({ status: 'failed' })], 'found'],
    [[stateOf({ datasets: [datasetOf()], status: 'scanning' })], 'scanning'],
  ] as const)('%#: is %s', (states, expected) => {
    expect(overallState(states)).toBe(expected);
  });
});

describe('keys', () => {
  test('name a dataset by folder and id, and give the folder back', () => {
    const [found] = foundIn([stateOf({ datasets: [datasetOf({ id: 'x#y' })] })]);
    expect(found.key).toBe('file:///work#x#y');
    expect(folderOfKey(found.key)).toBe('file:///work');
    expect(folderOfKey('nonsense')).toBe('');
  });
});

describe('withDataset', () => {
  test('replaces by id and else appends', () => {
    const old = [datasetOf({ id: 'a' }), datasetOf({ id: 'b' })];
    const next = datasetOf({ id: 'a', samples: 99 });
    expect(withDataset(old, next)).toEqual([next, old[1]]);
    expect(withDataset(old, datasetOf({ id: 'c' }))).toHaveLength(3);
  });
});
