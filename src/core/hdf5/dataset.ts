// A dataset of an HDF5 file: type and sizes of its elements, where and how its bytes are stored.
// Must not know what they mean.

import type { NpyArray } from '../arrays/npyHeader';
import type { Fields } from './fields';
import { nowhere } from './fields';
import type { Hdf5File } from './file';
import { type Message, messageOf, readMessages } from './objects';

/** What an element is: an array's element, text elsewhere in the file, a reference to an object, or something else. */
export type ElementType =
  | (Pick<NpyArray, 'kind' | 'size' | 'little'> & {
      readonly use: 'plain';
      /** Names of an enumeration's values. */
      readonly names: readonly (readonly [value: number, name: string])[];
    })
  | { readonly use: 'text' | 'reference' | 'other'; readonly size: number };

/** How the bytes of a dataset are stored. */
export type Storage =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number }
  | {
      readonly kind: 'chunked';
      readonly chunk: readonly number[];
      readonly index: ChunkIndex;
    };

/** Where chunks are listed. */
export type ChunkIndex =
  | {
      readonly kind: 'tree' | 'new-tree' | 'fixed-array' | 'extensible-array' | 'implicit';
      readonly address: number;
    }
  | { readonly kind: 'single'; readonly address: number; readonly packed: number | undefined };

export interface Filter {
  readonly id: number;
  readonly name: string;
  readonly values: readonly number[];
}

export interface Hdf5Dataset {
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly storage: Storage;
  readonly filters: readonly Filter[];
}

const mostDimensions = 32;

/** The dataset with this header; undefined where the object is none. */
export async function readDataset(
  file: Hdf5File,
  messages: readonly Message[],
): Promise<Hdf5Dataset | undefined> {
  const space = await messageOf(file, messages, 1);
  const type = await messageOf(file, messages, 3);
  const layout = await messageOf(file, messages, 8);
  if (space === undefined || type === undefined || layout === undefined) return undefined;
  const filters = await messageOf(file, messages, 11);
  const shape = readSpace(space);
  const storage = readLayout(layout);
  if (storage.kind === 'chunked') checkChunks(storage.chunk, shape);
  const external = messages.some((message) => message.type === 7);
  if (external) throw new RangeError('its data lies in another file');
  return {
    shape,
    type: readType(type),
    storage,
    filters: filters === undefined ? [] : readFilters(filters),
  };
}

/** Chunks of no length would never fill the dataset. */
function checkChunks(chunk: readonly number[], shape: readonly number[]): void {
  const isSound = chunk.length === shape.length && chunk.every((length) => length >= 1);
  if (!isSound) throw new RangeError('the sizes of its chunks are damaged');
}

/** The dataset at an address. */
export async function datasetAt(file: Hdf5File, address: number): Promise<Hdf5Dataset | undefined> {
  return readDataset(file, await readMessages(file, address));
}

function readSpace(fields: Fields): number[] {
  const version = fields.byte();
  const rank = fields.byte();
  if (rank > mostDimensions) throw new RangeError('its dimensions are damaged');
  fields.skip(version === 1 ? 6 : 2);
  return Array.from({ length: rank }, () => fields.length());
}

function readType(fields: Fields): ElementType {
  const first = fields.byte();
  const bits = fields.uint(3);
  const size = fields.int();
  switch (first & 15) {
    case 0:
      return plain((bits & 8) !== 0 ? 'i' : 'u', size, (bits & 1) === 0);
    case 1:
      return plain('f', size, (bits & 1) === 0);
    case 3:
      return plain('S', size, true);
    case 4:
      return plain('u', size, (bits & 1) === 0);
    case 7:
      return { use: 'reference', size };
    case 8:
      return readEnum(fields, first >> 4, bits & 0xffff);
    case 9:
      return { use: (bits & 15) === 1 ? 'text' : 'other', size };
    default:
      return { use: 'other', size };
  }
}

