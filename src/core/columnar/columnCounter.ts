// Counts the pages of a label column: each entry of a dictionary is understood once, then only its index is counted.
// Must not know files or packing.

import { type CellRows, cellText } from './cells';
import type { ColumnPage } from './parquetColumn';
import type { RowCells } from '../tables/rowCounter';

const encoder = new TextEncoder();

/** An entry that no row has named yet, or whose rows must each be seen. */
const unseen = -1;
const unlearned = -2;

type IndexPage = Extract<ColumnPage, { kind: 'indexes' }>;

/** Counts a column that stands at `place` among the table's. */
export class ColumnCounter {
  #dictionary: IndexPage['dictionary'] | undefined;
  /** By index: the number of its cell, or {@link unseen} or {@link unlearned}; and its rows. */
  #cells = new Int32Array(0);
  #counts = new Float64Array(0);

  constructor(
    private readonly rows: CellRows,
    private readonly counter: RowCells,
    private readonly place: number,
  ) {}

  page(page: ColumnPage): void {
    if (page.kind === 'indexes') this.#indexes(page);
    else for (const value of page.values) this.#row(value);
  }

  /** Hands over what was only counted. */
  end(): void {
    this.#counts.forEach((rows, index) => {
      if (rows > 0) this.counter.add(this.#cells[index], -1, rows);
    });
    this.#dictionary = undefined;
  }

  #indexes({ dictionary, indexes }: IndexPage): void {
    if (dictionary !== this.#dictionary) {
      this.end();
      this.#dictionary = dictionary;
      this.#cells = new Int32Array(dictionary.length).fill(unseen);
      this.#counts = new Float64Array(dictionary.length);
    }
    const cells = this.#cells;
    const counts = this.#counts;
    const first = this.rows.line;
    for (let row = 0; row < indexes.length; row++) {
      const index = indexes[row];
      if (index >= 0 && cells[index] >= 0) counts[index] += 1;
      else {
        this.rows.line = first + row;
        this.#seen(dictionary, index);
      }
    }
    this.rows.line = first + indexes.length;
  }

  #seen(dictionary: IndexPage['dictionary'], index: number): void {
    const value: unknown = index < 0 ? null : dictionary[index];
    this.#row(value);
    if (index < 0 || this.#cells[index] !== unseen) return;
    const cell = encoder.encode(cellText(value));
    this.#cells[index] = this.counter.learn(cell, 0, cell.length) ?? unlearned;
  }

  #row(value: unknown): void {
    this.rows.row([[this.place, value]]);
  }
}
