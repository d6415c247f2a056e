import { describe, expect, test } from 'vitest';
import { weighClasses } from '../../../src/core/weights/table';
import { memo } from '../../../webview/memo';
import { modelSelector, selectionOf } from '../../../webview/model';
import { foundBy, orderOf } from '../../../webview/order';
import { defaultView, fitView } from '../../../webview/state';
import { datasetOf } from './datasets';

const names = ['cat', 'Dog', 'item10', 'item9'];
const dataset = datasetOf(names, { train: [50, 5000, 0, 50], test: [10, 10, 10, 10] });
const view = fitView(defaultView, dataset);

describe('model', () => {
  test('holds the engine’s weights for the split on show', () => {
    const { table } = modelSelector()(dataset, { ...view, parameters: { n: 1000, q: 1 } });
    const classes = dataset.classes.map((one, i) => ({ ...one, count: [50, 5000, 0, 50][i] }));
    const request = { scheme: 'effective-number', parameters: { n: 1000 } };
    expect(table).toEqual(weighClasses({ classes, ...request }));
  });

  test('computes again only what a change touches', () => {
    const select = modelSelector();
    const first = select(dataset, view);
    const parameters = { n: 10 };
    const moved = select(dataset, { ...view, parameters });
    expect(moved.table).not.toBe(first.table);
    expect(moved.metrics).toBe(first.metrics);
    expect(moved.order).toBe(first.order);
    const searched = select(dataset, { ...view, parameters, search: 'item' });
    expect(searched.table).toBe(moved.table);
    expect(searched.visible).toEqual([3, 2]);
  });

  test('gives the range of the weights of classes that have one', () => {
    const { weights, table } = modelSelector()(dataset, view);
    expect(weights).toEqual({ least: table.rows[1].weight, most: table.rows[0].weight });
  });

  test('asks the host with the parameters of the chosen scheme only', () => {
    const parameters = { n: 7, q: 0.25, k: 1.5 };
    expect(selectionOf({ ...view, parameters, scheme: 'power' }).parameters).toEqual({
      n: 7,
      q: 0.25,
    });
    expect(selectionOf({ ...view, parameters }).parameters).toEqual({ n: 7 });
  });
});

describe('order', () => {
  const { classes } = modelSelector()(dataset, view);
  const weights = [3, 1, 0, 3];
  const order = (sort: typeof view.sort, descending: boolean): readonly number[] =>
    orderOf(classes, weights, sort, descending);

  test('runs by count within a band, which may not follow the count', () => {
    const ranks = [1, 0, 1, 0];
    expect(orderOf(classes, ranks, 'band', true)).toEqual([0, 2, 1, 3]);
    expect(orderOf(classes, ranks, 'band', false)).toEqual([3, 1, 2, 0]);
  });

  test('by band is that of images for LVIS, whatever the boxes', () => {
    const images = [5, 200, 50];
    const lvis = {
      ...datasetOf(['a', 'b', 'c'], { train: [9000, 300, 400] }),
      ...{ name: 'lvis_v1_train', unit: 'box' as const },
    };
    const splits = lvis.splits.map((split) => ({ ...split, images }));
    const bySort = modelSelector()({ ...lvis, splits }, { ...view, sort: 'band' });
    expect(bySort.banding.bands).toEqual(['few', 'many', 'medium']);
    expect(bySort.order).toEqual([1, 2, 0]);
  });

  test('is the same from whatever order it starts', () => {
    const starts = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
    ];
    for (const sort of ['index', 'name', 'count', 'band', 'weight'] as const) {
      const expected = order(sort, true);
      for (const start of starts)
        expect(orderOf(classes, weights, sort, true, start)).toEqual(expected);
    }
  });

  test.each([
    ['index', false, [0, 1, 2, 3]],
    ['index', true, [3, 2, 1, 0]],
    ['count', true, [1, 0, 3, 2]],
    ['count', false, [2, 0, 3, 1]],
    ['weight', true, [0, 3, 1, 2]],
    ['name', false, [0, 1, 3, 2]],
  ] as const)(
    'runs by %s, descending %s, equal ones in class order',
    (sort, descending, expected) => {
      expect(order(sort, descending)).toEqual(expected);
    },
  );

  test('search finds parts of names and ids in any case', () => {
    expect(foundBy(classes, ' DOG ')).toEqual(Uint8Array.of(0, 1, 0, 0));
    expect(foundBy(classes, '  ')).toBeUndefined();
  });
});

describe('memo', () => {
  test('keeps the last answer', () => {
    let calls = 0;
    const twice = memo((value: number) => {
      calls += 1;
      return value * 2;
    });
    expect([twice(NaN), twice(NaN), twice(2), twice(2)]).toEqual([NaN, NaN, 4, 4]);
    expect(calls).toBe(2);
  });
});
