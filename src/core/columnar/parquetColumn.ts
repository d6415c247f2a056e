// One flat column of a row group page by page: dictionary and indexes where it has them, without a value a row.
// Must not know labels. What it does not understand it gives up, and the column is read as any other.

import type * as column from 'hyparquet/src/column.js';
import type * as conversion from 'hyparquet/src/convert.js';
import type * as dataPage from 'hyparquet/src/datapage.js';
import type { ColumnDecoder, DecodedArray, PageHeader } from 'hyparquet/src/types.js';
import { countHybrid, type Cursor, readHybrid } from './hybridRuns';
import type { ParquetInfo, ReadRange } from './parquetFile';

/** A page whose rows name entries of a dictionary. */
export interface IndexPage {
  readonly kind: 'indexes';
  readonly dictionary: DecodedArray;
  readonly rows: number;
  /** Rows of each entry, entries behind the array's end have none; undefined where a page is short beside its dictionary. */
  readonly counts: Int32Array | undefined;
  /** Rows without a value. */
  readonly nulls: number;
  /** The index of each row or of the first ones, -1 where it has no value. */
  readonly indexes: (rows?: number) => Int32Array;
}

/** A page; rows without a value have the value null. */
export type ColumnPage = IndexPage | { readonly kind: 'values'; readonly values: DecodedArray };

/** Bits of an index that is counted, at most: a dictionary of more entries than that is no list of classes. */
const widestIndex = 22;
/** Larger columns are read as any other: what is packed in them may be much more. */
const largestChunk = 256 * 1024 * 1024;

/** A page whose rows all have one value. */
export function samePage(value: string, rows: number): IndexPage {
  const counts = Int32Array.of(rows);
  const indexes = (first = rows): Int32Array => new Int32Array(first);
  return { kind: 'indexes', dictionary: [value], rows, counts, nulls: 0, indexes };
}

/** The pages of a column in the row group that begins at a row; undefined where they are not as expected. */
export async function readColumnPages(
  info: ParquetInfo,
  read: ReadRange,
  name: string,
  range: { readonly start: number; readonly end: number },
): Promise<readonly ColumnPage[] | undefined> {
  const group = groupAt(info, range);
  if (group === undefined) return undefined;
  return pagesOf(info, read, { name, group, rows: range.end - range.start });
}

/** The first values of a column, as many as the first row group has at most; undefined as above. */
export async function readFirstValues(
  info: ParquetInfo,
  read: ReadRange,
  name: string,
  rows: number,
): Promise<readonly unknown[] | undefined> {
  const enough = Math.min(rows, info.groups.at(0) ?? 0);
  if (enough === 0) return undefined;
  const pages = await pagesOf(info, read, { name, group: 0, rows: info.groups[0], enough });
  const values: unknown[] = [];
  for (const page of pages ?? []) {
    const left = enough - values.length;
    if (page.kind === 'values') values.push(...page.values.slice(0, left));
    else {
      const { dictionary } = page;
      const indexes = page.indexes(Math.min(left, page.rows));
      for (const index of indexes) values.push(index < 0 ? null : dictionary[index]);
    }
  }
  return pages === undefined ? undefined : values;
}

interface WantedPages {
  readonly name: string;
  readonly group: number;
  /** Rows of the group. */
  readonly rows: number;
  /** Rows after which no further page is read; all where absent. */
  readonly enough?: number;
}

