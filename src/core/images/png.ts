// PNG images (w3.org/TR/png) row by row: two rows are held, never the whole image. Interlaced ones are read pass by pass.
// Must not know what the pixels mean.

import { InflateError, inflated } from '../archives/inflate';
import { ByteBuffer } from '../bytes/byteBuffer';
import { ChunkPull, type Pull } from '../bytes/pull';
import type { FilteredRows } from '../kernels';
import type { Unzlib } from '../ports';
import { unfilter } from './pngFilters';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /** 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha. */
  readonly colour: number;
  readonly interlaced: boolean;
  /** Red, green, blue a colour; empty without a palette. */
  readonly palette: Uint8Array;
}

/** The image is damaged, ends early, or is none. */
export class PngError extends Error {}

const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const signature = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];
const longestSide = 1 << 20;

/** Receives `pixels` unfiltered pixels of one row or part of a row; good during the call only. */
export type OnRow = (row: Uint8Array, pixels: number, header: PngHeader) => void;

/** Offered the rows of a whole image before they are unfiltered; true where it needs no {@link OnRow} any more. */
export type OnRows = (rows: FilteredRows) => boolean;

/**
 * Reads the image; at once where the platform unpacks and it is small, else a little at a time.
 * @throws PngError where it is damaged or ends early; rows before that have been handed over.
 */
export async function readPng(
  pull: Pull,
  onRow: OnRow,
  unzlib?: Unzlib,
  onRows?: OnRows,
): Promise<PngHeader> {
  const start = (await pull.take(33)).slice();
  const header = start.length < 33 ? undefined : headerOf(start);
  if (header === undefined) throw new PngError('it has no PNG header');
  let { palette } = header;
  for (;;) {
    const { length, type } = await nextChunk(pull);
    if (type === 'IEND') throw new PngError('it holds no pixels');
    if (type === 'PLTE' && length <= 768) palette = (await pull.take(length)).slice();
    else if (type === 'IDAT') {
      const whole = { ...header, palette };
      const packed = pixelData(pull, length);
      const rest =
        unzlib === undefined ? packed : await readAtOnce(packed, whole, onRow, unzlib, onRows);
      if (rest !== undefined) await readRows(new ChunkPull(inflated(rest, 'zlib')), whole, onRow);
      return whole;
    } else await pull.skip(length);
    await pull.skip(4);
  }
}

