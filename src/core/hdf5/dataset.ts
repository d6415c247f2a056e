// A dataset of an HDF5 file: type and sizes of its elements, where and how its bytes are stored.
// Must not know what they mean.

import { attributeTexts } from './attributes';
import type { Fields } from './fields';
import { nowhere } from './fields';
import type { Hdf5File } from './file';
import { type Message, messageOf, readMessages } from './objects';
import { type ElementType, readType, type TypeField } from './types';

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
  /** An element that nobody wrote; zeros where absent. */
  readonly fill?: Uint8Array;
  /** The elements are a field of records of so many bytes, behind so many others. */
  readonly record?: { readonly size: number; readonly offset: number };
  /** The class that MATLAB wrote beside it: its arrays lie in column order, and its texts are arrays of letters. */
  readonly matlab?: string;
}

/** Bytes from one element to the next. */
export function strideOf({ type, record }: Hdf5Dataset): number {
  return record?.size ?? type.size;
}

/** One field of a dataset of records, as a dataset. */
export function fieldOf(dataset: Hdf5Dataset, { type, offset }: TypeField): Hdf5Dataset {
  return { ...dataset, type, record: { size: strideOf(dataset), offset } };
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
  const fill = await fillOf(file, messages);
  return {
    shape,
    type: readType(type),
    storage,
    filters: filters === undefined ? [] : readFilters(filters),
    ...(fill === undefined ? {} : { fill }),
  };
}

/** The value of elements that nobody wrote, where it is other than zero. */
async function fillOf(
  file: Hdf5File,
  messages: readonly Message[],
): Promise<Uint8Array | undefined> {
  const fields = await messageOf(file, messages, 5);
  if (fields === undefined) return undefined;
  const version = fields.byte();
  const flags = version < 3 ? fields.skip(2).byte() : fields.byte();
  const isDefined = version < 2 || (version === 2 ? flags === 1 : (flags & 32) !== 0);
  if (!isDefined || fields.left < 4) return undefined;
  const value = fields.take(Math.min(fields.int(), fields.left));
  return value.some((byte) => byte !== 0) ? value.slice() : undefined;
}

/** Chunks of no length would never fill the dataset. */
function checkChunks(chunk: readonly number[], shape: readonly number[]): void {
  const isSound = chunk.length === shape.length && chunk.every((length) => length >= 1);
  if (!isSound) throw new RangeError('the sizes of its chunks are damaged');
}

/** The dataset at an address. */
export async function datasetAt(file: Hdf5File, address: number): Promise<Hdf5Dataset | undefined> {
  const messages = await readMessages(file, address);
  const dataset = await readDataset(file, messages);
  const about = await attributeTexts(file, messages, /^MATLAB_class$/);
  const matlab = about.get('MATLAB_class')?.at(0);
  return dataset === undefined || matlab === undefined ? dataset : { ...dataset, matlab };
}

function readSpace(fields: Fields): number[] {
  const version = fields.byte();
  const rank = fields.byte();
  if (rank > mostDimensions) throw new RangeError('its dimensions are damaged');
  fields.skip(version === 1 ? 6 : 2);
  return Array.from({ length: rank }, () => fields.length());
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
