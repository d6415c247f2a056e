import { describe, expect, test } from 'vitest';
import type { Shown } from '../../../src/protocol/panel';
import {
  withBusy,
  withDone,
  withNotice,
  withoutNotice,
  withShown,
  withView,
  withWanted,
} from '../../../webview/reducers';
import {
  defaultView,
  fitView,
  initialState,
  prototypesIn,
  withPrototypes,
} from '../../../webview/state';
import { Store } from '../../../webview/store';
import { datasetOf } from './datasets';

const split = datasetOf(['a', 'b'], { train: [3, 1], test: [1, 1] });
const shownOf = (dataset: Shown['dataset']): Shown => ({
  ...(dataset && { dataset }),
  ...{ notice: '', scanning: false },
  datasets: dataset ? [{ id: dataset.id, name: dataset.name, status: dataset.status }] : [],
});

describe('view', () => {
  test('takes the train split of a dataset that has one', () => {
    expect(fitView(defaultView, split)).toMatchObject({ datasetId: 'd', split: 'train' });
  });

  test('keeps what the dataset has', () => {
    const view = { ...defaultView, datasetId: 'd', split: 'all', view: 'splits' as const };
    expect(fitView({ ...view, search: 'x' }, split)).toEqual({ ...view, search: 'x' });
  });

  test('drops what the dataset or the program does not have', () => {
    const odd = {
      ...{ split: 'nowhere', counted: 'images' as const, scheme: 'magic', normalisation: 'loud' },
      ...{ view: 'splits' as const, parameters: { n: 0.5, q: 1, k: 99, other: 3 } },
    };
    const single = datasetOf(['a'], { all: [1] });
    expect(fitView({ ...defaultView, ...odd }, single)).toMatchObject({
      ...{ split: 'all', counted: 'unit', scheme: 'effective-number' },
      ...{ normalisation: 'sum-to-classes', view: 'distribution', parameters: { n: 10_000, q: 1 } },
    });
  });

  test('forgets the search of another dataset', () => {
    expect(fitView({ ...defaultView, datasetId: 'other', search: 'x' }, split).search).toBe('');
  });

  test('says infinite N as beta 1, which JSON can carry', () => {
    const infinite = withPrototypes({ ...defaultView, parameters: { n: 10, q: 1 } }, Infinity);
    expect(infinite).toEqual({ q: 1, beta: 1 });
    expect(prototypesIn(infinite)).toBe(Infinity);
    expect(withPrototypes({ ...defaultView, parameters: infinite }, 100)).toEqual({ q: 1, n: 100 });
    expect(fitView({ ...defaultView, parameters: infinite }, split).parameters).toEqual(infinite);
  });
});

describe('page state', () => {
  test('keeps the numbers of a dataset that disappeared', () => {
    const before = withShown(initialState, shownOf(split));
    const gone = withShown(before, { ...shownOf(undefined), notice: 'gone' });
    expect(gone).toMatchObject({ gone: true, shown: { dataset: split, notice: 'gone' } });
    expect(withShown(gone, shownOf(split)).gone).toBe(false);
  });

  test('shows another dataset as soon as it is asked for', () => {
    const asked = withBusy(withShown(initialState, shownOf(split)), 'showDataset');
    expect(withShown(asked, shownOf(undefined)).shown.dataset).toBeUndefined();
  });

  test('turns to a split and a class, whatever was searched for', () => {
    const there = withView(withShown(initialState, shownOf(split)), { search: 'x', listed: 'few' });
    const wanted = { view: 'distribution', split: 'test', classIndex: 1 } as const;
    const turned = withWanted(there, wanted, 'why not');
    expect(turned.view).toMatchObject({ split: 'test', search: '', listed: 'all' });
    expect(turned.revealed).toEqual({ classIndex: 1 });
    const elsewhere = withWanted(there, { view: 'methods', split: 'nowhere' }, 'why not');
    expect(elsewhere.view).toMatchObject({ split: 'train', search: 'x', view: 'methods' });
    expect(elsewhere.revealed).toBeUndefined();
  });

  test('counts requests of one kind', () => {
    const twice = withBusy(withBusy(initialState, 'rescan'), 'rescan');
    expect(withDone(twice, 'rescan').busy).toEqual(['rescan']);
    expect(withDone(initialState, 'rescan')).toBe(initialState);
  });

  test('keeps three notices and says none twice', () => {
    let state = initialState;
    for (const message of ['a', 'b', 'b', 'c', 'd']) state = withNotice(state, 'error', message);
    expect(state.notices.map((one) => one.message)).toEqual(['b', 'c', 'd']);
    const rest = withoutNotice(state, state.notices[0].id);
    expect(rest.notices.map((one) => one.message)).toEqual(['c', 'd']);
    const next = withNotice(rest, 'error', 'e');
    expect(new Set(next.notices.map((one) => one.id)).size).toBe(3);
  });
});

describe('store', () => {
  test('tells listeners of changes only, with what was before', () => {
    const store = new Store(initialState);
    const heard: string[] = [];
    const stop = store.listen((now, before) => {
      heard.push(`${before.view.search}>${now.view.search}`);
    });
    store.update((state) => withView(state, { search: 'x' }));
    store.update((state) => state);
    stop();
    store.update((state) => withView(state, { search: 'y' }));
    expect(heard).toEqual(['>x']);
  });
});
