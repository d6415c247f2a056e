// Reads a delimited file record by record into a tally: the header off, each row counted by a recipe.
// Must not know files or chunks: UTF-8 is fed, by a format or by a kernel that leaves the rest to this reader.

import { DelimitedTokenizer } from '../bytes/delimited';
import type { CellLayout, PlainRecords, RecordStart } from '../kernels';
import type { RowLayout } from './delimitedSample';
import type { RowRecipe } from './recipe';
import { type RowContext, rowCounter, type RowCounter } from './rowCounter';

export class TableReader implements PlainRecords {
  readonly #tokenizer: DelimitedTokenizer;
  readonly #rows: RowCounter;
  #records = 0;

  constructor(
    private readonly recipe: RowRecipe,
    private readonly layout: RowLayout,
    context: Omit<RowContext, 'columns'>,
  ) {
    const { tally, file } = context;
    this.#rows = rowCounter(recipe, { ...context, columns: layout.columns });
    this.#tokenizer = new DelimitedTokenizer({
      ...layout,
      onRecord: (record) => {
        this.#records += 1;
        if (this.#records > 1 || !layout.header) this.#rows.row(record);
      },
      onProblem: (problem) => {
        tally.problem({ ...problem, file });
      },
    });
  }

  /** Records so far, the header among them. */
  get records(): number {
    return this.#records;
  }

  /** How a kernel may count the rows; undefined where each must be seen whole. */
  get cells(): CellLayout | undefined {
    const { label, split } = this.recipe;
    if (label.kind !== 'column' || label.folder || this.#rows.cells === undefined) return undefined;
    // Of paths each is another.
    if (split?.coding.kind === 'folder') return undefined;
    const { delimiter, quote, backslashes, columns } = this.layout;
    // A kernel takes each delimiter for the end of a field, where blanks are one in any number, and knows no backslashes.
    if (delimiter === ' ' || backslashes === true) return undefined;
    return {
      kind: 'delimited',
      delimiter: delimiter.charCodeAt(0),
      quote: quote === '' ? -1 : quote.charCodeAt(0),
      columns,
      label: label.column,
      split: split?.column ?? -1,
    };
  }

  get idle(): boolean {
    return this.#tokenizer.atRecord && (this.#records > 0 || !this.layout.header);
  }

  get line(): number {
    return this.#tokenizer.line;
  }

  feed(bytes: Uint8Array): void {
    this.#tokenizer.feed(bytes);
  }

  end(): void {
    this.#tokenizer.end();
    this.#rows.end();
  }

  resume(line: number): void {
    this.#tokenizer.resume(line);
  }

  learn(bytes: Uint8Array, start: number, end: number, { line }: RecordStart): number | undefined {
    return this.#rows.cells?.understand(bytes, start, end, line);
  }

  learnSplit(bytes: Uint8Array, start: number, end: number): number | undefined {
    return this.#rows.cells?.learnSplit(bytes, start, end);
  }

  add(cell: number, split: number, records: number): void {
    this.#records += records;
    this.#rows.cells?.add(cell, split, records);
  }
}
