// One flat column of a row group page by page: dictionary and indexes where it has them, without a value a row.
// Must not know labels. What it does not understand it gives up, and the column is read as any other.

import type * as column from 'hyparquet/src/column.js';
import type * as conversion from 'hyparquet/src/convert.js';
import type * as dataPage from 'hyparquet/src/datapage.js';
import type { ColumnDecoder, DecodedArray, PageHeader } from 'hyparquet/src/types.js';
import type { IndexCounter, IndexCounts, PackedIndexes } from '../kernels';
import { type Cursor, readHybrid, readRun } from './hybridRuns';
import type { ParquetInfo, ReadRange } from './parquetFile';

/** A page; rows without a value have the index -1, or the value null. */
export type ColumnPage = IndexPage | { readonly kind: 'values'; readonly values: DecodedArray };

export interface IndexPage {
  readonly kind: 'indexes';
  readonly dictionary: DecodedArray;
  readonly rows: number;
  /** How often each index occurs, where it has been counted and no row is without a value. */
  readonly counts: IndexCounts | undefined;
  /** The index of each row. */
  indexes(): Int32Array;
}

/** Larger columns are read as any other: what is packed in them may be much more. */
const largestChunk = 256 * 1024 * 1024;

/** What is wanted of a column. */
export interface PagesWanted {
  /** Counts indexes by a kernel. */
  readonly counter?: IndexCounter | undefined;
  /** No more pages are read once there are so many rows. */
  readonly enough?: number;
}

/** The pages of a column in the row group that begins at a row; undefined where they are not as expected. */
export async function readColumnPages(
  info: ParquetInfo,
  read: ReadRange,
  name: string,
  range: { readonly start: number; readonly end: number },
  wanted: PagesWanted = {},
): Promise<readonly ColumnPage[] | undefined> {
  const group = groupAt(info, range);
  const reader = group === undefined ? undefined : await readerFor(info, name, group);
  if (reader === undefined) return undefined;
  const bytes = new Uint8Array(await read(reader.start, reader.end));
  try {
    return reader.pages(bytes, range.end - range.start, wanted);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Damaged or unusual: the library reads it, or says what is wrong.
    return undefined;
  }
}

/** The first values of a flat column, all in the first row group; undefined where its pages are not as expected. */
export async function readFirstValues(
  info: ParquetInfo,
  read: ReadRange,
  name: string,
  rows: number,
): Promise<unknown[] | undefined> {
  const range = { start: 0, end: info.groups.at(0) ?? 0 };
  if (rows > range.end) return undefined;
  const pages = await readColumnPages(info, read, name, range, { enough: rows });
  if (pages === undefined) return undefined;
  const values: unknown[] = [];
  for (const page of pages) {
    const wanted = rows - values.length;
    if (page.kind === 'values') values.push(...page.values.slice(0, wanted));
    else {
      const indexes = page.indexes().subarray(0, wanted);
      for (const index of indexes) values.push(index < 0 ? null : page.dictionary[index]);
    }
  }
  return values;
}

function groupAt({ groups }: ParquetInfo, { start, end }: { start: number; end: number }) {
  let row = 0;
  const index = groups.findIndex((rows) => {
    row += rows;
    return row - rows === start && row === end;
  });
  return index < 0 ? undefined : index;
}

async function readerFor(
  { metadata }: ParquetInfo,
  name: string,
  group: number,
): Promise<PageReader | undefined> {
  const { parquetSchema } = await import('hyparquet');
  const { getTreePath, isFlatColumn } = await import('hyparquet/src/schema.js');
  const { DEFAULT_PARSERS } = await import('hyparquet/src/convert.js');
  const { compressors } = await import('hyparquet-compressors');
  const columns = metadata.row_groups[group].columns;
  const meta = columns.find((one) => one.meta_data?.path_in_schema[0] === name)?.meta_data;
  const schemaPath = getTreePath(parquetSchema(metadata), [name]);
  if (meta === undefined || !isFlatColumn(schemaPath)) return undefined;
  const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
  const size = Number(meta.total_compressed_size);
  if (size > largestChunk) return undefined;
  const decoder: ColumnDecoder = {
    pathInSchema: meta.path_in_schema,
    type: meta.type,
    element: schemaPath[1].element,
    schemaPath,
    codec: meta.codec,
    parsers: DEFAULT_PARSERS,
    compressors,
  };
  const tools = {
    ...(await import('hyparquet/src/column.js')),
    ...(await import('hyparquet/src/convert.js')),
    ...(await import('hyparquet/src/datapage.js')),
  };
  return new PageReader(start, start + size, decoder, tools);
}

type Tools = Pick<typeof column, 'parquetHeader' | 'readPage'> &
  Pick<typeof conversion, 'convert'> &
  Pick<typeof dataPage, 'decompressPage'>;

class PageReader {
  readonly #isOptional: boolean;

  constructor(
    readonly start: number,
    readonly end: number,
    private readonly decoder: ColumnDecoder,
    private readonly tools: Tools,
  ) {
    this.#isOptional = decoder.element.repetition_type !== 'REQUIRED';
  }

