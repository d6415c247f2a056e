// One flat column of a row group page by page: dictionary and indexes where it has them, without a value a row.
// Must not know labels. What it does not understand it gives up, and the column is read as any other.

import type {
  ColumnDecoder,
  DataPageHeaderV2,
  DecodedArray,
  PageHeader,
} from 'hyparquet/src/types.js';
import type { PageScanner } from '../kernels';
import type { UnpackPage } from '../ports';
import { readHybrid } from './hybridRuns';
import { indexPage, type IndexPage, type PageParts } from './indexPage';
import { type PageDictionary, textDictionary, valueDictionary } from './pageDictionary';
import type { ParquetInfo, ReadRange } from './parquetFile';
import { codecsFor, type ParquetLibrary, parquetLibrary } from './parquetLibrary';
import { unpackSnappy } from './snappy';

/** A page; rows without a value have the value null. */
export type ColumnPage = IndexPage | { readonly kind: 'values'; readonly values: DecodedArray };

/** Larger columns are read as any other: what is packed in them may be much more. */
const largestChunk = 256 * 1024 * 1024;
/** Bytes of a page that hold its first values, unless they are long. */
const startBytes = 64 * 1024;

/** What makes pages fast to read, where there is any of it. */
export interface PageMeans {
  readonly scanner?: PageScanner | undefined;
  readonly unpackPage?: UnpackPage | undefined;
}

/**
 * The pages of a column in the row group that begins at a row; undefined where they are not as expected.
 * With a scanner they are good until the next row group is read.
 */
export async function readColumnPages(
  info: ParquetInfo,
  read: ReadRange,
  name: string,
  range: { readonly start: number; readonly end: number },
  means: PageMeans = {},
): Promise<readonly ColumnPage[] | undefined> {
  const group = groupAt(info, range);
  if (group === undefined) return undefined;
  return pagesOf(info, read, { ...means, name, group, rows: range.end - range.start });
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
      for (const index of indexes) values.push(index < 0 ? null : dictionary.value(index));
    }
  }
  return pages === undefined ? undefined : values;
}

interface WantedPages extends PageMeans {
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
  { name, group, rows, enough = rows, ...means }: WantedPages,
): Promise<readonly ColumnPage[] | undefined> {
  const reader = await readerFor(info, name, group, means);
  if (reader === undefined) return undefined;
  const bytes = await read(reader.start, reader.end, means.scanner?.room());
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
  { scanner, unpackPage }: PageMeans,
): Promise<PageReader | undefined> {
  if (all.find((one) => one.name === name)?.part !== undefined) return undefined;
  const library = await parquetLibrary();
  const { parquetSchema, getTreePath, isFlatColumn, DEFAULT_PARSERS } = library;
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
    compressors: await codecsFor(meta.codec, unpackPage),
  };
  return new PageReader(start, start + size, decoder, library, scanner);
}

class PageReader {
  readonly #isOptional: boolean;

  constructor(
    readonly start: number,
    readonly end: number,
    private readonly decoder: ColumnDecoder,
    private readonly library: ParquetLibrary,
    private readonly scanner: PageScanner | undefined,
  ) {
    this.#isOptional = decoder.element.repetition_type !== 'REQUIRED';
  }

  /** Throws an `Error` where the pages do not hold just so many rows. Reads on until it has `enough` of them. */
  pages(bytes: Uint8Array, rows: number, enough: number): ColumnPage[] {
    const { parquetHeader, readPage, convert } = this.library;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const reader = { view, offset: 0 };
    const pages: ColumnPage[] = [];
    let values: DecodedArray | undefined;
    let dictionary: PageDictionary | undefined;
    let left = rows;
    while (left > 0 && rows - left < enough) {
      const header = parquetHeader(reader);
      const { type, compressed_page_size: size } = header;
      // Behind the chunk lies what somebody else has left in the same memory.
      if (size < 0 || size > bytes.length - reader.offset) throw new Error('A page is cut off.');
      const body = bytes.subarray(reader.offset, reader.offset + size);
      const wanted = enough < rows ? enough - (rows - left) : Infinity;
      const page =
        dictionary === undefined ? undefined : this.#indexes(header, body, dictionary, wanted);
      if (page !== undefined) {
        pages.push(page);
        left -= page.rows;
        reader.offset += size;
      } else if (type === 'DICTIONARY_PAGE' && this.#isText) {
        dictionary = this.#texts(header, body);
        reader.offset += size;
      } else {
        const first = this.#firstOf(header, body, wanted);
        if (first !== undefined) {
          pages.push({ kind: 'values', values: first });
          break;
        }
        const { data } = readPage(reader, header, this.decoder, values, undefined, 0);
        if (data === undefined) throw new Error('A page holds nothing.');
        if (type === 'DICTIONARY_PAGE') {
          values = convert(data, this.decoder);
          dictionary = valueDictionary(values);
        } else {
          pages.push({ kind: 'values', values: data });
          left -= data.length;
        }
      }
    }
    if (left < 0) throw new Error('There are more values than rows.');
    return pages;
  }

