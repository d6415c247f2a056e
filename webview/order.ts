// The order of the classes and the ones a search finds, as lists of class indices.
// Must not know weights' rules or how rows are drawn.
import type { ClassCount } from '../src/core/model';
import type { ViewState } from '../src/protocol/viewState';

type Sort = ViewState['sort'];

/**
 * Class indices in display order; equal ones stay in class order, whichever way it runs.
 * @param weights aligned with `classes`; read only when sorting by weight.
 */
export function orderOf(
  classes: readonly ClassCount[],
  weights: (index: number) => number,
  sort: Sort,
  descending: boolean,
): readonly number[] {
  const indices = [...classes.keys()];
  const sign = descending ? -1 : 1;
  if (sort === 'index') return descending ? indices.reverse() : indices;
  if (sort === 'name') {
    const collator = new Intl.Collator(undefined, { numeric: true });
    // Only the beginning can matter to a reader, and a name may have 10,000 characters.
    const names = classes.map((entry) => entry.name.slice(0, 200));
    return indices.sort((a, b) => sign * collator.compare(names[a], names[b]) || a - b);
  }
  const keys = Float64Array.from(classes, (entry, i) =>
    sort === 'count' ? entry.count : weights(i),
  );
  return indices.sort((a, b) => sign * (keys[a] - keys[b]) || a - b);
}

/** The way round people expect at first: numbers from the largest, names from A. */
export function largestFirst(sort: Sort): boolean {
  return sort === 'count' || sort === 'weight';
}

/** Marks the classes whose name or id holds the search, whatever the case; undefined without a search. */
export function foundBy(classes: readonly ClassCount[], search: string): Uint8Array | undefined {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return undefined;
  return Uint8Array.from(classes, ({ id, name }) =>
    name.toLowerCase().includes(wanted) || id.toLowerCase().includes(wanted) ? 1 : 0,
  );
}
