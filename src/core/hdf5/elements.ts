// The elements of a dataset in row order as a forward reader, whichever way they are stored; texts one by one.
// Must not know what they mean. At most one row of chunks is held.

import { ChunkPull, type Pull, RangedPull } from '../bytes/pull';
import { type Chunk, listChunks } from './chunks';
import { datasetAt, type Hdf5Dataset, type Storage } from './dataset';
import { Fields, nowhere } from './fields';
import type { Hdf5File } from './file';
import { unfilter } from './filters';

/** Bytes of a row of chunks that may be held. */
const slabLimit = 256 * 1024 * 1024;
/** Bytes that stand for elements nobody wrote. They cost no byte of the file, so that a damaged size could claim any number. */
const unwrittenLimit = 256 * 1024 * 1024;
/** Letters of one element. A longer text is no label. */
const textLimit = 64 * 1024;

/** Number of elements. */
export function elementsOf({ shape }: Hdf5Dataset): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A reader of the elements. Reading rejects with an `Error` where the data is damaged or of an unknown filter. */
export async function openElements(file: Hdf5File, dataset: Hdf5Dataset): Promise<Pull> {
  const { storage, type } = dataset;
  const size = elementsOf(dataset) * type.size;
  if (storage.kind === 'compact') {
    return new RangedPull((start, end) => storage.bytes.slice(start, end), 0, size);
  }
  if (storage.kind === 'contiguous') {
    if (storage.address === nowhere) throw new RangeError('nothing was written into it');
    const read = (start: number, end: number) => file.bytes(storage.address + start, end - start);
    return new RangedPull(read, 0, size, 1 << 18);
  }
  return new ChunkPull(slabs(file, dataset, storage, await listChunks(file, dataset, storage)));
}

/** Rows of chunks along the first dimension, each cut to what belongs to the dataset. */
async function* slabs(
  file: Hdf5File,
  { shape, type, filters }: Hdf5Dataset,
  { chunk }: Extract<Storage, { kind: 'chunked' }>,
  chunks: readonly Chunk[],
): AsyncGenerator<Uint8Array> {
  const rowBytes = shape.slice(1).reduce((product, length) => product * length, type.size);
  const rows = chunk[0];
  const chunkBytes = chunk.reduce((product, length) => product * length, type.size);
  if (rows * rowBytes > slabLimit || chunkBytes > slabLimit) {
    throw new RangeError('its chunks are too large to be read');
  }
  if (shape[0] * rowBytes - chunks.length * chunkBytes > unwrittenLimit) {
    throw new RangeError('most of it was never written');
  }
  let next = 0;
  for (let slab = 0; slab * rows < shape[0]; slab += 1) {
    const count = Math.min(rows, shape[0] - slab * rows);
    // What was never written is zero.
    const out = new Uint8Array(count * rowBytes);
    for (; next < chunks.length && chunks[next].place[0] === slab; next += 1) {
      const { address, packed, mask, place } = chunks[next];
      const fields = await file.fields(address, packed);
      const data = unfilter(fields.bytes, filters, mask, chunkBytes);
      if (data.length < chunkBytes) throw new RangeError('a chunk is shorter than it should be');
      copyChunk(data, out, { shape: [count, ...shape.slice(1)], chunk, size: type.size }, place);
    }
    yield out;
  }
}

interface Geometry {
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  readonly size: number;
}

/** Copies the rows of a chunk to their places; what lies beyond the dataset's edge is left out. */
function copyChunk(
  data: Uint8Array,
  out: Uint8Array,
  { shape, chunk, size }: Geometry,
  place: readonly number[],
): void {
  const walk = (dimension: number, from: number, to: number): void => {
    const start = dimension === 0 ? 0 : place[dimension] * chunk[dimension];
    const count = Math.min(chunk[dimension], shape[dimension] - start);
    if (dimension === shape.length - 1) {
      const first = (to + start) * size;
      out.set(data.subarray(from * size, (from + count) * size), first);
      return;
    }
    for (let at = 0; at < count; at += 1) {
      walk(
        dimension + 1,
        (from + at) * chunk[dimension + 1],
        (to + start + at) * shape[dimension + 1],
      );
    }
  };
  walk(0, 0, 0);
}

/** The texts of a dataset of texts or of references to them, in order. */
export async function* hdf5Texts(file: Hdf5File, dataset: Hdf5Dataset): AsyncGenerator<string> {
  const { type } = dataset;
  const pull = await openElements(file, dataset);
  const heap = new GlobalHeap(file);
  for (let left = elementsOf(dataset); left > 0; left -= 1) {
    const bytes = (await pull.take(type.size)).slice();
    if (bytes.length < type.size) throw new RangeError('its data is cut off');
    const fields = new Fields(bytes, file.widths);
    if (type.use === 'plain') yield fields.text(type.size);
    else if (type.use === 'reference') yield await referred(file, fields.address());
    else yield await heap.text(fields.skip(4).address(), fields.int());
  }
}

/** MATLAB keeps each text of a cell as an array of 16-bit letters of its own. */
async function referred(file: Hdf5File, address: number): Promise<string> {
  const dataset = await datasetAt(file, address);
  if (dataset?.type.use !== 'plain' || dataset.type.size !== 2) return '';
  const letters = elementsOf(dataset);
  checkLength(letters);
  const bytes = await (await openElements(file, dataset)).take(letters * 2);
  return new TextDecoder(dataset.type.little ? 'utf-16le' : 'utf-16be').decode(bytes);
}

function checkLength(letters: number): void {
  if (letters > textLimit) throw new RangeError(`one of its texts has ${letters} letters`);
}

const heapsKept = 16;

/** Texts of any length, which stand together in collections. */
class GlobalHeap {
  readonly #collections = new Map<number, ReadonlyMap<number, Uint8Array>>();

  constructor(private readonly file: Hdf5File) {}

  async text(address: number, index: number): Promise<string> {
    if (index === 0) return '';
    let collection = this.#collections.get(address);
    if (collection === undefined) {
      collection = await this.#read(address);
      if (this.#collections.size >= heapsKept) this.#collections.clear();
      this.#collections.set(address, collection);
    }
    const bytes = collection.get(index);
    checkLength(bytes?.length ?? 0);
    return new TextDecoder('utf-8').decode(bytes).replace(/\0+$/, '');
  }

  async #read(address: number): Promise<ReadonlyMap<number, Uint8Array>> {
    const { length } = this.file.widths;
    const size = (await this.file.fields(address, 8 + length)).expect('GCOL').skip(4).length();
    const fields = (await this.file.fields(address, size)).skip(8 + length);
    const objects = new Map<number, Uint8Array>();
    while (fields.left >= 8 + length) {
      const index = fields.short();
      const bytes = fields.skip(6).length();
      if (index === 0) break;
      objects.set(index, fields.take(bytes));
      fields.skip(Math.min(fields.left, (8 - (bytes % 8)) % 8));
    }
    return objects;
  }
}
