// A small PNG image read at once, where the host unpacks zlib: much faster than row by row, for images that are as usual.
// Must not know what the pixels mean. Whatever is unusual or damaged is for readPng, which says what and where.

import type { Inflate } from '../ports';
import { filterStep, headerOf, type OnRow, type PngHeader, rowBytes, unfilter } from './png';

/** Larger files are read little by little. */
export const wholeBytes = 4 * 1024 * 1024;
/** Unpacked pixels of a larger image are read row by row, so that memory stays small. */
const mostPixelBytes = 16 * 1024 * 1024;
const chunkFrame = 12;

/** Hands over all rows and answers the header; undefined where the image is for `readPng`, and no row was handed over. */
export function readWholePng(
  bytes: Uint8Array,
  inflate: Inflate,
  onRow: OnRow,
): PngHeader | undefined {
  const header = bytes.length < 33 ? undefined : headerOf(bytes);
  if (header === undefined || header.interlaced) return undefined;
  const length = rowBytes(header, header.width);
  const size = (length + 1) * header.height;
  const parts = size > mostPixelBytes ? undefined : partsOf(bytes);
  const pixels = parts === undefined ? undefined : inflate(joined(parts.pixels), size);
  if (parts === undefined || pixels?.length !== size) return undefined;
  const back = filterStep(header);
  const rows: Uint8Array[] = [];
  let above: Uint8Array = new Uint8Array(length);
  for (let at = 0; at < size; at += length + 1) {
    const row = pixels.subarray(at + 1, at + 1 + length);
    if (pixels[at] > 4) return undefined;
    unfilter(pixels[at], row, above, back);
    rows.push(row);
    above = row;
  }
  const whole = { ...header, palette: parts.palette };
  for (const row of rows) onRow(row, header.width, whole);
  return whole;
}

/** The palette before the pixels, and the packed pixels; undefined where the chunks do not hold them all. */
function partsOf(bytes: Uint8Array): { palette: Uint8Array; pixels: Uint8Array[] } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixels: Uint8Array[] = [];
  let palette = new Uint8Array(0);
  for (let at = 33; at + chunkFrame <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (end + 4 > bytes.length) return undefined;
    if (type === 'IDAT') pixels.push(bytes.subarray(at + 8, end));
    else if (pixels.length > 0) return { palette, pixels };
    else if (type === 'IEND') return undefined;
    else if (type === 'PLTE' && length <= 768) palette = bytes.slice(at + 8, end);
    at = end + 4;
  }
  return undefined;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
