// Values of one column of a record batch: buffers found by the schema's layout, read by range, unpacked, looked up.
// Must not know files nor labels.

import type { RangeReader } from '../archives/zipDirectory';
import { numberReader } from '../arrays/npyElements';
import { unpackLz4Frame } from './lz4';
import type { ArrowBatch } from './messages';
import type { ArrowField } from './schema';

/** The value of a row: text, bytes, number, boolean, list of them; undefined where there is none. */
export type ValueAt = (row: number) => unknown;

/** Dictionary values by number. */
export type Dictionaries = ReadonlyMap<number, readonly unknown[]>;

/** A larger buffer is refused: readers of rows hold one batch at a time. */
const bufferLimit = 512 * 1024 * 1024;

const decoder = new TextDecoder('utf-8');

/** A column of the schema, or a part of its structure. */
export interface ColumnPlace {
  readonly field: number;
  readonly part?: string | undefined;
}

/** Reads a column of the batch, or rejects with a RangeError where the data is damaged. */
export async function readColumn(
  batch: ArrowBatch,
  fields: readonly ArrowField[],
  { field: column, part }: ColumnPlace,
  read: RangeReader,
  dictionaries: Dictionaries,
): Promise<ValueAt> {
  const place = { node: 0, buffer: 0, variadic: 0 };
  for (const field of fields.slice(0, column)) pass(field, batch, place);
  return new ColumnReader(batch, read, dictionaries, place, part).values(fields[column]);
}

/** Where a field's parts stand in the batch. */
interface Place {
  node: number;
  buffer: number;
  variadic: number;
}

function pass(field: ArrowField, batch: ArrowBatch, place: Place): void {
  place.node += 1;
  place.buffer += field.buffers;
  if (field.variadic) place.buffer += batch.variadic.at(place.variadic++) ?? 0;
  for (const child of field.children) pass(child, batch, place);
}

class ColumnReader {
  constructor(
    private readonly batch: ArrowBatch,
    private readonly read: RangeReader,
    private readonly dictionaries: Dictionaries,
    private readonly place: Place,
    private readonly part: string | undefined,
  ) {}

  async values(field: ArrowField): Promise<ValueAt> {
    const node = this.batch.nodes.at(this.place.node++);
    if (node === undefined) throw new RangeError('a batch lacks a column');
    if (field.kind === 'null' || field.kind === 'other') return () => undefined;
    if (field.kind === 'runs') return this.#runs(field);
    const validity = await this.#buffer();
    const value = await this.#present(field);
    if (node[1] === 0 || validity.length === 0) return value;
    return (row) => (bit(validity, row) ? value(row) : undefined);
  }

