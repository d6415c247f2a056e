import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decadesFor,
  lastStep,
  prototypesAt,
  stepOf,
  typedFraction,
  typedNumber,
} from '../../../webview/controls/prototypes';
import { moved, windowOf, within } from '../../../webview/table/gridMaths';

describe('slider', () => {
  test('travels two decades beyond the largest class', () => {
    expect([decadesFor(0), decadesFor(5000), decadesFor(2 ** 53)]).toEqual([6, 6, 12]);
  });

  test('has the paper’s N on its steps and infinity at its end', () => {
    expect([10, 100, 1000, 10_000].map((n) => prototypesAt(stepOf(n, 6), 6))).toEqual([
      10, 100, 1000, 10_000,
    ]);
    expect(prototypesAt(lastStep(6), 6)).toBe(Infinity);
    expect(stepOf(Infinity, 6)).toBe(lastStep(6));
    expect(stepOf(1e12, 6)).toBe(lastStep(6) - 1);
  });

  test('comes back to the step it stands on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 12 }), fc.nat({ max: 400 }), (decades, any) => {
        const step = Math.min(any, lastStep(decades));
        expect(stepOf(prototypesAt(step, decades), decades)).toBe(step);
      }),
    );
  });
});

describe('typed number', () => {
  test.each([
    ['10000', 10_000],
    ['10,000', 10_000],
    ['1 234 567', 1_234_567],
    ['1e4', 10_000],
    ['10k', 10_000],
    ['2.5M', 2_500_000],
    ['12,5', 12.5],
    ['∞', Infinity],
    ['inf', Infinity],
    ['Infinity', Infinity],
    ['.5', 0.5],
  ])('reads %s', (typed, expected) => {
    expect(typedNumber(typed)).toBe(expected);
  });

  test.each(['', 'ten', '1.2.3', '-5', '1e', '0x10', 'NaN'])('refuses %s', (typed) => {
    expect(typedNumber(typed)).toBeUndefined();
  });

  test('reads a comma in a fraction as a decimal sign', () => {
    expect(typedFraction('0,999')).toBe(0.999);
    expect(typedFraction('0.9999')).toBe(0.9999);
  });
});

describe('long table', () => {
  const viewport = { height: 240, rowHeight: 24 };

  test('draws the rows on screen and a few around', () => {
    expect(windowOf(22_000, { ...viewport, scrollTop: 2400 })).toEqual({ first: 96, count: 18 });
    expect(windowOf(22_000, { ...viewport, scrollTop: 1e9 })).toEqual({ first: 21_982, count: 18 });
    expect(windowOf(5, { ...viewport, scrollTop: 0 })).toEqual({ first: 0, count: 5 });
    expect(windowOf(0, { ...viewport, scrollTop: 0 })).toEqual({ first: 0, count: 0 });
  });

  test('is walked by the keys of a grid, from the heading to the last row', () => {
    const size = { rows: 100, columns: 7, page: 10 };
    const from = { row: 0, column: 3 };
    expect(moved(from, 'ArrowUp', false, size)).toEqual({ row: -1, column: 3 });
    expect(moved(from, 'PageDown', false, size)).toEqual({ row: 10, column: 3 });
    expect(moved(from, 'End', false, size)).toEqual({ row: 0, column: 6 });
    expect(moved(from, 'End', true, size)).toEqual({ row: 99, column: 6 });
    expect(moved({ row: 99, column: 6 }, 'ArrowDown', false, size)).toEqual({ row: 99, column: 6 });
    expect(moved(from, 'x', false, size)).toBeUndefined();
  });

  test('has only its heading when nothing is found', () => {
    expect(within({ row: 7, column: 2 }, { rows: 0, columns: 7, page: 1 })).toEqual({
      row: -1,
      column: 2,
    });
  });
});
