// Marks of one-hot tables, and when columns of marks are the labels.

import { describe, expect, test } from 'vitest';
import { readMark } from '../../../../src/core/tables/oneHot';
import { readTable } from '../../../../src/core/tables/tableReading';
import { sampleOf } from './samples';

test.each([
  ['1', 'yes'],
  [' 1 ', 'yes'],
  ['1.0', 'yes'],
  ['1.', 'yes'],
  ['True', 'yes'],
  ['0', 'no'],
  ['0.000', 'no'],
  ['FALSE', 'no'],
  ['-1', 'minus'],
  ['-1.0', 'minus'],
  ['-0', 'no'],
  ['', 'empty'],
  ['  ', 'empty'],
  ['2', 'other'],
  ['10', 'other'],
  ['0.5', 'other'],
  ['1.01', 'other'],
  ['yes', 'other'],
  ['truth', 'other'],
])('the cell %j is marked %s', (text, mark) => {
  const bytes = new TextEncoder().encode(`x${text}x`);
  expect(readMark(bytes, 1, bytes.length - 1)).toBe(mark);
});

describe('columns of marks', () => {
  test('are the labels beside a path', () => {
    const [best] = readTable(sampleOf('image,cat,dog', '1.jpg,1,0', '2.jpg,1,1', '3.jpg,0,1'));
    expect(best).toMatchObject({ id: 'one-hot', unit: 'image' });
    expect(best.confidence).toBeGreaterThanOrEqual(0.5);
    expect(best.recipe.label).toEqual({
      kind: 'one-hot',
      columns: [
        { column: 1, name: 'cat' },
        { column: 2, name: 'dog' },
      ],
    });
  });

  test('are only offered beside a column that is named like a label', () => {
    const rows = Array.from(
      { length: 12 },
      (_, at) => `${at},${at % 2},${at % 3 ? 1 : 0},${at % 4 ? 'a' : 'b'}`,
    );
    const readings = readTable(sampleOf('id,hot,wet,class', ...rows));
    expect(readings[0].id).toBe('column:class');
    expect(readings.find((one) => one.id === 'one-hot')?.confidence).toBeLessThan(0.5);
  });

  test('are no labels where they are flags or an index', () => {
    const readings = readTable(sampleOf('id,is_train,sex', '0,1,0', '1,0,1'));
    expect(readings.some((one) => one.id === 'one-hot')).toBe(false);
  });
});