function headerOf(bytes: Uint8Array): PngHeader | undefined {
  if (!signature.every((byte, at) => bytes[at] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colour] = [bytes[24], bytes[25]];
  const sound = [1, 2, 4, 8, 16].includes(depth) && colour in channels;
  if (!sound || width === 0 || height === 0 || Math.max(width, height) > longestSide) {
    return undefined;
  }
  if (depth < 8 && colour !== 0 && colour !== 3) return undefined;
  return { width, height, depth, colour, interlaced: bytes[28] === 1, palette: new Uint8Array(0) };
}

async function nextChunk(pull: Pull): Promise<{ length: number; type: string }> {
  const bytes = (await pull.take(8)).slice();
  if (bytes.length < 8) throw new PngError('it ends too early');
  const length = new DataView(bytes.buffer).getUint32(0);
  return { length, type: new TextDecoder('latin1').decode(bytes.subarray(4)) };
}

const stepBytes = 64 * 1024;

async function* pixelData(pull: Pull, first: number): AsyncGenerator<Uint8Array> {
  let left = first;
  for (;;) {
    while (left > 0) {
      const bytes = await pull.take(Math.min(left, stepBytes));
      if (bytes.length === 0) return;
      left -= bytes.length;
      yield bytes;
    }
    await pull.skip(4);
    const next = await nextChunk(pull);
    if (next.type !== 'IDAT') return;
    left = next.length;
  }
}

/** Adam7: first column and row of each pass, and the steps. Passes without columns or rows are left out of the file. */
export const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

async function readRows(pull: Pull, header: PngHeader, onRow: OnRow): Promise<void> {
  const { width, height } = header;
  const whole = [[0, 0, 1, 1]] as const;
  try {
    for (const [x, y, stepX, stepY] of header.interlaced ? adam7 : whole) {
      const columns = Math.ceil((width - x) / stepX);
      const rows = columns > 0 ? Math.ceil((height - y) / stepY) : 0;
      await readPass(pull, header, columns, rows, onRow);
    }
  } catch (error) {
    if (error instanceof InflateError) throw new PngError(error.message);
    throw error;
  }
}

async function readPass(
  pull: Pull,
  header: PngHeader,
  columns: number,
  rows: number,
  onRow: OnRow,
): Promise<void> {
  const { length, back } = rowShape(header, columns);
  let above = new Uint8Array(length);
  let row = new Uint8Array(length);
  for (let at = 0; at < rows; at += 1) {
    const taken = pull.take(length + 1);
    const bytes = taken instanceof Promise ? await taken : taken;
    if (bytes.length < length + 1) throw new PngError(`it ends in row ${at + 1}`);
    row.set(bytes.subarray(1));
    undo(bytes[0], row, above, back);
    onRow(row, columns, header);
    [above, row] = [row, above];
  }
}

/** Bytes of a row, and how far back the byte of the pixel before lies. */
function rowShape({ depth, colour }: PngHeader, columns: number): { length: number; back: number } {
  const bits = depth * channels[colour];
  return { length: Math.ceil((columns * bits) / 8), back: Math.max(1, bits >> 3) };
}

function undo(filter: number, row: Uint8Array, above: Uint8Array, back: number): void {
  if (filter > 4) throw new PngError(`its row filter ${filter} is unknown`);
  unfilter(filter, row, above, back);
}

/** Larger images are unpacked a little at a time. */
const largestAtOnce = 32 * 1024 * 1024;

/** Reads an image that is unpacked in one go; hands back the packed bytes where it is not for that. */
async function readAtOnce(
  packed: AsyncGenerator<Uint8Array>,
  header: PngHeader,
  onRow: OnRow,
  unzlib: Unzlib,
  onRows: OnRows | undefined,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const { width, height, interlaced } = header;
  const { length, back } = rowShape(header, width);
  const size = height * (length + 1);
  if (interlaced || size > largestAtOnce) return packed;
  const all = new ByteBuffer(stepBytes);
  // What deflate cannot pack it stores, with five bytes more for each block.
  const most = size + size / 1024 + 1024;
  /** Where each piece ends: damage shows behind the rows of the pieces before. */
  const ends: number[] = [];
  let more = true;
  while (more && all.length <= most) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await packed.next();
    } catch (error) {
      return again(all, ends, thrower(error));
    }
    if (next.done === true) more = false;
    else {
      all.append(next.value, 0, next.value.length);
      ends.push(all.length);
    }
  }
  const pixels = more ? undefined : unzlib(all.bytes.subarray(0, all.length), size);
  if (pixels?.length !== size) return again(all, ends, packed);
  const samples = channels[header.colour];
  const { depth } = header;
  if (onRows?.({ bytes: pixels, length, pixels: width, depth, samples }) === true) return undefined;
  let above: Uint8Array = new Uint8Array(length);
  for (let start = 0; start < size; start += length + 1) {
    const row = pixels.subarray(start + 1, start + 1 + length);
    undo(pixels[start], row, above, back);
    onRow(row, width, header);
    above = row;
  }
  return undefined;
}

/** The pieces as they came, and what follows. */
async function* again(
  { bytes }: ByteBuffer,
  ends: readonly number[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const end of ends) {
    yield bytes.subarray(from, end);
    from = end;
  }
  yield* rest;
}

/** Nothing but the error. */
function thrower(error: unknown): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(error instanceof Error ? error : new Error(String(error))),
    }),
  };
}
