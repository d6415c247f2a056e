// The schema of an Arrow file (arrow.apache.org/docs/format/Columnar.html, Schema.fbs): columns, their layout, metadata.
// Must not know where batches lie.

import { datumaroSignature } from './datumaroRows';
import type { FlatTable } from './flatbuffer';

/**
 * What labels can be made of; `list` and `runs` (run-end-encoded) hold one of the others, `struct` several, `bytes` something
 * packed, `other` is passed over.
 */
export type ArrowKind =
  | 'null'
  | 'int'
  | 'float'
  | 'bool'
  | 'text'
  | 'bytes'
  | 'view'
  | 'list'
  | 'runs'
  | 'struct'
  | 'other';

/** One column, or the item of one. */
export interface ArrowField {
  readonly name: string;
  readonly kind: ArrowKind;
  /** Bytes of a number, or of an offset of text and lists. */
  readonly size: number;
  readonly signed: boolean;
  /** Items of each list, where all have as many. */
  readonly fixed: number;
  /** Buffers of its own; those of children follow. */
  readonly buffers: number;
  /** A number of buffers that each batch tells. */
  readonly variadic: boolean;
  readonly children: readonly ArrowField[];
  /** Values are indexes into the dictionary of this number. */
  readonly dictionary: number | undefined;
  /** The field of the dictionary's values. */
  readonly values: ArrowField | undefined;
}

export interface ArrowSchema {
  readonly fields: readonly ArrowField[];
  /** The JSON that Hugging Face datasets writes. */
  readonly huggingFace: string | undefined;
  /** The packed categories that Datumaro writes. */
  readonly datumaro: Uint8Array | undefined;
}

const deepest = 16;

/** Reads a Schema table. Throws a RangeError where it is damaged. */
export function readSchema(table: FlatTable): ArrowSchema {
  if (table.short(0) !== 0) throw new RangeError('its numbers are big-endian');
  const metadata = new Map(table.tables(2).map((pair) => [pair.text(0), pair] as const));
  const isDatumaro = metadata.get('signature')?.text(1) === datumaroSignature;
  return {
    fields: table.tables(1).map((field) => readField(field, 0)),
    huggingFace: metadata.get('huggingface')?.text(1),
    datumaro: isDatumaro ? metadata.get('categories')?.bytes(1) : undefined,
  };
}

function readField(table: FlatTable, depth: number): ArrowField {
  if (depth > deepest) throw new RangeError('its columns are nested too deep');
  const children = table.tables(5).map((child) => readField(child, depth + 1));
  const plain = { ...layoutOf(table.byte(2), table.table(3)), name: table.text(0), children };
  const encoding = table.table(4);
  if (encoding === undefined) return { ...plain, dictionary: undefined, values: undefined };
  const index = encoding.table(1);
  const size = (index?.int(0, 32) ?? 32) / 8;
  return {
    ...{ name: plain.name, kind: 'int', size, signed: index === undefined || index.byte(1) === 1 },
    ...{ fixed: 0, buffers: 2, variadic: false, children: [] },
    dictionary: encoding.long(0),
    values: { ...plain, dictionary: undefined, values: undefined },
  };
}

type Layout = Pick<ArrowField, 'kind' | 'size' | 'signed' | 'fixed' | 'buffers' | 'variadic'>;

const other = (buffers: number): Layout => ({
  ...{ kind: 'other', size: 0, signed: false, fixed: 0, buffers, variadic: false },
});

/** By the number of the type in Schema.fbs; types that hold no labels say how many buffers are passed over. */
const layouts: Readonly<Partial<Record<number, (detail: FlatTable | undefined) => Layout>>> = {
  1: () => ({ ...other(0), kind: 'null' }),
  2: (detail) => ({
    ...other(2),
    kind: 'int',
    size: (detail?.int(0) ?? 32) / 8,
    signed: detail?.byte(1) === 1,
  }),
  3: (detail) => ({ ...other(2), kind: 'float', size: [2, 4, 8].at(detail?.short(0) ?? 0) ?? 4 }),
  4: () => ({ ...other(3), kind: 'bytes', size: 4 }),
  5: () => ({ ...other(3), kind: 'text', size: 4 }),
  6: () => ({ ...other(2), kind: 'bool' }),
  12: () => ({ ...other(2), kind: 'list', size: 4 }),
  13: () => ({ ...other(1), kind: 'struct' }),
  14: (detail) => other(detail?.short(0) === 1 ? 2 : 1),
  16: (detail) => ({ ...other(1), kind: 'list', fixed: detail?.int(0) ?? 0 }),
  19: () => other(3),
  20: () => ({ ...other(3), kind: 'text', size: 8 }),
  21: () => ({ ...other(2), kind: 'list', size: 8 }),
  22: () => ({ ...other(0), kind: 'runs' }),
  23: () => ({ ...other(2), variadic: true }),
  24: () => ({ ...other(2), kind: 'view', variadic: true }),
  25: () => ({ ...other(3), kind: 'list', size: 4 }),
  26: () => ({ ...other(3), kind: 'list', size: 8 }),
};

function layoutOf(type: number, detail: FlatTable | undefined): Layout {
  return layouts[type]?.(detail) ?? other(2);
}
