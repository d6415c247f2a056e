import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  roundAbove,
  roundRanks,
  roundTicks,
  shortened,
  valueAxis,
} from '../../../webview/chart/axes';
import { runsOf } from '../../../webview/chart/bandMarks';
import { columnCount, columnsOf } from '../../../webview/chart/binning';
import { bandsOf, columnsSelector, drawDistribution } from '../../../webview/chart/distribution';
import type { Theme } from '../../../webview/chart/theme';
import { numbersFor } from '../../../webview/format';
import { modelSelector } from '../../../webview/model';
import { defaultView, fitView } from '../../../webview/state';
import { datasetOf } from './datasets';

const counts = fc.array(fc.nat({ max: 1e6 }), { minLength: 1, maxLength: 300 });

describe('columns', () => {
  test('are one a class where there is room', () => {
    expect(columnCount(365, 800)).toBe(365);
    expect(columnCount(1, 800)).toBe(1);
  });

  test('are no more than pixels and 600 allow', () => {
    expect(columnCount(22_000, 600)).toBe(400);
    expect(columnCount(22_000, 5000)).toBe(600);
    expect(columnCount(22_000, 10)).toBe(50);
  });

  test('hold every class once and its maximum', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 300 }), (values, wanted) => {
        const length = Math.min(wanted, values.length);
        const order = [...values.keys()].reverse();
        const bars = (i: number): number => values[i];
        const columns = columnsOf(order, { bars, lines: [bars] }, undefined, length);
        expect(columns.starts[0]).toBe(0);
        expect(columns.starts[length]).toBe(values.length);
        for (let k = 0; k < length; k++) {
          const inside = order.slice(columns.starts[k], columns.starts[k + 1]);
          expect(inside.length).toBeGreaterThan(0);
          expect(columns.bars[k]).toBe(Math.max(...inside.map(bars)));
          expect(columns.lines[0][k]).toBe(columns.bars[k]);
          expect(inside).toContain(columns.leaders[k]);
        }
      }),
    );
  });

  test('are led by a class that is found, whatever its count', () => {
    const series = { bars: (i: number) => [9, 1, 5, 7][i], lines: [] };
    const columns = columnsOf([0, 1, 2, 3], series, Uint8Array.of(0, 1, 0, 0), 2);
    expect([...columns.leaders]).toEqual([1, 3]);
    expect(columns.found).toEqual(Uint8Array.of(1, 0));
  });

  test('have gaps in a line only where no class has a value', () => {
    const line = (i: number): number => [NaN, 2, NaN, NaN][i];
    const columns = columnsOf([0, 1, 2, 3], { bars: () => 1, lines: [line] }, undefined, 2);
    expect([...columns.lines[0]]).toEqual([2, NaN]);
  });
});

describe('axis', () => {
  test('ends with the largest class that is listed, unless it is logarithmic', () => {
    const dataset = datasetOf(['a', 'b', 'c', 'd'], { train: [9000, 500, 17, 5] });
    const top = (listed: 'all' | 'few' | 'empty', logarithmic: boolean): unknown => {
      const model = modelSelector()(dataset, { ...fitView(defaultView, dataset), listed });
      const columns = columnsSelector()(model, 100);
      const words = { counts: '', weight: '', order: '', band: () => '' };
      const drawing = drawDistribution(
        {
          ...{ model, words, numbers: numbersFor('en'), logarithmic, first: 0, banded: true },
          narrowed: listed !== 'all',
        },
        columns,
        100,
        {} as Theme,
      );
      return drawing.axes().y.max;
    };
    expect(top('few', false)).toBe(20);
    expect(top('all', false)).toBeUndefined();
    expect(top('few', true)).toBeUndefined();
    // Bars of no height have no scale.
    expect(top('empty', false)).toBeUndefined();
  });

  test('marks whole numbers of samples alone', () => {
    const axis = valueAxis({
      ...{ theme: {} as Theme, title: '', side: 'left', logarithmic: false, whole: true },
      write: String,
    });
    expect(axis.ticks).toMatchObject({ precision: 0 });
  });

  test('ends at a round number, the same or next above', () => {
    expect([1, 17, 20, 21, 99, 0.05].map(roundAbove)).toEqual([1, 20, 20, 30, 100, 0.05]);
  });

  test('marks powers of ten, thinned over many', () => {
    expect(roundTicks(0.7, 5000)).toEqual([1, 10, 100, 1000]);
    expect(roundTicks(0.7, 2 ** 53)).toEqual([1, 1e3, 1e6, 1e9, 1e12, 1e15]);
  });

  test('marks steps of 1, 2, 5 over few', () => {
    expect(roundTicks(0.7, 30)).toEqual([1, 2, 5, 10, 20]);
  });

  test('numbers classes by round ranks', () => {
    expect(roundRanks(365, 8)).toEqual([1, 50, 100, 150, 200, 250, 300, 350]);
    expect(roundRanks(3, 8)).toEqual([1, 2, 3]);
    expect(roundRanks(22_000, 8)).toEqual([1, 5000, 10_000, 15_000, 20_000]);
  });

  test('shortens names without cutting a character in two', () => {
    expect(shortened('x'.repeat(10_000))).toBe(`${'x'.repeat(17)}…`);
    expect(shortened('👩'.repeat(40))).toBe(`${'👩'.repeat(17)}…`);
    expect(shortened('short')).toBe('short');
  });
});

describe('band marks', () => {
  test('join neighbours of one band, each where it stands', () => {
    expect(runsOf(['many', 'many', 'many', 'few', 'few'])).toEqual([
      { band: 'many', from: 0, to: 3 },
      { band: 'few', from: 3, to: 5 },
    ]);
  });

  test('stay where they are when a filter dims all bands but one', () => {
    const dataset = datasetOf(['a', 'b', 'c', 'd', 'e', 'f'], { train: [500, 300, 50, 40, 3, 2] });
    const model = modelSelector()(dataset, { ...fitView(defaultView, dataset), listed: 'few' });
    const columns = columnsSelector()(model, 1000);
    expect(columns.found).toEqual(Uint8Array.of(0, 0, 0, 0, 1, 1));
    expect(runsOf(bandsOf(columns, model.banding.bands))).toEqual([
      { band: 'many', from: 0, to: 2 },
      { band: 'medium', from: 2, to: 4 },
      { band: 'few', from: 4, to: 6 },
    ]);
  });
});
