// The chunks of a dataset: every kind of index that HDF5 files have, one chunk after the other.
// Must not know what is in them.

import { treeRecords } from './denseLinks';
import { type Hdf5Dataset, type Storage, strideOf } from './dataset';
import { type Fields, nowhere } from './fields';
import type { Hdf5File } from './file';
import { Visited } from './visited';

/** One chunk that was written. */
export interface Chunk {
  /** Place of its first element, in chunks, along each dimension. */
  readonly place: readonly number[];
  readonly address: number;
  /** Bytes in the file. */
  readonly packed: number;
  /** Bits of the filters that were left out for it. */
  readonly mask: number;
}

type Chunked = Extract<Storage, { kind: 'chunked' }>;
const mostChunks = 4_000_000;

/** All chunks that were written, in the order of their places. */
export async function listChunks(
  file: Hdf5File,
  dataset: Hdf5Dataset,
  { chunk, index }: Chunked,
): Promise<Chunk[]> {
  const { shape, filters } = dataset;
  const grid = shape.map((length, at) => Math.ceil(length / Math.max(1, chunk[at])));
  const bytes = chunk.reduce((product, length) => product * length, strideOf(dataset));
  const inOrder = (number: number): number[] => placeOf(number, grid);
  const count = grid.reduce((product, length) => product * length, 1);
  if (count > mostChunks) throw new RangeError('it has too many chunks');
  if (index.address === nowhere) return [];
  const packs = filters.length > 0;
  const shapeOf = { rank: shape.length, bytes, packs, inOrder, count };
  switch (index.kind) {
    case 'single': {
      const packed = index.packed ?? bytes;
      return [{ place: inOrder(0), address: index.address, packed, mask: 0 }];
    }
    case 'implicit':
      // They stand one after the other: the last one must be there too.
      await file.fields(index.address + (count - 1) * bytes, Math.min(bytes, 1));
      return Array.from({ length: count }, (_, at) => ({
        ...{ place: inOrder(at), address: index.address + at * bytes, packed: bytes, mask: 0 },
      }));
    case 'tree':
      return (await treeChunks(file, index.address, chunk)).sort(byPlace);
    case 'new-tree':
      return (await newTreeChunks(file, index.address, shapeOf)).sort(byPlace);
    case 'fixed-array':
      return fixedArray(file, index.address, shapeOf);
    case 'extensible-array':
      return extensibleArray(file, index.address, shapeOf);
  }
}

function byPlace(a: Chunk, b: Chunk): number {
  for (let at = 0; at < a.place.length; at += 1) {
    if (a.place[at] !== b.place[at]) return a.place[at] - b.place[at];
  }
  return 0;
}

function placeOf(number: number, grid: readonly number[]): number[] {
  const place: number[] = [];
  let rest = number;
  for (const length of grid.toReversed()) {
    place.unshift(rest % Math.max(1, length));
    rest = Math.floor(rest / Math.max(1, length));
  }
  return place;
}

async function treeChunks(
  file: Hdf5File,
  address: number,
  chunk: readonly number[],
  visited = new Visited(),
): Promise<Chunk[]> {
  visited.enter(address);
  const wide = file.widths.address;
  const head = (await file.fields(address, 8)).expect('TREE').skip(1);
  const level = head.byte();
  const used = head.short();
  const key = 16 + chunk.length * 8;
  const fields = await file.fields(address + 8 + wide * 2, used * (key + wide) + key);
  const chunks: Chunk[] = [];
  for (let entry = 0; entry < used; entry += 1) {
    const packed = fields.int();
    const mask = fields.int();
    const place = chunk.map((length) => fields.uint(8) / Math.max(1, length));
    const child = fields.skip(8).address();
    if (level === 0) chunks.push({ place, address: child, packed, mask });
    else chunks.push(...(await treeChunks(file, child, chunk, visited)));
  }
  return chunks;
}

interface ArrayShape {
  readonly rank: number;
  /** Bytes of an unpacked chunk. */
  readonly bytes: number;
  readonly packs: boolean;
  readonly inOrder: (number: number) => number[];
  readonly count: number;
}

async function newTreeChunks(file: Hdf5File, address: number, shape: ArrayShape): Promise<Chunk[]> {
  const records = await treeRecords(file, address);
  return records.map((fields) => {
    const at = fields.address();
    const sizeBytes = fields.left - 8 * shape.rank - 4;
    const packed = shape.packs ? fields.uint(sizeBytes) : shape.bytes;
    const mask = shape.packs ? fields.int() : 0;
    const place = Array.from({ length: shape.rank }, () => fields.uint(8));
    return { place, address: at, packed, mask };
  });
}

/** Elements of either array: an address and, where filters pack, a size and a mask. */
class Elements {
  readonly chunks: Chunk[] = [];
  #number = 0;

  constructor(
    private readonly shape: ArrayShape,
    private readonly size: number,
    private readonly wide: number,
  ) {}

  get done(): boolean {
    return this.#number >= this.shape.count;
  }

