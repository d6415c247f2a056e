// Counts the pages of a label column: each entry of a dictionary is understood once, then only its index is counted.
// Must not know files or packing.

import type { RowCells } from '../tables/rowCounter';
import type { CellRows } from './cells';
import type { IndexPage } from './indexPage';
import type { PageDictionary } from './pageDictionary';
import type { ColumnPage } from './parquetColumn';

/** An entry that no row has named yet, or whose rows must each be seen. */
const unseen = -1;
const unlearned = -2;

/** Counts a column that stands at `place` among the table's, page by page. */
export class ColumnCounter {
  #dictionary: PageDictionary | undefined;
  /** By index: the number of its cell, or {@link unseen} or {@link unlearned}. */
  #cells = new Int32Array(0);
  /** Rows of each cell by its number. */
  #counts = new Float64Array(256);
  /** The number of the cell of each text that dictionaries have learned. */
  readonly #learned: number[] = [];

  constructor(
    private readonly rows: CellRows,
    private readonly counter: RowCells,
    private readonly place: number,
  ) {}

  page(page: ColumnPage): void {
    if (page.kind === 'indexes') this.#indexes(page);
    else for (const value of page.values) this.#row(value);
  }

  /** Hands over what was only counted, behind the last page. */
  end(): void {
    this.#counts.forEach((rows, cell) => {
      if (rows > 0) this.counter.add(cell, -1, rows);
    });
    this.#counts.fill(0);
  }

  #indexes(page: IndexPage): void {
    const { dictionary, rows, counts } = page;
    if (dictionary !== this.#dictionary) this.#begin(dictionary);
    if (counts === undefined || page.nulls > 0 || !this.#understand(page, counts)) {
      this.#rows(page);
      return;
    }
    const end = Math.min(dictionary.length, counts.length);
    for (let index = 0; index < end; index++) {
      if (counts[index] > 0) this.#counts[this.#cells[index]] += counts[index];
    }
    this.rows.line += rows;
  }

  #begin(dictionary: PageDictionary): void {
    this.#dictionary = dictionary;
    const { learned } = dictionary.texts;
    this.#cells = learned.map((text) => (text < 0 ? unseen : this.#learned[text]));
  }

  /** True where every value that is counted is understood, as its first row has it, so that no row needs to be seen. */
  #understand(page: IndexPage, counts: Int32Array): boolean {
    const strange: number[] = [];
    const end = Math.min(page.dictionary.length, counts.length);
    for (let index = 0; index < end; index++) {
      if (counts[index] === 0 || this.#cells[index] >= 0) continue;
      if (this.#cells[index] === unlearned) return false;
      if (!this.#learn(page.dictionary, index)) strange.push(index);
    }
    if (strange.length === 0) return true;
    const first = page.firstRows();
    strange.sort((a, b) => first[a] - first[b]);
    const { bytes, starts, ends } = page.dictionary.texts;
    return strange.every((index) => {
      const line = this.rows.line + first[index];
      const cell = this.counter.understand(bytes, starts[index], ends[index], line);
      if (cell !== undefined) this.#keep(page.dictionary, index, cell);
      return cell !== undefined;
    });
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
      if (index >= 0 && this.#cells[index] >= 0) this.#counts[this.#cells[index]] += 1;
      else {
        this.rows.line = first + row;
        this.#seen(dictionary, index);
        if (index >= 0 && this.#cells[index] >= 0) strange -= 1;
      }
    }
    if (strange === 0) {
      for (let index = 0; index < visited.length; index++) {
        const left = (all?.[index] ?? 0) - visited[index];
        if (left > 0) this.#counts[this.#cells[index]] += left;
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

  #seen(dictionary: PageDictionary, index: number): void {
    if (index < 0 || this.#cells[index] !== unseen) {
      this.#row(index < 0 ? null : dictionary.value(index));
    } else if (this.#learn(dictionary, index)) {
      // An earlier dictionary has named it.
      this.#counts[this.#cells[index]] += 1;
    } else {
      this.#row(dictionary.value(index));
      if (!this.#learn(dictionary, index)) this.#cells[index] = unlearned;
    }
  }

  /** True where a row with the entry was seen before. */
  #learn(dictionary: PageDictionary, index: number): boolean {
    const { bytes, starts, ends } = dictionary.texts;
    const cell = this.counter.learn(bytes, starts[index], ends[index]);
    if (cell !== undefined) this.#keep(dictionary, index, cell);
    return cell !== undefined;
  }

  #keep({ texts }: PageDictionary, index: number, cell: number): void {
    this.#cells[index] = cell;
    if (cell >= this.#counts.length) {
      const larger = new Float64Array(cell * 2);
      larger.set(this.#counts);
      this.#counts = larger;
    }
    const text = texts.learn?.(index) ?? -1;
    if (text >= 0) this.#learned[text] = cell;
  }

  #row(value: unknown): void {
    this.rows.row([[this.place, value]]);
  }
}
