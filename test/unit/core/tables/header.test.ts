// A header or a first sample.

import { expect, test } from 'vitest';
import { hasHeader } from '../../../../src/core/tables/header';

const cells = (...rows: readonly string[]) => rows.map((row) => row.split(','));

test.each([
  ['a label name above values', ['file,label', 'a,b']],
  ['names above numbers', ['a,b', '1,2', '3,4']],
  ['a label name above numbered columns', ['label,0,1,2', '5,0,0,9']],
  ['a path name above numbered columns', ['filename,0,1', 'a.jpg,1,0']],
  ['names alone', ['file,label']],
  ['an empty name of an index', [',file,label', '0,a.jpg,x']],
])('a first row with %s is a header', (_, rows) => {
  expect(hasHeader(cells(...rows))).toBe(true);
});

test.each([
  ['a path', ['1.jpg,cat', '2.jpg,dog']],
  ['numbers', ['5.1,3.5,Iris-setosa', '4.9,3.0,Iris-setosa']],
  ['a value that recurs below', ['p,x,s', 'e,x,y', 'p,b,s']],
  ['a path beside the word label', ['1.jpg,label', '2.jpg,other']],
  ['a class called label that recurs', ['x,label', 'y,label']],
])('a first row with %s is a sample', (_, rows) => {
  expect(hasHeader(cells(...rows))).toBe(false);
});

test('no rows have no header', () => {
  expect(hasHeader([])).toBe(false);
});
