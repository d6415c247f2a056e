// Names for labels from a list beside the file.

import { describe, expect, test } from 'vitest';
import { fit, namesFor, someLabels } from '../../../../src/core/tables/nameLists';
import { MemorySource } from '../../../fakes/memorySource';

describe('a list of names', () => {
  test.each([
    ['counts lines from 0', ['0', '2'], ['a', 'b', 'c'], ['0 a', '1 b', '2 c']],
    [
      'counts lines from 1 where the ids say so',
      ['1', '3'],
      ['a', 'b', 'c'],
      ['1 a', '2 b', '3 c'],
    ],
    ['obeys ids in the lines', ['7', '3'], ['7 a', '3 b b'], ['7 a', '3 b b']],
    [
      'obeys ids behind the names',
      ['0', '1'],
      ['/a/air field 1', '/b/bar 0'],
      ['1 /a/air field', '0 /b/bar'],
    ],
    [
      'drops synset ids',
      ['0'],
      ['n01440764 tench, Tinca tinca', 'n01443537 goldfish'],
      ['0 tench, Tinca tinca', '1 goldfish'],
    ],
    ['names the words it begins with', ['n2'], ['n1 Karl', 'n2 Jay'], ['n1 Karl', 'n2 Jay']],
    [
      'orders the words it holds',
      ['dog', 'cat'],
      ['dog', 'emu', 'cat'],
      ['dog dog', 'emu emu', 'cat cat'],
    ],
  ])('%s', (_, labels, lines, wanted) => {
    expect(fit(labels, lines)?.map(({ id, name }) => `${id} ${name}`)).toEqual(wanted);
  });

  test.each([
    ['an id far beyond it', ['0', '99'], ['a', 'b']],
    ['words it does not hold', ['dog', 'yak'], ['dog', 'cat']],
    ['nothing in it', ['0'], []],
    ['paths in it', ['0'], ['1.jpg 0', '2.jpg 1']],
  ])('does not fit with %s', (_, labels, lines) => {
    expect(fit(labels, lines)).toBeUndefined();
  });
});

test('the first list that fits gives the names; one that cannot be read does not matter', async () => {
  const files = new MemorySource({ 'classes.txt': 'x\n', 'names.txt': 'a\nb\nc\n\n' });
  const found = await namesFor(['0', '2'], ['gone.txt', 'classes.txt', 'names.txt'], files, {
    file: 'a.csv',
  });
  expect(found?.path).toBe('names.txt');
  expect(found?.classes).toHaveLength(3);
  expect(await namesFor([], ['names.txt'], files, { file: 'a.csv' })).toBeUndefined();
});

test('some labels keep the smallest and the largest integer', () => {
  const labels = Array.from({ length: 500 }, (_, at) => String((at * 7919 + 3) % 1000));
  const some = someLabels(labels);
  const numbers = labels.map(Number);
  expect(some.length).toBeLessThanOrEqual(102);
  expect(some).toContain(String(Math.max(...numbers)));
  expect(some).toContain(String(Math.min(...numbers)));
});
