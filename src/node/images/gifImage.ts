// The first frame of a GIF image as red, green and blue bytes (GIF89a).
// Must not know files. Transparency is dropped; what the frame leaves free has the background's colour.

import { unpacked } from './gifCodes';
import { mostPixels, type RgbImage, type Size } from './image';

/** Undefined where the bytes are no GIF image. */
export function gifSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 13 || !/^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)))) {
    return undefined;
  }
  return { width: bytes[6] + 256 * bytes[7], height: bytes[8] + 256 * bytes[9] };
}

interface Frame extends Size {
  readonly left: number;
  readonly top: number;
  readonly interlaced: boolean;
  /** Red, green, blue a colour. */
  readonly colours: Uint8Array;
  /** Where the image data begin. */
  readonly at: number;
}

/** @throws Error where the image is damaged or ends early. */
export function decodeGif(bytes: Uint8Array): RgbImage {
  const size = gifSize(bytes);
  if (size === undefined) throw new Error('its GIF header cannot be read');
  const shared = tableOf(bytes, 13, bytes[10]);
  const frame = firstFrame(bytes, 13 + shared.length, shared);
  const { width, height } = size;
  const image = { width, height, pixels: new Uint8Array(width * height * 3) };
  const background = bytes[11] * 3;
  if (frame.width < width || frame.height < height) {
    for (let at = 0; at < image.pixels.length; at++) {
      image.pixels[at] = shared.at(background + (at % 3)) ?? 0;
    }
  }
  const indexes = unpacked(bytes, frame.at, frame.width * frame.height);
  for (let row = 0, from = 0; row < frame.height; row++) {
    const y = frame.top + (frame.interlaced ? interlacedRow(row, frame.height) : row);
    for (let column = 0; column < frame.width; column++, from++) {
      const x = frame.left + column;
      if (x >= width || y >= height) continue;
      for (let c = 0; c < 3; c++) {
        image.pixels[(y * width + x) * 3 + c] = frame.colours.at(indexes[from] * 3 + c) ?? 0;
      }
    }
  }
  return image;
}

/** The colour table that the flags announce; empty where they do not. */
function tableOf(bytes: Uint8Array, at: number, flags: number): Uint8Array {
  if ((flags & 0x80) === 0) return new Uint8Array(0);
  return bytes.subarray(at, at + 3 * 2 ** ((flags & 7) + 1));
}

function firstFrame(bytes: Uint8Array, start: number, shared: Uint8Array): Frame {
  for (let at = start; at < bytes.length;) {
    const kind = bytes[at];
    if (kind === 0x21) {
      at = afterBlocks(bytes, at + 2);
      continue;
    }
    if (kind !== 0x2c || at + 10 >= bytes.length) break;
    const word = (offset: number): number => bytes[at + offset] + 256 * bytes[at + offset + 1];
    const flags = bytes[at + 9];
    const own = tableOf(bytes, at + 10, flags);
    const colours = own.length > 0 ? own : shared;
    const [left, top, width, height] = [word(1), word(3), word(5), word(7)];
    if (width === 0 || height === 0) throw new Error('its first frame is empty');
    if (width * height > mostPixels) throw new Error('it has too many pixels');
    const interlaced = (flags & 0x40) !== 0;
    return { left, top, width, height, interlaced, colours, at: at + 10 + own.length };
  }
  throw new Error('it holds no frame');
}

/** Behind a chain of blocks, each with its length before it, that an empty one ends. */
function afterBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at] + 1;
  return at + 1;
}

/** Rows come 8 apart, then what lies between them. */
function interlacedRow(row: number, height: number): number {
  let left = row;
  for (const [first, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ]) {
    const rows = height > first ? Math.ceil((height - first) / step) : 0;
    if (left < rows) return first + left * step;
    left -= rows;
  }
  return row;
}
