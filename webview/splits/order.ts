// The classes by their share of one of the compared sides.
// Must not know the DOM.
import type { Sorted } from '../table/virtualGrid';
import type { Comparison } from './compare';

const prefix = 'split-';

/** Name of the table's column of a side, by its place. */
export function columnOfSplit(at: number): string {
  return `${prefix}${at.toString()}`;
}

/** The place of the side that a column belongs to; undefined where it is another column. */
export function splitOfColumn(column: string): number | undefined {
  const at = column.startsWith(prefix) ? Number(column.slice(prefix.length)) : NaN;
  return Number.isInteger(at) ? at : undefined;
}

/** Class indices by their counts in the sorted column; as they came where that is no side's, and among equals. */
export function bySide(
  indices: readonly number[],
  { splits }: Comparison,
  { column, descending }: Sorted,
): readonly number[] {
  const counts = splits.at(splitOfColumn(column) ?? Infinity)?.counts;
  if (counts === undefined) return indices;
  const sign = descending ? -1 : 1;
  return indices.toSorted((a, b) => sign * (counts[a] - counts[b]));
}