async function pagesOf(
  info: ParquetInfo,
  read: ReadRange,
  { name, group, rows, enough = rows }: WantedPages,
): Promise<readonly ColumnPage[] | undefined> {
  const reader = await readerFor(info, name, group);
  if (reader === undefined) return undefined;
  const bytes = new Uint8Array(await read(reader.start, reader.end));
  try {
    return reader.pages(bytes, rows, enough);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Damaged or unusual: the library reads it, or says what is wrong.
    return undefined;
  }
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
  { metadata, columns: all }: ParquetInfo,
  name: string,
  group: number,
): Promise<PageReader | undefined> {
  if (all.find((one) => one.name === name)?.part !== undefined) return undefined;
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

  /** Throws an `Error` where the pages do not hold just so many rows. Reads on until it has `enough` of them. */
  pages(bytes: Uint8Array, rows: number, enough: number): ColumnPage[] {
    const { parquetHeader, readPage, convert } = this.tools;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const reader = { view, offset: 0 };
    const pages: ColumnPage[] = [];
    let dictionary: DecodedArray | undefined;
    let left = rows;
    while (left > 0 && rows - left < enough) {
      const header = parquetHeader(reader);
      const body = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
      const page = dictionary === undefined ? undefined : this.#indexes(header, body, dictionary);
      if (page !== undefined) {
        reader.offset += header.compressed_page_size;
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

  /** The dictionary indexes of a page; undefined where it holds something else. */
  #indexes(header: PageHeader, body: Uint8Array, dictionary: DecodedArray): IndexPage | undefined {
    if (this.decoder.type === 'BOOLEAN') return undefined;
    const { data_page_header: first, data_page_header_v2: second } = header;
    if (first?.encoding.endsWith('_DICTIONARY') === true) {
      const bytes = this.#unpacked(body, header.uncompressed_page_size);
      const rows = first.num_values;
      if (!this.#isOptional) return indexPage(dictionary, rows, { bytes, at: 0 });
      const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
      return indexPage(dictionary, rows, { bytes, at: 4 + length }, { bytes, at: 4 });
    }
    if (second?.encoding.endsWith('_DICTIONARY') !== true) return undefined;
    const levelBytes = second.definition_levels_byte_length;
    const before = levelBytes + second.repetition_levels_byte_length;
    const packed = body.subarray(before);
    const size = header.uncompressed_page_size - before;
    const bytes = second.is_compressed === false ? packed : this.#unpacked(packed, size);
    const levels = { bytes: body, at: second.repetition_levels_byte_length };
    const rows = second.num_values;
    return indexPage(dictionary, rows, { bytes, at: 0 }, this.#isOptional ? levels : undefined);
  }

  #unpacked(body: Uint8Array, size: number): Uint8Array {
    const { codec, compressors } = this.decoder;
    return this.tools.decompressPage(body, size, codec, compressors);
  }
}

/** Where a page's indexes begin, and where its levels do in a column that may hold nulls. Cursors are not moved. */
function indexPage(
  dictionary: DecodedArray,
  rows: number,
  values: Readonly<Cursor>,
  levels?: Readonly<Cursor>,
): IndexPage {
  const present = levels === undefined ? rows : countPresent({ ...levels }, rows);
  const indexes = (first = rows): Int32Array => {
    const isDense = levels === undefined || present === rows;
    return isDense ? readValues({ ...values }, first) : spread(values, levels, first);
  };
  const page = { kind: 'indexes', dictionary, rows, nulls: rows - present } as const;
  if (rows < dictionary.length) {
    const all = indexes();
    checkIndexes(all, dictionary.length);
    return { ...page, counts: undefined, indexes: (first = rows) => all.subarray(0, first) };
  }
  const counts = countValues({ ...values }, present);
  for (let index = dictionary.length; index < counts.length; index++) {
    if (counts[index] > 0) throw outside();
  }
  return { ...page, counts, indexes };
}

function checkIndexes(indexes: Int32Array, size: number): void {
  let isWrong = false;
  // An iterator costs a page of a million rows several times this loop.
  for (let row = 0, end = indexes.length; row < end; row++) {
    const index = indexes[row];
    isWrong ||= index >= size || index < -1;
  }
  if (isWrong) throw outside();
}

function outside(): RangeError {
  return new RangeError('An index lies outside the dictionary.');
}

/** Rows that have a value. */
function countPresent(cursor: Cursor, rows: number): number {
  const counts = new Int32Array(2);
  countHybrid(cursor, 1, counts, rows);
  return counts[1];
}

function countValues(cursor: Cursor, count: number): Int32Array {
  if (count === 0) return new Int32Array(0);
  const width = cursor.bytes[cursor.at];
  cursor.at += 1;
  const counts = new Int32Array(2 ** Math.min(width, widestIndex));
  if (width === 0) counts[0] = count;
  else countHybrid(cursor, width, counts, count);
  return counts;
}

function readValues(cursor: Cursor, count: number): Int32Array {
  const out = new Int32Array(count);
  if (count === 0) return out;
  const width = cursor.bytes[cursor.at];
  cursor.at += 1;
  if (width > 0) readHybrid(cursor, width, out, count);
  return out;
}

/** Puts the values where the rows have one, -1 elsewhere. */
function spread(values: Readonly<Cursor>, levels: Readonly<Cursor>, rows: number): Int32Array {
  const there = new Int32Array(rows);
  readHybrid({ ...levels }, 1, there, rows);
  let present = 0;
  for (let row = 0; row < rows; row++) present += there[row];
  const compact = readValues({ ...values }, present);
  for (let row = 0, next = 0; row < rows; row++) {
    there[row] = there[row] === 1 ? compact[next++] : -1;
  }
  return there;
}
