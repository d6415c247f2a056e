// Parquet files through hyparquet, which is loaded when the first one is met. Ranged reads, one row group at a time.
// Must not know labels.

import type { AsyncBuffer, FileMetaData, SchemaTree } from 'hyparquet';
import type { MaybePromise } from '../ports';
import { parquetLibrary } from './parquetLibrary';

/** A column that can hold labels: a plain one, or a list of plain values. */
export interface ParquetColumn {
  readonly name: string;
  /** Unpacked bytes of the column in the first row group. */
  readonly bytes: number;
}

export interface ParquetInfo {
  readonly metadata: FileMetaData;
  readonly columns: readonly ParquetColumn[];
  readonly rows: number;
  /** Rows of each row group. */
  readonly groups: readonly number[];
  /** The JSON that Hugging Face datasets writes. */
  readonly huggingFace: string | undefined;
}

/** `into`: where the bytes are best put, if there is room. */
export type ReadRange = (start: number, end: number, into?: Uint8Array) => MaybePromise<Uint8Array>;

function bufferOf(size: number, read: ReadRange): AsyncBuffer {
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const from = start < 0 ? Math.max(0, size + start) : start;
      return new Uint8Array(await read(from, end)).buffer;
    },
  };
}

/** The footer. Rejects with an `Error` where the file is damaged, encrypted or none. */
export async function openParquet(size: number, read: ReadRange): Promise<ParquetInfo> {
  const { parquetMetadataAsync, parquetSchema } = await parquetLibrary();
  const options = { initialFetchSize: 64 * 1024, geoparquet: false };
  const metadata = await parquetMetadataAsync(bufferOf(size, read), options);
  const columns = parquetSchema(metadata).children.filter(mayHoldLabels);
  const sizes = new Map<string, number>();
  for (const { meta_data: chunk } of metadata.row_groups.at(0)?.columns ?? []) {
    if (chunk === undefined) continue;
    const [name] = chunk.path_in_schema;
    sizes.set(name, (sizes.get(name) ?? 0) + Number(chunk.total_uncompressed_size));
  }
  return {
    metadata,
    columns: columns.map(({ element: { name } }) => ({ name, bytes: sizes.get(name) ?? 0 })),
    rows: Number(metadata.num_rows),
    groups: metadata.row_groups.map((group) => Number(group.num_rows)),
    huggingFace: metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value,
  };
}

function mayHoldLabels(tree: SchemaTree): boolean {
  const { children, element } = tree;
  if (children.length === 0) return isPlain(tree);
  const isList = element.converted_type === 'LIST' || element.logical_type?.type === 'LIST';
  const inner = children.at(0);
  const item = inner?.children.at(0) ?? inner;
  return isList && item?.children.length === 0 && isPlain(item);
}

/** Bytes that are no text are images and the like. */
function isPlain({ element }: SchemaTree): boolean {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (type === 'INT96' || type === 'FIXED_LEN_BYTE_ARRAY') return false;
  if (type !== 'BYTE_ARRAY') return true;
  return (
    ['UTF8', 'ENUM'].includes(converted ?? '') || ['STRING', 'ENUM'].includes(logical?.type ?? '')
  );
}

/**
 * Values of some columns, row by row. Rejects with an `Error` where the data is damaged.
 * One column of one row group at a time: hyparquet waits for several in turn, so that a second damaged one would be an
 * error that nobody catches.
 */
export async function readParquetRows(
  { metadata, groups }: ParquetInfo,
  size: number,
  read: ReadRange,
  range: { readonly columns: readonly string[]; readonly start: number; readonly end: number },
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { parquetReadObjects } = await parquetLibrary();
  const { compressors } = await import('hyparquet-compressors');
  const common = { file: bufferOf(size, read), metadata, compressors, geoparquet: false };
  const rows: Record<string, unknown>[] = [];
  let first = 0;
  for (const count of groups) {
    const rowStart = Math.max(first, range.start);
    const rowEnd = Math.min(first + count, range.end);
    first += count;
    if (rowStart >= rowEnd) continue;
    const begin = rows.length;
    for (const column of range.columns) {
      const wanted = { columns: [column], rowStart, rowEnd, rowFormat: 'object' as const };
      const values = await parquetReadObjects({ ...common, ...wanted });
      values.forEach((value, at) => {
        Object.assign((rows[begin + at] ??= {}), value);
      });
    }
  }
  return rows;
}