function plain(kind: NpyArray['kind'], size: number, little: boolean): ElementType {
  const known = kind === 'S' ? size <= 65_536 : kind === 'f' ? [2, 4, 8] : [1, 2, 4, 8];
  const fits = Array.isArray(known) ? known.includes(size) : known;
  return fits ? { use: 'plain', kind, size, little, names: [] } : { use: 'other', size };
}

function readEnum(fields: Fields, version: number, count: number): ElementType {
  const start = fields.at;
  const base = readType(fields);
  // Properties of integers: bit offset and precision.
  fields.at = start + 12;
  if (base.use !== 'plain') return { use: 'other', size: base.size };
  const names = Array.from({ length: count }, () => {
    const at = fields.at;
    const name = fields.zeroEnded();
    if (version < 3) fields.at = at + Math.ceil((fields.at - at) / 8) * 8;
    return name;
  });
  const values = names.map(() => fields.take(base.size));
  return { ...base, names: names.map((name, at) => [integer(values[at], base), name]) };
}

function integer(bytes: Uint8Array, { little, kind }: Pick<NpyArray, 'little' | 'kind'>): number {
  const digits = little ? bytes.toReversed() : bytes;
  const value = digits.reduce((sum, byte) => sum * 256 + byte, 0);
  const limit = 2 ** (bytes.length * 8);
  return kind === 'i' && value >= limit / 2 ? value - limit : value;
}

function readLayout(fields: Fields): Storage {
  const version = fields.byte();
  if (version < 3) return readOldLayout(fields);
  const kind = fields.byte();
  if (kind === 0) return { kind: 'compact', bytes: fields.take(fields.short()) };
  if (kind === 1) return { kind: 'contiguous', address: fields.address() };
  if (kind !== 2) throw new RangeError('its storage is virtual: its data lies in other files');
  if (version > 3) return readNewChunks(fields);
  const rank = fields.byte();
  const address = fields.address();
  const chunk = Array.from({ length: rank }, () => fields.int()).slice(0, -1);
  return { kind: 'chunked', chunk, index: { kind: 'tree', address } };
}

function readOldLayout(fields: Fields): Storage {
  const rank = fields.byte();
  const kind = fields.byte();
  fields.skip(5);
  const address = kind === 0 ? nowhere : fields.address();
  const sizes = Array.from({ length: rank }, () => fields.int());
  if (kind === 1) return { kind: 'contiguous', address };
  if (kind === 2) {
    return { kind: 'chunked', chunk: sizes.slice(0, -1), index: { kind: 'tree', address } };
  }
  return { kind: 'compact', bytes: fields.take(fields.int()) };
}

function readNewChunks(fields: Fields): Storage {
  const flags = fields.byte();
  const rank = fields.byte();
  const size = fields.byte();
  const chunk = Array.from({ length: rank }, () => fields.uint(size)).slice(0, -1);
  const kind = fields.byte();
  if (kind === 1) {
    const packed = flags & 2 ? fields.length() : undefined;
    if (packed !== undefined) fields.skip(4);
    return { kind: 'chunked', chunk, index: { kind: 'single', address: fields.address(), packed } };
  }
  const [index, parameters] = (
    [
      ['implicit', 0],
      ['fixed-array', 1],
      ['extensible-array', 5],
      ['new-tree', 6],
    ] as const
  ).at(kind - 2) ?? ['implicit', -1];
  if (parameters < 0 || kind < 2) throw new RangeError('its chunks are listed in an unknown way');
  fields.skip(parameters);
  return { kind: 'chunked', chunk, index: { kind: index, address: fields.address() } };
}

function readFilters(fields: Fields): Filter[] {
  const version = fields.byte();
  const count = fields.byte();
  if (version === 1) fields.skip(6);
  return Array.from({ length: count }, () => {
    const id = fields.short();
    const hasName = version === 1 || id >= 256;
    const nameLength = hasName ? fields.short() : 0;
    const numbers = fields.skip(2).short();
    const name = fields.text(version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength);
    const values = Array.from({ length: numbers }, () => fields.int());
    if (version === 1 && numbers % 2 === 1) fields.skip(4);
    return { id, name, values };
  });
}