  /** True where the values are texts and nothing else, so that their bytes are their cells. */
  get #isText(): boolean {
    const { type, element } = this.decoder;
    const { converted_type: converted, logical_type: logical } = element;
    const isPlain = converted === undefined || converted === 'UTF8';
    return type === 'BYTE_ARRAY' && isPlain && (converted ?? logical?.type) !== undefined;
  }

  #texts(header: PageHeader, body: Uint8Array): PageDictionary {
    const { dictionary_page_header: page, uncompressed_page_size: size } = header;
    if (!page?.encoding.startsWith('PLAIN')) {
      throw new Error('A dictionary is packed in an unknown way.');
    }
    const { scanner } = this;
    const isSnappy = this.decoder.codec === 'SNAPPY';
    const bytes =
      (isSnappy ? scanner?.unpackDictionary(body, size) : undefined) ?? this.#unpacked(body, size);
    return textDictionary(bytes, page.num_values, scanner);
  }

  /** The dictionary indexes of a page, of so many rows at most; undefined where it holds something else. */
  #indexes(
    header: PageHeader,
    body: Uint8Array,
    dictionary: PageDictionary,
    most: number,
  ): IndexPage | undefined {
    if (this.decoder.type === 'BOOLEAN') return undefined;
    const { scanner } = this;
    const { data_page_header: first, data_page_header_v2: second } = header;
    if (first?.encoding.endsWith('_DICTIONARY') === true) {
      const rows = Math.min(first.num_values, most);
      return indexPage(dictionary, rows, () => this.#partsOfFirst(header, body), scanner);
    }
    if (second?.encoding.endsWith('_DICTIONARY') !== true) return undefined;
    const rows = Math.min(second.num_values, most);
    return indexPage(dictionary, rows, () => this.#partsOf(header, second, body), scanner);
  }

  /** So many values of a page of plain ones that has more; undefined for any other. */
  #firstOf(header: PageHeader, body: Uint8Array, wanted: number): unknown[] | undefined {
    const { data_page_header: first, data_page_header_v2: second } = header;
    const page = first ?? second;
    if (page?.encoding !== 'PLAIN' || page.num_values <= wanted) return undefined;
    const read = (most?: number): unknown[] => this.#firstIn(header, body, wanted, most);
    try {
      return read(startBytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // They are longer than that, or damaged.
      return read();
    }
  }

  #firstIn(header: PageHeader, body: Uint8Array, wanted: number, most?: number): unknown[] {
    const { readPlain, convert } = this.library;
    const { data_page_header_v2: second } = header;
    const parts =
      second === undefined
        ? this.#partsOfFirst(header, body, most)
        : this.#partsOf(header, second, body, most);
    const there = new Int32Array(wanted).fill(1);
    if (parts.levels !== undefined) readHybrid({ ...parts.levels }, 1, there, wanted);
    const { bytes, at } = parts.values;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.byteLength - at);
    const present = there.reduce((sum, one) => sum + one, 0);
    const { type, element } = this.decoder;
    const plain = readPlain({ view, offset: 0 }, type, present, element.type_length);
    const values = convert(plain, this.decoder);
    let next = 0;
    return Array.from(there, (one): unknown => (one === 1 ? values[next++] : null));
  }

  /** Levels and numbers are packed together. */
  #partsOfFirst(header: PageHeader, body: Uint8Array, most?: number): PageParts {
    const bytes = this.#kept(this.#unpacked(body, header.uncompressed_page_size, most));
    if (!this.#isOptional) return { values: { bytes, at: 0 } };
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = view.getUint32(0, true);
    return { values: { bytes, at: 4 + length }, levels: { bytes, at: 4 } };
  }

  #partsOf(header: PageHeader, page: DataPageHeaderV2, body: Uint8Array, most?: number): PageParts {
    const { repetition_levels_byte_length: at } = page;
    const before = page.definition_levels_byte_length + at;
    const packed = body.subarray(before);
    const size = header.uncompressed_page_size - before;
    const isPacked = page.is_compressed !== false;
    const bytes = this.#kept(isPacked ? this.#unpacked(packed, size, most) : packed);
    const levels = this.#isOptional ? { bytes: body, at } : undefined;
    return { values: { bytes, at: 0 }, levels };
  }

  /** A page in the scanner's memory, where levels and numbers are counted one after the other. */
  #kept(page: Uint8Array): Uint8Array {
    return this.scanner?.keep(page) ?? page;
  }

  /** `most`: bytes of the page that are enough, where unpacking can stop there. */
  #unpacked(body: Uint8Array, size: number, most?: number): Uint8Array {
    const { decoder, library, scanner } = this;
    const { codec, compressors } = decoder;
    if (codec === 'SNAPPY' && most !== undefined) return unpackSnappy(body, size, most);
    const own = codec === 'SNAPPY' ? scanner?.unpack(body, size) : undefined;
    return own ?? library.decompressPage(body, size, codec, compressors);
  }
}
