// Which column of a table without a header is the class because it stands right behind the path or the box of its row.
// Must not know names of columns or files.

import type { ColumnProfile } from './columnProfile';
import type { TableSample } from './tableSample';

/** Rows that show that one number goes with another. */
const enoughRows = 10;

/**
 * A name right behind a box, whatever follows it (`a.jpg,1,2,30,40,object,3024,3024`); or a number with the number of its
 * group behind it (`a.jpg, 3, 1`), of which it is the finer.
 */
export function classBehind(
  sample: TableSample,
  columns: readonly ColumnProfile[],
  taken: ReadonlySet<number>,
  region: boolean,
): ColumnProfile | undefined {
  const path = columns.find(({ kind }) => kind === 'path');
  if (sample.named || path === undefined) return undefined;
  const place = region ? behindTaken(columns, taken) : path.index + 1;
  const column = columns.at(place);
  if (column === undefined) return undefined;
  if (region && column.kind === 'text') return column;
  const next = columns.at(place + 1);
  const isEnd = columns.slice(place + 2).every(({ kind }) => kind === 'empty');
  const areCodes = column.kind === 'integer' && next?.kind === 'integer';
  if (!areCodes || !isEnd || column.values.size <= next.values.size) return undefined;
  return next.values.size > 1 && isGroupedBy(sample, column, next) ? column : undefined;
}

/** The first column behind four that are taken. */
function behindTaken(columns: readonly ColumnProfile[], taken: ReadonlySet<number>): number {
  const at = columns.findIndex(
    ({ index }) => !taken.has(index) && [1, 2, 3, 4].every((back) => taken.has(index - back)),
  );
  return at < 0 ? columns.length : at;
}

/** Each number of the first column stands beside one number of the second, and recurs. */
function isGroupedBy({ rows }: TableSample, column: ColumnProfile, group: ColumnProfile): boolean {
  const groups = new Map<string, string>();
  for (const row of rows) {
    const [own, other] = [row.at(column.index)?.trim() ?? '', row.at(group.index)?.trim() ?? ''];
    if ((groups.get(own) ?? other) !== other) return false;
    groups.set(own, other);
  }
  return rows.length >= enoughRows && column.values.size * 2 <= rows.length;
}
