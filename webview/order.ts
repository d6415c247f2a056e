// The order of the classes and the ones a search or a filter leaves in, as lists of class indices.
// Must not know weights' rules or how rows are drawn.
import type { ClassCount } from '../src/core/model';
import type { ViewState } from '../src/protocol/viewState';
import type { Banding } from './bands';

type Sort = ViewState['sort'];

/**
 * Class indices in display order; equal ones stay in class order, whichever way it runs.
 * @param keys the weights, or the ranks of the bands, aligned with `classes`; needed when sorting by them.
 * @param start any order of all the indices: the nearer to the answer, the sooner it is found; given back where it is.
 */
export function orderOf(
  classes: readonly ClassCount[],
  keys: ArrayLike<number> | undefined,
  sort: Sort,
  descending: boolean,
  start: readonly number[] = [],
): readonly number[] {
  const sign = descending ? -1 : 1;
  const isWhole = start.length === classes.length;
  const indices = isWhole ? start.slice() : [...classes.keys()];
  if (sort === 'index') return indices.sort((a, b) => sign * (a - b));
  if (sort === 'name') {
    const collator = new Intl.Collator(undefined, { numeric: true });
    // Only the beginning can matter to a reader, and a name may have 10,000 characters.
    const names = classes.map((entry) => entry.name.slice(0, 200));
    return indices.sort((a, b) => sign * collator.compare(names[a], names[b]) || a - b);
  }
  const counts = classes.map(({ count }) => count);
  const first = sort !== 'count' && keys ? keys : counts;
  // Within a band, which LVIS tells by images, classes run by count.
  const second = sort === 'band' ? counts : first;
  const compare = (a: number, b: number): number =>
    sign * (first[a] - first[b]) || sign * (second[a] - second[b]) || a - b;
  return isWhole && isSorted(start, compare) ? start : indices.sort(compare);
}

function isSorted(indices: readonly number[], compare: (a: number, b: number) => number): boolean {
  for (let at = 1; at < indices.length; at++) {
    if (compare(indices[at - 1], indices[at]) > 0) return false;
  }
  return true;
}

/** The way round people expect at first: numbers from the largest, names from A. */
export function largestFirst(sort: Sort): boolean {
  return sort === 'count' || sort === 'band' || sort === 'weight';
}

/** Marks the classes of a band, those with one sample, or those without any; undefined where all are listed. */
export function listedBy(
  classes: readonly ClassCount[],
  { bands }: Pick<Banding, 'bands'>,
  listed: ViewState['listed'] = 'all',
): Uint8Array | undefined {
  if (listed === 'all') return undefined;
  const counts = { single: 1, empty: 0 };
  if (listed === 'single' || listed === 'empty')
    return Uint8Array.from(classes, ({ count }) => Number(count === counts[listed]));
  return Uint8Array.from(bands, (band) => Number(band === listed));
}

/** Marks what both mark; one that is undefined leaves all in. */
export function bothMarked(
  a: Uint8Array | undefined,
  b: Uint8Array | undefined,
): Uint8Array | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.map((mark, index) => mark & b[index]);
}

/** Marks the classes whose name or id holds the search, whatever the case; undefined without a search. */
export function foundBy(classes: readonly ClassCount[], search: string): Uint8Array | undefined {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return undefined;
  return Uint8Array.from(classes, ({ id, name }) =>
    name.toLowerCase().includes(wanted) || id.toLowerCase().includes(wanted) ? 1 : 0,
  );
}
