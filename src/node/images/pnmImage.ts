// PGM and PPM images (P2, P3, P5, P6 of Netpbm) as red, green and blue bytes.
// Must not know files. Values above 255 are scaled down; of several images in a file the first is read.

import type { RgbImage, Size } from './image';

interface PnmHeader extends Size {
  readonly channels: 1 | 3;
  /** Numbers in decimal digits. */
  readonly isPlain: boolean;
  /** The value that is white, from 1 to 65535. */
  readonly white: number;
  /** Where the pixels begin. */
  readonly pixels: number;
}

/** Undefined where the bytes are no such image. */
export function pnmSize(bytes: Uint8Array): Size | undefined {
  return headerOf(bytes);
}

/** @throws Error where the image is damaged or ends early. */
export function decodePnm(bytes: Uint8Array): RgbImage {
  const header = headerOf(bytes);
  if (header === undefined) throw new Error('its header cannot be read');
  const { width, height, channels, white } = header;
  const next = header.isPlain ? plainValues(bytes, header) : packedValues(bytes, header);
  const pixels = new Uint8Array(width * height * 3);
  const byteOf = (value: number): number => {
    if (value > white) throw new Error('it has a value above its white');
    return white === 255 ? value : Math.round((value * 255) / white);
  };
  for (let at = 0; at < pixels.length; at += 3) {
    const red = byteOf(next());
    pixels[at] = red;
    pixels[at + 1] = channels === 1 ? red : byteOf(next());
    pixels[at + 2] = channels === 1 ? red : byteOf(next());
  }
  return { width, height, pixels };
}

function packedValues(bytes: Uint8Array, { white, pixels }: PnmHeader): () => number {
  const wide = white > 255;
  let at = pixels;
  return () => {
    if (at + (wide ? 2 : 1) > bytes.length) throw new Error('it ends early');
    if (!wide) return bytes[at++];
    at += 2;
    return bytes[at - 2] * 256 + bytes[at - 1];
  };
}

function plainValues(bytes: Uint8Array, { pixels }: PnmHeader): () => number {
  let at = pixels;
  return () => {
    const number = numberAt(bytes, at);
    if (number === undefined) throw new Error('it ends early');
    at = number.end;
    return number.value;
  };
}

function headerOf(bytes: Uint8Array): PnmHeader | undefined {
  const kind = bytes[1] - 0x30;
  if (bytes[0] !== 0x50 || ![2, 3, 5, 6].includes(kind)) return undefined;
  const width = numberAt(bytes, 2);
  const height = width && numberAt(bytes, width.end);
  const white = height && numberAt(bytes, height.end);
  if (white === undefined || white.value < 1 || white.value > 65_535) return undefined;
  return {
    ...{ width: width?.value ?? 0, height: height?.value ?? 0, white: white.value },
    ...{ channels: kind % 3 === 0 ? 3 : 1, isPlain: kind < 4 },
    // One blank stands between the header and packed pixels.
    pixels: white.end + 1,
  };
}

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 9 && byte <= 13);
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** The next number after blanks and comments, of at most nine digits; undefined where there is none. */
function numberAt(
  bytes: Uint8Array,
  from: number,
): { readonly value: number; readonly end: number } | undefined {
  let at = from;
  for (; at < bytes.length && (isBlank(bytes[at]) || bytes[at] === 0x23); at++) {
    if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 10) at += 1;
  }
  const start = at;
  let value = 0;
  for (; at < bytes.length && isDigit(bytes[at]); at++) value = value * 10 + bytes[at] - 0x30;
  return at === start || at - start > 9 ? undefined : { value, end: at };
}