  async #present(field: ArrowField): Promise<ValueAt> {
    if (field.dictionary !== undefined) {
      const indexes = await this.#numbers(field);
      const values = this.dictionaries.get(field.dictionary);
      if (values === undefined) throw new RangeError('a dictionary is missing');
      return (row) => values.at(indexes(row));
    }
    if (field.kind === 'bool') {
      const bits = await this.#buffer();
      return (row) => bit(bits, row);
    }
    if (field.kind === 'text') {
      const bytes = await this.#bytes(field);
      return (row) => decoder.decode(bytes(row));
    }
    if (field.kind === 'bytes') return this.#bytes(field);
    if (field.kind === 'view') return this.#views();
    if (field.kind === 'struct') return this.#structure(field);
    return field.kind === 'list' ? this.#lists(field) : this.#numbers(field);
  }

  async #numbers({ kind, size, signed }: ArrowField): Promise<(row: number) => number> {
    const view = viewOf(await this.#buffer());
    const array = { kind: kind === 'float' ? 'f' : signed ? 'i' : 'u', size } as const;
    const number = numberReader({ ...array, little: true, fortran: false, shape: [] });
    return (row) => number(view, row * size);
  }

  async #offsets(field: ArrowField): Promise<(row: number) => number> {
    return this.#numbers({ ...field, kind: 'int', signed: true });
  }

  async #bytes(field: ArrowField): Promise<(row: number) => Uint8Array> {
    const offset = await this.#offsets(field);
    const bytes = await this.#buffer();
    return (row) => bytes.subarray(offset(row), offset(row + 1));
  }

  /** Short text lies in the view itself, long text in one of further buffers. */
  async #views(): Promise<ValueAt> {
    const bytes = await this.#buffer();
    const view = viewOf(bytes);
    const count = this.batch.variadic.at(this.place.variadic++) ?? 0;
    const more: Uint8Array[] = [];
    for (let at = 0; at < count; at += 1) more.push(await this.#buffer());
    return (row) => {
      const at = row * 16;
      const length = view.getInt32(at, true);
      if (length <= 12) return decoder.decode(bytes.subarray(at + 4, at + 4 + length));
      const start = view.getInt32(at + 12, true);
      return decoder.decode(more.at(view.getInt32(at + 8, true))?.subarray(start, start + length));
    };
  }

  /** The wanted part of a structure; those behind it are not read. */
  async #structure({ children }: ArrowField): Promise<ValueAt> {
    for (const child of children) {
      if (child.name === this.part) return this.values(child);
      pass(child, this.batch, this.place);
    }
    throw new RangeError(`${this.part ?? 'a part'} is not there any more`);
  }

  /** Values that each stand for the rows up to where their run ends. */
  async #runs({ children: [ends, item] }: ArrowField): Promise<ValueAt> {
    const runs = this.batch.nodes.at(this.place.node)?.[0] ?? 0;
    const end = await this.values(ends);
    const value = await this.values(item);
    let run = 0;
    return (row) => {
      if (run > 0 && Number(end(run - 1)) > row) run = 0;
      while (run < runs && Number(end(run)) <= row) run += 1;
      if (run >= runs) throw new RangeError('a run ends too early');
      return value(run);
    };
  }

  async #lists(field: ArrowField): Promise<ValueAt> {
    const { fixed, buffers } = field;
    const offset = buffers === 1 ? (row: number) => row * fixed : await this.#offsets(field);
    // Views of lists have a buffer of lengths.
    const size = buffers === 3 ? await this.#offsets(field) : undefined;
    const [item] = field.children;
    const items = this.batch.nodes.at(this.place.node)?.[0] ?? 0;
    const value = await this.values(item);
    return (row) => {
      const start = offset(row);
      const length = size?.(row) ?? offset(row + 1) - start;
      if (start < 0 || start + length > items) throw new RangeError('a list is damaged');
      return Array.from({ length: Math.max(0, length) }, (_, at) => value(start + at));
    };
  }

  async #buffer(): Promise<Uint8Array> {
    const place = this.batch.buffers.at(this.place.buffer++);
    if (place === undefined) throw new RangeError('a batch lacks a buffer');
    const [offset, length] = place;
    if (length === 0) return new Uint8Array(0);
    if (offset < 0 || length < 0 || offset + length > this.batch.bodyLength) {
      throw new RangeError('a buffer lies outside of its batch');
    }
    checkSize(length);
    const start = this.batch.body + offset;
    const bytes = await this.read(start, start + length);
    if (bytes.length < length) throw new RangeError('a batch is cut off');
    return this.batch.codec === 'none' ? bytes : unpack(bytes, this.batch.codec);
  }
}

function checkSize(length: number): void {
  if (length <= bufferLimit) return;
  const limit = bufferLimit / 1024 / 1024;
  throw new RangeError(
    `a column holds more than ${limit} MB in one batch; write it in smaller batches, for instance with max_chunksize`,
  );
}

/** The unpacked length, -1 for bytes as they are, and the bytes. */
async function unpack(bytes: Uint8Array, codec: 'lz4' | 'zstd'): Promise<Uint8Array> {
  const size = Number(viewOf(bytes).getBigInt64(0, true));
  const packed = bytes.subarray(8);
  if (size === -1) return packed;
  if (size < 0) throw new RangeError('a packed buffer is damaged');
  checkSize(size);
  if (codec === 'lz4') return unpackLz4Frame(packed, size);
  const { compressors } = await import('hyparquet-compressors');
  const out = compressors.ZSTD?.(packed, size);
  if (out?.length !== size) throw new RangeError('a packed buffer is damaged');
  return out;
}

function bit(bits: Uint8Array, row: number): boolean {
  return ((bits[row >> 3] >> (row & 7)) & 1) === 1;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
