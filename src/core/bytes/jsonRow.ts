// One row of a JSON dataset in reused memory: the few fields a reader asked for, as bytes.
// Knows neither paths nor the dataset; filled by jsonSelect, read by readers.

import { ByteBuffer } from './byteBuffer';
import { numberValue } from './jsonNumber';
import type { LabelTable } from './labelTable';
import type { JsonLiteral } from './jsonTypes';

/** What a field of a row holds; `missing` when the row has no such key (or its string was too long). */
export type JsonFieldKind = 'missing' | 'object' | 'array' | 'string' | 'number' | JsonLiteral;

/** A row as its reader sees it; reused, so good during the call only. Fields count in the order they were asked for. */
export interface JsonRow {
  /** Line of the row's first byte, from 1. */
  readonly line: number;
  /** Column of that byte, in bytes, from 1. */
  readonly column: number;
  kind(field: number): JsonFieldKind;
  /** The bytes of a string (escapes undone) or number lie in `bytes[start(field), end(field))`; empty for others. */
  readonly bytes: Uint8Array;
  start(field: number): number;
  end(field: number): number;
  /** The field as a number; NaN when it is none. */
  number(field: number): number;
  /** A string or number as text, a literal by its name; '' for others. Makes a string: not for every row. */
  text(field: number): string;
  /** Index of a string's or number's bytes in the table; -1 for other kinds. */
  intern(field: number, table: LabelTable): number;
  /** The key that the path's `wildcard`-th `*` stands for. Makes a string. */
  keyText(wildcard: number): string;
  /** Index of that key in the table. */
  internKey(wildcard: number, table: LabelTable): number;
}

/** Most bytes of one row's fields together; what comes later counts as missing. */
const MAX_ROW = 1 << 24;

/** The row that is being filled. `keys[i]` is the buffer that holds the i-th wildcard's key. */
export class JsonRowBuffer implements JsonRow {
  line = 1;
  column = 1;
  readonly #buffer = new ByteBuffer();
  #shown: Uint8Array | undefined;
  readonly #kinds: JsonFieldKind[];
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #keys: readonly ByteBuffer[];

  constructor(fields: number, keys: readonly ByteBuffer[]) {
    this.#kinds = Array.from({ length: fields }, () => 'missing');
    this.#starts = new Int32Array(fields);
    this.#ends = new Int32Array(fields);
    this.#keys = keys;
  }

  get bytes(): Uint8Array {
    return this.#shown ?? this.#buffer.bytes;
  }

  /** Forgets the row before. */
  begin(line: number, column = 1): void {
    this.line = line;
    this.column = column;
    this.#shown = undefined;
    this.#buffer.length = 0;
    this.#kinds.fill('missing');
  }

  /** Begins a row whose fields lie in `bytes`, each to be {@link point}ed at. */
  show(bytes: Uint8Array, line: number, column: number): void {
    this.line = line;
    this.column = column;
    this.#shown = bytes;
    // Few fields and many rows: a loop is faster than a call of fill.
    for (let field = 0; field < this.#kinds.length; field++) this.#kinds[field] = 'missing';
  }

  /** Where a field of a shown row lies; strings without their quotes, and without escapes. */
  point(field: number, kind: JsonFieldKind, start: number, end: number): void {
    this.#kinds[field] = kind;
    this.#starts[field] = start;
    this.#ends[field] = end;
  }

  /** Sets a field; of a repeated key the last one counts, as JSON.parse has it. */
  set(field: number, kind: JsonFieldKind, bytes: Uint8Array, start: number, end: number): void {
    const fits = this.#buffer.length + end - start <= MAX_ROW;
    this.#kinds[field] = fits ? kind : 'missing';
    this.#starts[field] = this.#buffer.length;
    if (fits) this.#buffer.append(bytes, start, end);
    this.#ends[field] = this.#buffer.length;
  }

  kind(field: number): JsonFieldKind {
    return this.#kinds[field];
  }

  start(field: number): number {
    return this.#hasBytes(field) ? this.#starts[field] : 0;
  }

  end(field: number): number {
    return this.#hasBytes(field) ? this.#ends[field] : 0;
  }

  number(field: number): number {
    if (this.#kinds[field] !== 'number') return NaN;
    return numberValue(this.bytes, this.#starts[field], this.#ends[field]);
  }

  text(field: number): string {
    const kind = this.#kinds[field];
    if (this.#hasBytes(field)) return decodeField(this.bytes, this.start(field), this.end(field));
    return kind === 'missing' || kind === 'object' || kind === 'array' ? '' : kind;
  }

  intern(field: number, table: LabelTable): number {
    if (!this.#hasBytes(field)) return -1;
    return table.indexOf(this.bytes, this.#starts[field], this.#ends[field]);
  }

  keyText(wildcard: number): string {
    return this.#keys[wildcard].text();
  }

  internKey(wildcard: number, table: LabelTable): number {
    const key = this.#keys[wildcard];
    return table.indexOf(key.bytes, 0, key.length);
  }

  #hasBytes(field: number): boolean {
    const kind = this.#kinds[field];
    return kind === 'string' || kind === 'number';
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function decodeField(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}
