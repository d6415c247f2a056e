// A PNG image as red, green and blue bytes, whatever its colour type, depth and order of rows.
// Must not know files; alpha is dropped, as image loaders of training code do.

import { ChunkPull } from '../../core/bytes/pull';
import { adam7, type OnRow, type PngHeader, readPng } from '../../core/images/png';
import { unzlib } from '../unzlib';
import type { RgbImage, Size } from './image';

/** Of the header; undefined where the bytes are no PNG image. */
export function pngSize(bytes: Uint8Array): Size | undefined {
  const isPng = [0x89, 0x50, 0x4e, 0x47].every((byte, at) => bytes[at] === byte);
  if (!isPng || bytes.length < 24) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** @throws PngError where the image is damaged or ends early. */
export async function decodePng(bytes: Uint8Array): Promise<RgbImage> {
  let target: RgbImage | undefined;
  let places = [][Symbol.iterator]() as Iterator<Place>;
  const onRow: OnRow = (row, pixels, header) => {
    if (target === undefined) {
      const { width, height } = header;
      target = { width, height, pixels: new Uint8Array(width * height * 3) };
      places = placesOf(header);
    }
    const place = places.next();
    if (place.done !== true) putRow(target, row, pixels, header, place.value);
  };
  await readPng(new ChunkPull([bytes]), onRow, unzlib);
  if (target === undefined) throw new Error('it holds no pixels');
  return target;
}

/** Where the next row goes: its first pixel, and the columns between its pixels. */
interface Place {
  readonly first: number;
  readonly step: number;
}

function* placesOf({ width, height, interlaced }: PngHeader): Generator<Place, void> {
  for (const [x, y, stepX, stepY] of interlaced ? adam7 : ([[0, 0, 1, 1]] as const)) {
    if (x >= width) continue;
    for (let row = y; row < height; row += stepY) yield { first: row * width + x, step: stepX };
  }
}

function putRow(
  to: RgbImage,
  row: Uint8Array,
  pixels: number,
  { depth, colour, palette }: PngHeader,
  { first, step }: Place,
): void {
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 1;
  const bytes = Math.max(1, depth >> 3);
  const gray = colour === 0 ? 255 / (2 ** Math.min(depth, 8) - 1) : 1;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = (first + pixel * step) * 3;
    if (colour === 2 || colour === 6) {
      // The upper byte of two is the one that eight bits keep.
      for (let c = 0; c < 3; c++) to.pixels[at + c] = row[(pixel * samples + c) * bytes];
      continue;
    }
    const value = depth < 8 ? bitsAt(row, pixel, depth) : row[pixel * samples * bytes];
    for (let c = 0; c < 3; c++) {
      to.pixels[at + c] = colour === 3 ? (palette[value * 3 + c] ?? 0) : value * gray;
    }
  }
}

function bitsAt(row: Uint8Array, pixel: number, depth: number): number {
  const bit = pixel * depth;
  return (row[bit >> 3] >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}
