// Windows bitmaps as red, green and blue bytes: 1, 4, 8, 16, 24 and 32 bits a pixel, plain, run-length coded or by masks.
// Must not know files. Alpha is dropped.

import { bmpHeader, type BmpHeader } from './bmpHeader';
import type { RgbImage, Size } from './image';

/** Undefined where the bytes are no bitmap that can be read. */
export function bmpSize(bytes: Uint8Array): Size | undefined {
  return bmpHeader(bytes);
}

/** @throws Error where the image is damaged, ends early or is of another kind. */
export function decodeBmp(bytes: Uint8Array): RgbImage {
  const header = bmpHeader(bytes);
  if (header === undefined) throw new Error('its bitmap header cannot be read');
  const { width, height, coding, bits, topDown } = header;
  const image = { width, height, pixels: new Uint8Array(width * height * 3) };
  const rowOf = (line: number): number => (topDown ? line : height - 1 - line);
  const colours = bits <= 8 ? paletteOf(bytes, header) : undefined;
  if (coding === 1 || coding === 2) {
    if (colours === undefined) throw new Error('its run-length coding needs a palette');
    putRuns(bytes, header, (x, line, index) => {
      put(image, (rowOf(line) * width + x) * 3, colours, index * 3);
    });
    return image;
  }
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (header.pixels + stride * height > bytes.length) throw new Error('it ends early');
  for (let line = 0; line < height; line++) {
    const row = bytes.subarray(header.pixels + line * stride, header.pixels + (line + 1) * stride);
    const to = rowOf(line) * width * 3;
    if (colours === undefined) putColours(row, header, image, to);
    else putIndexes(row, header, colours, image, to);
  }
  return image;
}

/** Red, green, blue a colour, 256 of them: black where the file has fewer. */
function paletteOf(bytes: Uint8Array, { palette }: BmpHeader): Uint8Array {
  const colours = new Uint8Array(768);
  for (let i = 0; i < palette.count; i++) {
    for (let c = 0; c < 3; c++) colours[i * 3 + c] = bytes[palette.at + i * palette.size + 2 - c];
  }
  return colours;
}

function putIndexes(
  row: Uint8Array,
  { width, bits }: BmpHeader,
  colours: Uint8Array,
  image: RgbImage,
  to: number,
): void {
  for (let x = 0; x < width; x++) {
    const bit = x * bits;
    const index = (row[bit >> 3] >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
    put(image, to + x * 3, colours, index * 3);
  }
}

function putColours(row: Uint8Array, header: BmpHeader, image: RgbImage, to: number): void {
  const { width, bits, masks } = header;
  const step = bits / 8;
  if (bits === 24) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) image.pixels[to + x * 3 + c] = row[x * 3 + 2 - c];
    }
    return;
  }
  const parts = masks.map(partOf);
  for (let x = 0; x < width; x++) {
    let value = 0;
    for (let k = step - 1; k >= 0; k--) value = value * 256 + row[x * step + k];
    for (const [c, part] of parts.entries()) image.pixels[to + x * 3 + c] = part(value);
  }
}

/** What a mask cuts out of a pixel, brought to the range of a byte. */
function partOf(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const low = mask & -mask;
  const most = (mask >>> 0) / (low >>> 0);
  return (value) => Math.floor((((value & mask) >>> 0) / (low >>> 0) / most) * 255);
}

/** What is skipped over keeps the first colour of the palette. */
function putRuns(
  bytes: Uint8Array,
  { width, height, coding, pixels }: BmpHeader,
  set: (x: number, line: number, index: number) => void,
): void {
  const half = coding === 2;
  for (let line = 0; line < height; line++) for (let x = 0; x < width; x++) set(x, line, 0);
  let [x, line] = [0, 0];
  const one = (index: number): void => {
    if (x < width && line < height) set(x, line, index);
    x += 1;
  };
  const indexIn = (byte: number, k: number): number => {
    if (!half) return byte;
    return k % 2 === 0 ? byte >> 4 : byte & 15;
  };
  for (let at = pixels; ;) {
    if (at + 1 >= bytes.length) throw new Error('it ends early');
    const [count, value] = [bytes[at], bytes[at + 1]];
    at += 2;
    if (count > 0) for (let k = 0; k < count; k++) one(indexIn(value, k));
    else if (value === 0) [x, line] = [0, line + 1];
    else if (value === 1) return;
    else if (value === 2) {
      [x, line] = [x + bytes[at], line + bytes[at + 1]];
      at += 2;
    } else {
      const length = half ? Math.ceil(value / 2) : value;
      if (at + length > bytes.length) throw new Error('it ends early');
      for (let k = 0; k < value; k++) one(indexIn(bytes[at + (half ? k >> 1 : k)], k));
      at += length + (length % 2);
    }
  }
}

function put(image: RgbImage, to: number, colours: Uint8Array, from: number): void {
  for (let c = 0; c < 3; c++) image.pixels[to + c] = colours[from + c];
}
