// One rule for what a cell says as a label.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isIntegerAsFloat,
  isNullWord,
  isNumberText,
  labelOf,
} from '../../../../src/core/tables/labelText';

describe('a label cell', () => {
  test.each([
    ['cat', 'cat'],
    ['  guinea pig ', 'guinea pig'],
    ['0012', '0012'],
    ['NA', 'NA'],
    ['None', 'None'],
    ['1.0', '1.0'],
    ['', undefined],
    [' \t', undefined],
  ])('%j among words is %j', (cell, label) => {
    expect(labelOf(cell, { integers: false })).toBe(label);
  });

  test.each([
    ['1.0', '1'],
    ['1.', '1'],
    ['3.000e+00', '3'],
    ['1.2e+01', '12'],
    ['1.5e+00', '1.5e+00'],
    ['1', '1'],
    ['-1.00', '-1'],
    ['0012', '0012'],
    ['nan', undefined],
    ['NA', undefined],
    ['2.5', '2.5'],
    ['', undefined],
  ])('%j among integers is %j', (cell, label) => {
    expect(labelOf(cell, { integers: true })).toBe(label);
  });

  test('with an integer written as a float is the same class as the integer', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 5 }), (value, zeros) => {
        const float = `${value}.${'0'.repeat(zeros)}`;
        expect(isIntegerAsFloat(float)).toBe(true);
        expect(labelOf(float, { integers: true })).toBe(value.toString());
      }),
    );
  });
});

test('words for nothing are known in any case', () => {
  expect(['NaN', 'null', 'N/A', '-', '<NA>', 'NONE'].every(isNullWord)).toBe(true);
  expect(['', 'Nancy', '0', 'no', 'nothing'].some(isNullWord)).toBe(false);
});

test('numbers are known with decimal point, comma and exponent', () => {
  expect(['1', '-1.5', '1,5', '.5', '1e-7', '+3', 'inf'].every(isNumberText)).toBe(true);
  expect(['1x1', '1.2.3', '1,2,3', 'e5', ''].some(isNumberText)).toBe(false);
});

test('a lone dash is a label only where it may be one', () => {
  expect(labelOf(' - ', { integers: false, dashIsNone: true })).toBeUndefined();
  expect(labelOf('-', { integers: false })).toBe('-');
  expect(labelOf('-1', { integers: false, dashIsNone: true })).toBe('-1');
});
