import { describe, expect, test } from 'vitest';
import { cumulativeShares } from '../../../webview/chart/curves';
import { columnsSelector } from '../../../webview/chart/distribution';
import { afterKey, fitStretch, moved, zoomed } from '../../../webview/chart/zoom';
import { numbersFor } from '../../../webview/format';
import { modelSelector } from '../../../webview/model';
import { pictureOf, reportOf } from '../../../webview/report/reportOf';
import { defaultView, fitView } from '../../../webview/state';
import { Texts } from '../../../webview/text';
import { datasetOf } from './datasets';

describe('zoom', () => {
  test('keeps the point it is told of and stays within the classes', () => {
    expect(zoomed(undefined, 100, 0.5)).toEqual({ from: 25, to: 75 });
    expect(zoomed(undefined, 100, 0.5, 0)).toEqual({ from: 0, to: 50 });
    expect(zoomed({ from: 80, to: 100 }, 100, 2, 1)).toEqual({ from: 60, to: 100 });
    expect(zoomed({ from: 25, to: 75 }, 100, 4)).toBeUndefined();
  });

  test('never shows fewer than five classes, nor part of so few', () => {
    expect(zoomed({ from: 10, to: 16 }, 100, 0.1)).toEqual({ from: 11, to: 16 });
    expect(zoomed(undefined, 4, 0.5)).toBeUndefined();
    expect(fitStretch({ from: 90, to: 500 }, 100)).toBeUndefined();
    expect(fitStretch({ from: 99, to: 109 }, 100)).toEqual({ from: 90, to: 100 });
  });

  test('moves along and stops at the ends', () => {
    expect(moved({ from: 0, to: 50 }, 100, -0.1)).toEqual({ from: 0, to: 50 });
    expect(moved({ from: 0, to: 50 }, 100, 0.1)).toEqual({ from: 5, to: 55 });
    expect(moved(undefined, 100, 0.1)).toBeUndefined();
  });

  test('takes only its own keys', () => {
    const now = { from: 10, to: 20 };
    expect(afterKey('+', undefined, 100)).toEqual({ from: 25, to: 75 });
    expect(afterKey('End', now, 100)).toEqual({ from: 90, to: 100 });
    expect(afterKey('0', now, 100)).toBeUndefined();
    expect(afterKey('ArrowLeft', undefined, 100)).toBeNull();
    expect(afterKey('Tab', now, 100)).toBeNull();
  });
});

describe('cumulative shares', () => {
  test('run from the smallest or the largest class to everything', () => {
    expect(cumulativeShares([1, 3], false)).toEqual([
      { x: 0, y: 0 },
      { x: 0.5, y: 0.25 },
      { x: 1, y: 1 },
    ]);
    expect(cumulativeShares([1, 3], true)[1]).toEqual({ x: 0.5, y: 0.75 });
    expect(cumulativeShares(Array<number>(22_000).fill(2), true)).toHaveLength(201);
    expect(cumulativeShares([0, 0], true).at(-1)).toEqual({ x: 1, y: 0 });
  });
});

describe('columns of a stretch', () => {
  test('are one a class on show, each with its count and its lines', () => {
    const counts = Array.from({ length: 300 }, (_, i) => 1000 - i);
    const dataset = datasetOf(counts.map(String), { all: counts });
    const model = modelSelector()(dataset, fitView(defaultView, dataset));
    const columns = columnsSelector()({ ...model, order: model.order.slice(10, 40) }, 900);
    expect([...columns.leaders]).toEqual(model.order.slice(10, 40));
    expect([...columns.bars]).toEqual(counts.slice(10, 40));
    expect(columns.lines.every((line) => line.every(Number.isFinite))).toBe(true);
  });
});

describe('picture', () => {
  const dataset = datasetOf(['<a href="x">', 'b & c', 'd'], { all: [500, 50, 0] });
  const model = modelSelector()(dataset, fitView(defaultView, dataset));
  const numbers = numbersFor('en');

  test.each([false, true])('is well-formed SVG of bars and names, logarithmic %s', (log) => {
    const svg = pictureOf(model, new Texts(), numbers, log);
    expect(svg).toContain('&lt;a href=&quot;x&quot;&gt;');
    expect(svg).not.toMatch(/NaN|Infinity|undefined|<a /);
    expect(svg.match(/fill="#0072b2"/g)).toHaveLength(2);
  });

  test('goes into the report with every class', () => {
    const report = reportOf(model, 'all', new Texts(), numbers, false);
    expect(report.rows.map(([name]) => name)).toEqual(['<a href="x">', 'b & c', 'd']);
    expect(report.verdict).toContain('1 of 3 classes is empty');
  });
});