  /** Throws an `Error` where the pages do not hold just so many rows. */
  pages(bytes: Uint8Array, rows: number, { counter, enough = rows }: PagesWanted): ColumnPage[] {
    const { parquetHeader, readPage, convert } = this.tools;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const reader = { view, offset: 0 };
    const pages: ColumnPage[] = [];
    let dictionary: DecodedArray | undefined;
    let left = rows;
    while (left > 0 && rows - left < enough) {
      const header = parquetHeader(reader);
      const body = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
      const packed = dictionary === undefined ? undefined : this.#indexes(header, body);
      if (packed !== undefined && dictionary !== undefined) {
        reader.offset += header.compressed_page_size;
        const page = indexPage(packed, dictionary, counter);
        pages.push(page);
        left -= page.rows;
        continue;
      }
      const { data } = readPage(reader, header, this.decoder, dictionary, undefined, 0);
      if (data === undefined) throw new Error('A page holds nothing.');
      if (header.type === 'DICTIONARY_PAGE') dictionary = convert(data, this.decoder);
      else {
        pages.push({ kind: 'values', values: data });
        left -= data.length;
      }
    }
    if (left < 0) throw new Error('There are more values than rows.');
    return pages;
  }

  /** The dictionary indexes of a page, packed where each row has one; undefined where it holds something else. */
  #indexes(header: PageHeader, body: Uint8Array): PackedIndexes | Int32Array | undefined {
    if (this.decoder.type === 'BOOLEAN') return undefined;
    const { data_page_header: first, data_page_header_v2: second } = header;
    if (first?.encoding.endsWith('_DICTIONARY') === true) {
      const page = this.#unpacked(body, header.uncompressed_page_size);
      const cursor = { bytes: page, at: 0 };
      if (!this.#isOptional) return packedAt(cursor, first.num_values);
      const length = new DataView(page.buffer, page.byteOffset).getUint32(0, true);
      cursor.at = 4;
      const there = levels(cursor, first.num_values);
      cursor.at = 4 + length;
      return there === undefined ? packedAt(cursor, first.num_values) : spread(cursor, there);
    }
    if (second?.encoding.endsWith('_DICTIONARY') !== true) return undefined;
    const levelBytes = second.definition_levels_byte_length;
    const before = levelBytes + second.repetition_levels_byte_length;
    const packed = body.subarray(before);
    const size = header.uncompressed_page_size - before;
    const page = second.is_compressed === false ? packed : this.#unpacked(packed, size);
    const cursor = { bytes: page, at: 0 };
    if (!this.#isOptional) return packedAt(cursor, second.num_values);
    const levelCursor = { bytes: body, at: second.repetition_levels_byte_length };
    const there = levels(levelCursor, second.num_values);
    return there === undefined ? packedAt(cursor, second.num_values) : spread(cursor, there);
  }

  #unpacked(body: Uint8Array, size: number): Uint8Array {
    const { codec, compressors } = this.decoder;
    return this.tools.decompressPage(body, size, codec, compressors);
  }
}

/** For each row 1 where it has a value, 0 where it is null; undefined where all have one. */
function levels(cursor: Cursor, count: number): Int32Array | undefined {
  const run = readRun({ ...cursor });
  if (run?.value === 1 && run.length >= count) return undefined;
  const there = new Int32Array(count);
  readHybrid(cursor, 1, there, count);
  return there;
}

function packedAt({ bytes, at }: Cursor, rows: number): PackedIndexes {
  if (at >= bytes.length) throw new RangeError('A page ends too early.');
  return { bytes, at: at + 1, width: bytes[at], rows };
}

function unpacked({ bytes, at, width, rows }: PackedIndexes): Int32Array {
  const out = new Int32Array(rows);
  if (width > 0) readHybrid({ bytes, at }, width, out, rows);
  return out;
}

function indexPage(
  found: PackedIndexes | Int32Array,
  dictionary: DecodedArray,
  counter: IndexCounter | undefined,
): IndexPage {
  const isPacked = !(found instanceof Int32Array);
  // A table of counts for each of many small pages of a large dictionary would be more than the pages.
  const isWorth = isPacked && dictionary.length <= found.rows;
  const counts = isWorth ? counter?.count(found, dictionary.length) : undefined;
  if (isPacked && counts !== undefined) {
    const indexes = (): Int32Array => unpacked(found);
    return { kind: 'indexes', dictionary, rows: found.rows, counts, indexes };
  }
  const indexes = isPacked ? unpacked(found) : found;
  checkIndexes(indexes, dictionary.length);
  return {
    ...({ kind: 'indexes', dictionary, rows: indexes.length, counts: undefined } as const),
    indexes: () => indexes,
  };
}

/** Puts the values where the rows have one, -1 elsewhere. */
function spread(cursor: Cursor, there: Int32Array): Int32Array {
  let count = 0;
  for (let row = 0, end = there.length; row < end; row++) count += there[row];
  const compact = unpacked(packedAt(cursor, count));
  if (count === there.length) return compact;
  for (let row = 0, next = 0; row < there.length; row++) {
    there[row] = there[row] === 1 ? compact[next++] : -1;
  }
  return there;
}

function checkIndexes(indexes: Int32Array, size: number): void {
  let isWrong = false;
  // An iterator costs a page of a million rows several times this loop.
  for (let row = 0, end = indexes.length; row < end; row++) {
    const index = indexes[row];
    isWrong ||= index >= size || index < -1;
  }
  if (isWrong) throw new RangeError('An index lies outside the dictionary.');
}
