// Table samples written as lines of comma-separated cells.
// Must not know what is read from them.

import type { TableSample } from '../../../../src/core/tables/tableSample';

/** A whole table with a header. */
export function sampleOf(header: string, ...rows: readonly string[]): TableSample {
  return {
    header: header.split(','),
    named: true,
    rows: rows.map((row) => row.split(',')),
    complete: true,
  };
}

/** A whole table without a header. */
export function bareSampleOf(...rows: readonly string[]): TableSample {
  const cells = rows.map((row) => row.split(','));
  const header = cells[0].map((_, index) => `column ${index + 1}`);
  return { header, named: false, rows: cells, complete: true };
}

/** `count` rows made by number. */
export function rowsOf(count: number, row: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => row(at));
}
