// Parquet files through hyparquet, which is loaded when the first one is met. Ranged reads, one row group at a time.
// Must not know labels.

import type { AsyncBuffer, FileMetaData, SchemaTree } from 'hyparquet';
import type { Unit } from '../model';

import type { MaybePromise, UnpackPage } from '../ports';
import { readLabelName } from '../tables/columnNames';
import { codecsFor, parquetLibrary } from './parquetLibrary';
import { labelParts, partName } from './partColumns';

/** A column that can hold labels: a plain one, a list of plain values, or such a part of a structure. */
export interface ParquetColumn {
  readonly name: string;
  /** The column of the file. */
  readonly top: string;
  /** The part of its structure. */
  readonly part: string | undefined;
  /** See `LabelPart`. */
  readonly unit: Unit | undefined;
  /** True for bytes that nothing says to be text; only a look at them tells. */
  readonly isUnmarked: boolean;
  /** Unpacked bytes of the column in the first row group. */
  readonly bytes: number;
}

export interface ParquetInfo {
  readonly metadata: FileMetaData;
  readonly columns: readonly ParquetColumn[];
  /** Names of the other columns. */
  readonly others: readonly string[];
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
  // The library reads a damaged schema without a word.
  const isNamed = ({ name }: { readonly name: unknown }): boolean => typeof name === 'string';
  if (!metadata.schema.every(isNamed)) throw new Error('a column has no name');
  const all = parquetSchema(metadata).children;
  const columns = all.flatMap(columnsOf);
  const tops = new Set(columns.map(({ top }) => top));
  const sizes = new Map<string, number>();
  for (const { meta_data: chunk } of metadata.row_groups.at(0)?.columns ?? []) {
    if (chunk === undefined) continue;
    const [name] = chunk.path_in_schema;
    sizes.set(name, (sizes.get(name) ?? 0) + Number(chunk.total_uncompressed_size));
  }
  return {
    metadata,
    columns: columns.map((column) => ({ ...column, bytes: sizes.get(column.top) ?? 0 })),
    others: all.map(({ element }) => element.name).filter((name) => !tops.has(name)),
    rows: Number(metadata.num_rows),
    groups: metadata.row_groups.map((group) => Number(group.num_rows)),
    huggingFace: metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value,
  };
}

function columnsOf(tree: SchemaTree): Omit<ParquetColumn, 'bytes'>[] {
  const { name } = tree.element;
  const whole = { name, top: name, part: undefined, unit: undefined };
  if (mayHoldLabels(tree)) return [{ ...whole, isUnmarked: false }];
  if (isUnmarked(tree)) return [{ ...whole, isUnmarked: true }];
  const structure = itemOf(tree) ?? tree;
  if (structure.children.some(isBinary) || isMap(tree)) return [];
  const isList = structure !== tree || structure.children.some((one) => itemOf(one) !== undefined);
  const parts = structure.children.map(({ element }) => element.name);
  return labelParts(name, parts).flatMap(({ part, unit }) => {
    const held = structure.children.find(({ element }) => element.name === part);
    if (held === undefined || !mayHoldLabels(held)) return [];
    const found = { name: partName(name, part), top: name, part, isUnmarked: false };
    return [{ ...found, unit: isList ? unit : undefined }];
  });
}

function mayHoldLabels(tree: SchemaTree): boolean {
  if (tree.children.length === 0) return isPlain(tree);
  const item = itemOf(tree);
  return item?.children.length === 0 && isPlain(item);
}

/** What a list holds; undefined for what is none. */
function itemOf({ children, element }: SchemaTree): SchemaTree | undefined {
  const isList = element.converted_type === 'LIST' || element.logical_type?.type === 'LIST';
  const inner = children.at(0);
  if (!isList || inner === undefined) return undefined;
  // Older writers have the items themselves where others have a group of one.
  return inner.children.length === 1 ? inner.children[0] : inner;
}

function isMap({ element }: SchemaTree): boolean {
  return element.converted_type === 'MAP' || element.logical_type?.type === 'MAP';
}

/** Bytes of a picture or a sound. */
function isBinary(tree: SchemaTree): boolean {
  return tree.element.type === 'BYTE_ARRAY' && !isPlain(tree);
}

/** Bytes without a word what they are, in a column that is named like a label: older Impala and Spark write texts so. */
function isUnmarked({ element, children }: SchemaTree): boolean {
  const { type, converted_type: converted, logical_type: logical, name } = element;
  const isBare = type === 'BYTE_ARRAY' && converted === undefined && logical === undefined;
  return isBare && children.length === 0 && readLabelName(name).promise >= 2;
}

/** Bytes that are no text are images and the like. */
function isPlain({ element }: SchemaTree): boolean {
  const { type, converted_type: converted, logical_type: logical } = element;
  // Decimals of few digits are whole numbers as a rule.
  if (converted === 'DECIMAL') return true;
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
  { metadata, groups, columns }: ParquetInfo,
  size: number,
  read: ReadRange,
  range: { readonly columns: readonly string[]; readonly start: number; readonly end: number },
  unpackPage?: UnpackPage,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { parquetReadObjects } = await parquetLibrary();
  const compressors = await codecsFor(undefined, unpackPage);
  const common = { file: bufferOf(size, read), metadata, compressors, geoparquet: false };
  const rows: Record<string, unknown>[] = [];
  let first = 0;
  for (const count of groups) {
    const rowStart = Math.max(first, range.start);
    const rowEnd = Math.min(first + count, range.end);
    first += count;
    if (rowStart >= rowEnd) continue;
    const begin = rows.length;
    for (const name of range.columns) {
      const column = columns.find((one) => one.name === name);
      const top = column?.top ?? name;
      const wanted = { columns: [top], rowStart, rowEnd, rowFormat: 'object' as const };
      const values = await parquetReadObjects({ ...common, ...wanted });
      values.forEach((value, at) => {
        const row = (rows[begin + at] ??= {});
        row[name] = column?.part === undefined ? value[top] : partOf(value[top], column.part);
      });
    }
  }
  return rows;
}

/** A part of a structure, or of each structure of a list. */
function partOf(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return value.map((one) => partOf(one, part));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[part];
}
