// Counts the pages of a label column: each entry of a dictionary is understood once, then only its index is counted.
// Must not know files or packing.

import { type CellRows, cellText } from './cells';
import type { IndexCounts } from '../kernels';
import type { ColumnPage, IndexPage } from './parquetColumn';
import type { RowCells } from '../tables/rowCounter';

const encoder = new TextEncoder();

/** An entry that no row has named yet, or whose rows must each be seen. */
const unseen = -1;
const unlearned = -2;

/** Counts a column that stands at `place` among the table's. */
export class ColumnCounter {
  #dictionary: IndexPage['dictionary'] | undefined;
  /** By index: the number of its cell, or {@link unseen} or {@link unlearned}; and its rows. */
  #cells = new Int32Array(0);
  #counts = new Float64Array(0);
  #cell = new Uint8Array(256);

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

  #indexes(page: IndexPage): void {
    const { dictionary, rows, counts } = page;
    if (dictionary !== this.#dictionary) {
      this.end();
      this.#dictionary = dictionary;
      this.#cells = new Int32Array(dictionary.length).fill(unseen);
      this.#counts = new Float64Array(dictionary.length);
    }
    const first = this.rows.line;
    if (counts === undefined) this.#each(page, first, new Set(), -1);
    else this.#counted(page, counts, first);
    this.rows.line = first + rows;
  }

  /** Adds what has been counted by index, once the first row of each index that is new here was seen. */
  #counted(page: IndexPage, { counts, firsts }: IndexCounts, first: number): void {
    const unseenRows: number[] = [];
    const indexAt = new Map<number, number>();
    for (let index = 0; index < counts.length; index++) {
      if (counts[index] === 0 || this.#cells[index] >= 0) continue;
      unseenRows.push(firsts[index]);
      indexAt.set(firsts[index], index);
    }
    const seen = new Set<number>();
    for (const row of unseenRows.sort((a, b) => a - b)) {
      const index = indexAt.get(row) ?? 0;
      const isOdd = this.#cells[index] === unlearned;
      if (!isOdd) {
        this.rows.line = first + row;
        this.#seen(page.dictionary, index);
        seen.add(row);
      }
      // Each of its rows must be seen, in its place among the others.
      if (isOdd || (this.#cells[index] < 0 && counts[index] > 1)) {
        this.#each(page, first, seen, row);
        return;
      }
    }
    for (let index = 0; index < counts.length; index++) {
      if (counts[index] > 0 && this.#cells[index] >= 0) this.#counts[index] += counts[index];
    }
    // The first row of each was counted when it was seen.
    for (const row of seen) {
      const index = indexAt.get(row) ?? 0;
      if (this.#cells[index] >= 0) this.#counts[index] -= 1;
    }
  }

  /** Row by row, but for those up to `last` that were seen before the others. */
  #each(page: IndexPage, first: number, before: ReadonlySet<number>, last: number): void {
    const cells = this.#cells;
    const counts = this.#counts;
    const indexes = page.indexes();
    for (let row = 0; row < indexes.length; row++) {
      const index = indexes[row];
      if (row <= last && before.has(row)) continue;
      if (index >= 0 && cells[index] >= 0) counts[index] += 1;
      else {
        this.rows.line = first + row;
        this.#seen(page.dictionary, index);
      }
    }
  }

  #seen(dictionary: IndexPage['dictionary'], index: number): void {
    if (index < 0 || this.#cells[index] !== unseen) {
      this.#row(index < 0 ? null : dictionary[index]);
      return;
    }
    const value: unknown = dictionary[index];
    const length = this.#encode(cellText(value));
    // An earlier dictionary may have named it.
    const known = this.counter.learn(this.#cell, 0, length);
    if (known === undefined) this.#row(value);
    else this.#counts[index] += 1;
    this.#cells[index] = known ?? this.counter.learn(this.#cell, 0, length) ?? unlearned;
  }

  /** Puts the text into the reused buffer; gives its length in bytes. */
  #encode(text: string): number {
    const most = text.length * 3;
    if (most > this.#cell.length) this.#cell = new Uint8Array(most * 2);
    return encoder.encodeInto(text, this.#cell).written;
  }

  #row(value: unknown): void {
    this.rows.row([[this.place, value]]);
  }
}
