// Tables as rows of cells: CSV and its relatives, Parquet.
// Must not know which columns are labels or features.

import { DelimitedTokenizer, fieldText } from '../../core/bytes/delimited';
import { Utf8Stream } from '../../core/bytes/text';
import { openParquet, readParquetRows } from '../../core/columnar/parquetFile';
import { sampleDelimited } from '../../core/tables/delimitedSample';
import type { DiskSource } from '../../node/diskSource';
import { DataError } from './npyFile';

/** `null` is missing. */
export type Cell = string | number | null | readonly number[];

export interface TableRow {
  /** Of the row in its file, as its sample names it. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

export interface TableFile {
  readonly columns: readonly string[];
  rows(): AsyncIterable<readonly TableRow[]>;
}

const headBytes = 1 << 20;

export async function openDelimited(disk: DiskSource, file: string): Promise<TableFile> {
  const gunzip = /\.gz$/i.test(file);
  const head = await headOf(disk, file, gunzip);
  const found = sampleDelimited(head, head.length < headBytes);
  if (found === undefined) throw new DataError(`“${file}” is no table.`);
  const { layout, sample } = found;
  return {
    columns: sample.header,
    async *rows() {
      let batch: TableRow[] = [];
      let records = 0;
      const tokenizer = new DelimitedTokenizer({
        ...layout,
        onRecord: (record) => {
          records += 1;
          if (records === 1 && layout.header) return;
          const cells = Array.from({ length: layout.columns }, (_, at) =>
            textCell(fieldText(record, at)),
          );
          batch.push({ line: record.line, cells });
        },
      });
      const text = new Utf8Stream((bytes) => {
        tokenizer.feed(bytes);
      }, layout.encoding);
      for await (const chunk of disk.chunks(file, { gunzip })) {
        text.feed(chunk);
        yield batch;
        batch = [];
      }
      text.end();
      tokenizer.end();
      yield batch;
    },
  };
}

async function headOf(disk: DiskSource, file: string, gunzip: boolean): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of disk.chunks(file, { gunzip })) {
    parts.push(chunk.slice(0, headBytes - length));
    length += parts[parts.length - 1].length;
    if (length >= headBytes) break;
  }
  return Buffer.concat(parts);
}

const missing = /^(?:|na|n\/a|nan|null|none|-|\?)$/i;

function textCell(text: string): Cell {
  const trimmed = text.trim();
  return missing.test(trimmed) ? null : trimmed;
}

const rowsARead = 4096;

export async function openParquetTable(disk: DiskSource, file: string): Promise<TableFile> {
  const read = (start: number, end: number): Uint8Array => disk.read(file, start, end);
  const size = disk.size(file);
  const info = await openParquet(size, read);
  const columns = info.columns.map(({ name }) => name);
  return {
    columns,
    async *rows() {
      for (let start = 0; start < info.rows; start += rowsARead) {
        const end = Math.min(info.rows, start + rowsARead);
        const rows = await readParquetRows(
          ...([info, size, read, { columns, start, end }, disk.unpackPage] as const),
        );
        yield rows.map((row, at) => ({
          line: start + at + 1,
          cells: columns.map((name) => parquetCell(row[name])),
        }));
      }
    },
  };
}

function parquetCell(value: unknown): Cell {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return textCell(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number>, Number);
  }
  if (Array.isArray(value)) return value.map(Number);
  return null;
}