  read(fields: Fields, count: number): void {
    const { packs, bytes, inOrder } = this.shape;
    for (let at = 0; at < count && !this.done; at += 1) {
      const address = fields.address();
      const packed = packs ? fields.uint(this.size - this.wide - 4) : bytes;
      const mask = packs ? fields.int() : 0;
      const place = inOrder(this.#number++);
      if (address !== nowhere) this.chunks.push({ place, address, packed, mask });
    }
  }

  skip(count: number): void {
    this.#number += count;
  }
}

async function fixedArray(file: Hdf5File, address: number, shape: ArrayShape): Promise<Chunk[]> {
  const { address: wide, length } = file.widths;
  const head = (await file.fields(address, 8 + length + wide)).expect('FAHD').skip(2);
  const size = head.byte();
  const pageBits = head.byte();
  const count = head.length();
  const block = head.address();
  const elements = new Elements(shape, size, wide);
  if (block === nowhere) return [];
  const perPage = 2 ** pageBits;
  const start = block + 6 + wide;
  if (count <= perPage) {
    elements.read(await file.fields(start, count * size), count);
    return elements.chunks;
  }
  const pages = Math.ceil(count / perPage);
  const written = (await file.fields(start, Math.ceil(pages / 8))).bytes;
  let at = start + written.length + 4;
  for (let page = 0; page < pages; page += 1) {
    const inPage = Math.min(perPage, count - page * perPage);
    const isWritten = ((written[page >> 3] >> (7 - (page & 7))) & 1) === 1;
    if (isWritten) elements.read(await file.fields(at, inPage * size), inPage);
    else elements.skip(inPage);
    at += perPage * size + 4;
  }
  return elements.chunks;
}

async function extensibleArray(
  file: Hdf5File,
  address: number,
  shape: ArrayShape,
): Promise<Chunk[]> {
  const { address: wide, length } = file.widths;
  const head = (await file.fields(address, 12 + length * 6 + wide)).expect('EAHD').skip(2);
  const size = head.byte();
  const bits = head.byte();
  const inIndex = head.byte();
  const least = head.byte();
  const leastPointers = head.byte();
  const pageBits = head.byte();
  const index = head.skip(length * 6).address();
  const elements = new Elements(shape, size, wide);
  if (index === nowhere) return [];
  const blocks = superBlocks(bits, least);
  const offsetBytes = Math.ceil(bits / 8);
  const direct = 2 * Math.log2(leastPointers);
  const inIndexBlocks = blocks.slice(0, direct);
  const blockPointers = inIndexBlocks.reduce((sum, one) => sum + one.blocks, 0);
  const superPointers = blocks.length - direct;
  const start = 6 + wide;
  const whole = start + inIndex * size + (blockPointers + superPointers) * wide;
  const fields = (await file.fields(index, whole)).expect('EAIB').skip(start - 4);
  elements.read(fields, inIndex);
  const shapeOf = { size, offsetBytes, perPage: 2 ** pageBits };
  for (const { blocks: count, elements: each } of inIndexBlocks) {
    for (let block = 0; block < count && !elements.done; block += 1) {
      await dataBlock(file, fields.address(), each, shapeOf, elements);
    }
  }
  for (const one of blocks.slice(direct)) {
    if (elements.done) break;
    await superBlock(file, fields.address(), one, shapeOf, elements);
  }
  return elements.chunks;
}

interface SuperBlock {
  readonly blocks: number;
  /** Elements of each block. */
  readonly elements: number;
}

/** Super block n has 2^(n/2) data blocks (rounded down) of least * 2^((n+1)/2) elements. */
function superBlocks(bits: number, least: number): SuperBlock[] {
  const count = 1 + bits - Math.log2(least);
  return Array.from({ length: Math.max(0, count) }, (_, at) => ({
    blocks: 2 ** Math.floor(at / 2),
    elements: least * 2 ** Math.floor((at + 1) / 2),
  }));
}

interface BlockShape {
  readonly size: number;
  readonly offsetBytes: number;
  readonly perPage: number;
}

async function superBlock(
  file: Hdf5File,
  address: number,
  { blocks, elements: each }: SuperBlock,
  shape: BlockShape,
  elements: Elements,
): Promise<void> {
  const { address: wide } = file.widths;
  if (address === nowhere) {
    elements.skip(blocks * each);
    return;
  }
  const paged = each > shape.perPage;
  const bitmap = paged ? blocks * Math.ceil(each / shape.perPage / 8) : 0;
  const start = 6 + wide + shape.offsetBytes + bitmap;
  const fields = (await file.fields(address, start + blocks * wide)).expect('EASB');
  fields.skip(start - 4);
  for (let block = 0; block < blocks && !elements.done; block += 1) {
    await dataBlock(file, fields.address(), each, shape, elements);
  }
}

async function dataBlock(
  file: Hdf5File,
  address: number,
  count: number,
  { size, offsetBytes, perPage }: BlockShape,
  elements: Elements,
): Promise<void> {
  if (address === nowhere) {
    elements.skip(count);
    return;
  }
  const start = 6 + file.widths.address + offsetBytes;
  if (count <= perPage) {
    const fields = (await file.fields(address, start + count * size)).expect('EADB');
    elements.read(fields.skip(start - 4), count);
    return;
  }
  // Pages follow a checksum, each with a checksum of its own.
  let at = address + start + 4;
  for (let page = 0; page < count / perPage && !elements.done; page += 1) {
    elements.read(await file.fields(at, perPage * size), perPage);
    at += perPage * size + 4;
  }
}
