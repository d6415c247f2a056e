// Counts the pages of a label column: each entry of a dictionary is understood once, then only its index is counted.
// Must not know files or packing.

import { type CellRows, cellText } from './cells';
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
    const { dictionary, rows } = page;
    if (dictionary !== this.#dictionary) {
      this.end();
      this.#dictionary = dictionary;
      this.#cells = new Int32Array(dictionary.length).fill(unseen);
      this.#counts = new Float64Array(dictionary.length);
    }
    if (page.counts !== undefined && page.nulls === 0 && this.#areKnown(dictionary, page.counts)) {
      page.counts.subarray(0, dictionary.length).forEach((count, index) => {
        this.#counts[index] += count;
      });
      this.rows.line += rows;
    } else this.#rows(page);
  }

  /** True where earlier rows had every value that is counted, so that no row needs to be seen. */
  #areKnown(dictionary: IndexPage['dictionary'], counts: Int32Array): boolean {
    const cells = this.#cells;
    for (let index = 0; index < dictionary.length && index < counts.length; index++) {
      if (cells[index] >= 0 || counts[index] === 0) continue;
      const known = cells[index] === unseen ? this.#learn(dictionary[index]) : undefined;
      if (known === undefined) return false;
      cells[index] = known;
    }
    return true;
  }

  /** Row by row, until all that are left need not be seen: their values' counts then say the rest. */
  #rows({ dictionary, rows, counts: all, nulls, indexes: read }: IndexPage): void {
    const indexes = read();
    const visited = new Int32Array(dictionary.length);
    let strange = all === undefined || nulls > 0 ? Infinity : this.#strangeIn(all);
    const first = this.rows.line;
    for (let row = 0; row < rows && strange > 0; row++) {
      const index = indexes[row];
      if (index >= 0) visited[index] += 1;
      if (index >= 0 && this.#cells[index] >= 0) this.#counts[index] += 1;
      else {
        this.rows.line = first + row;
        this.#seen(dictionary, index);
        if (index >= 0 && this.#cells[index] >= 0) strange -= 1;
      }
    }
    if (strange === 0) {
      for (let index = 0; index < visited.length; index++) {
        this.#counts[index] += (all?.[index] ?? 0) - visited[index];
      }
    }
    this.rows.line = first + rows;
  }

  /** Entries of the dictionary with rows that must be seen. */
  #strangeIn(counts: Int32Array): number {
    let strange = 0;
    this.#cells.forEach((cell, index) => {
      if (cell < 0 && (counts[index] ?? 0) > 0) strange += 1;
    });
    return strange;
  }

  #seen(dictionary: IndexPage['dictionary'], index: number): void {
    if (index < 0 || this.#cells[index] !== unseen) {
      this.#row(index < 0 ? null : dictionary[index]);
      return;
    }
    const value: unknown = dictionary[index];
    // An earlier dictionary may have named it.
    const known = this.#learn(value);
    if (known === undefined) this.#row(value);
    else this.#counts[index] += 1;
    this.#cells[index] = known ?? this.#learn(value) ?? unlearned;
  }

  /** The number of a value's cell, where a row with it was seen before. */
  #learn(value: unknown): number | undefined {
    return this.counter.learn(this.#cell, 0, this.#encode(cellText(value)));
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
