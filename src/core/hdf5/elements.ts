// The elements of a dataset in row order as a forward reader, whichever way they are stored.
// Must not know what they mean. At most one row of chunks is held.

import { ChunkPull, type Pull, RangedPull } from '../bytes/pull';
import { type Chunk, listChunks } from './chunks';
import { type Hdf5Dataset, type Storage, strideOf } from './dataset';
import { nowhere } from './fields';
import type { Hdf5File } from './file';
import { unfilter } from './filters';

/** Bytes of a row of chunks that may be held. */
const slabLimit = 256 * 1024 * 1024;
/** Bytes that stand for elements nobody wrote. They cost no byte of the file, so that a damaged size could claim any number. */
const unwrittenLimit = 256 * 1024 * 1024;

/** Number of elements. */
export function elementsOf({ shape }: Hdf5Dataset): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A reader of the elements. Reading rejects with an `Error` where the data is damaged or of an unknown filter. */
export async function openElements(file: Hdf5File, dataset: Hdf5Dataset): Promise<Pull> {
  const { storage } = dataset;
  const size = elementsOf(dataset) * strideOf(dataset);
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
  dataset: Hdf5Dataset,
  { chunk }: Extract<Storage, { kind: 'chunked' }>,
  chunks: readonly Chunk[],
): AsyncGenerator<Uint8Array> {
  const { shape, filters, fill } = dataset;
  const size = strideOf(dataset);
  const rowBytes = shape.slice(1).reduce((product, length) => product * length, size);
  const rows = chunk[0];
  const chunkBytes = chunk.reduce((product, length) => product * length, size);
  if (rows * rowBytes > slabLimit || chunkBytes > slabLimit) {
    throw new RangeError(
      'its chunks are too large to be read (256 MiB a row of them at most); save it anew with smaller chunks',
    );
  }
  if (shape[0] * rowBytes - chunks.length * chunkBytes > unwrittenLimit) {
    throw new RangeError(
      'most of it was never written; save what is there as a dataset of its own size',
    );
  }
  let next = 0;
  for (let slab = 0; slab * rows < shape[0]; slab += 1) {
    const count = Math.min(rows, shape[0] - slab * rows);
    const out = unwritten(count * rowBytes, fill);
    for (; next < chunks.length && chunks[next].place[0] === slab; next += 1) {
      const { address, packed, mask, place } = chunks[next];
      const fields = await file.fields(address, packed);
      const data = unfilter(fields.bytes, filters, mask, chunkBytes);
      if (data.length < chunkBytes) throw new RangeError('a chunk is shorter than it should be');
      copyChunk(data, out, { shape: [count, ...shape.slice(1)], chunk, size }, place);
    }
    yield out;
  }
}

/** Bytes of elements that nobody wrote: the value that the dataset fills up with, else zero. */
function unwritten(length: number, fill: Uint8Array | undefined): Uint8Array {
  const bytes = new Uint8Array(length);
  if (fill === undefined || fill.length === 0 || length % fill.length !== 0) return bytes;
  for (let at = 0; at < length; at += fill.length) bytes.set(fill, at);
  return bytes;
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
