// Counts the rows of which the answer beside their label is yes, and says how many others there are.
// Must not know how such a column is found, nor how a row counts.

import { plural } from '../plural';
import type { RowContext, RowCounter, RowFields } from './rowCounter';

const yes = new TextEncoder().encode('yes');

/** Hands on what holds; rows must be seen whole, so that it has no cells. */
export class VerdictCounter implements RowCounter {
  #denied = 0;

  /** `column` holds the answers. */
  constructor(
    private readonly rows: RowCounter,
    private readonly column: number,
    private readonly context: RowContext,
  ) {}

  row(row: RowFields): void {
    if (this.column >= row.count || isYes(row, this.column)) this.rows.row(row);
    else this.#denied += 1;
  }

  end(): void {
    this.rows.end();
    if (this.#denied === 0) return;
    const message = plural(
      this.#denied,
      'row is not answered with yes: its label does not hold, and it is left out.',
      'rows are not answered with yes: their labels do not hold, and they are left out.',
    );
    const { tally, file } = this.context;
    tally.problem({ code: 'denied-labels', severity: 'information', file, message });
  }
}

/** In any case; blanks around it do not matter. */
function isYes({ bytes, starts, ends }: RowFields, column: number): boolean {
  let [from, to] = [starts[column], ends[column]];
  while (from < to && bytes[from] <= 32) from += 1;
  while (to > from && bytes[to - 1] <= 32) to -= 1;
  return to - from === yes.length && yes.every((letter, at) => (bytes[from + at] | 32) === letter);
}
