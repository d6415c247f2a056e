// Values of typed columns as the cells of a table, so that one rule chooses the label column of every kind of table.
// Must not know where the values come from.

import { ByteBuffer } from '../bytes/byteBuffer';
import type { RowCounter } from '../tables/rowCounter';

const encoder = new TextEncoder();

/** A value as a cell: lists as literals, absent values and what cannot be a label empty. */
export function cellText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(itemText).join(', ')}]`;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isNaN(value) ? '' : value.toString();
  if (typeof value === 'bigint' || typeof value === 'boolean') return value.toString();
  return '';
}

function itemText(item: unknown): string {
  return typeof item === 'string' ? JSON.stringify(item) : cellText(item);
}

/** Hands rows of values to a counter; the columns that are not read stay empty. */
export class CellRows {
  readonly #bytes = new ByteBuffer();
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** Rows so far; the next one is this plus one. */
  line: number;

  constructor(
    private readonly counter: RowCounter,
    private readonly columns: number,
    firstRow: number,
  ) {
    this.#starts = new Int32Array(columns);
    this.#ends = new Int32Array(columns);
    this.line = firstRow;
  }

  /** One row: the values of some columns by their place. */
  row(values: Iterable<readonly [column: number, value: unknown]>): void {
    const buffer = this.#bytes;
    buffer.length = 0;
    this.#starts.fill(0);
    this.#ends.fill(0);
    for (const [column, value] of values) {
      const bytes = encoder.encode(cellText(value));
      this.#starts[column] = buffer.length;
      buffer.append(bytes, 0, bytes.length);
      this.#ends[column] = buffer.length;
    }
    this.line += 1;
    const { bytes } = buffer;
    const fields = { bytes, starts: this.#starts, ends: this.#ends };
    this.counter.row({ ...fields, count: this.columns, line: this.line });
  }
}
