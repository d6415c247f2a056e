// WebP images as red, green and blue bytes, by libwebp in WebAssembly. Of a moving picture the first frame cannot be read.
// Must not know files.

import { readFileSync } from 'node:fs';
import { besideProgram } from '../place';
import type { RgbImage, Size } from './image';
import { exactBuffer, fromRgba, provideImageData } from './rgba';

type Decode = (bytes: Uint8Array) => Promise<RgbImage>;

let loaded: Promise<Decode> | undefined;

/** @throws Error where the image is damaged or moves. */
export async function decodeWebp(bytes: Uint8Array): Promise<RgbImage> {
  loaded ??= load();
  return await (
    await loaded
  )(bytes);
}

async function load(): Promise<Decode> {
  const module = await WebAssembly.compile(readFileSync(besideProgram('webp_dec.wasm')));
  provideImageData();
  const { default: decode, init } = await import('@jsquash/webp/decode.js');
  await init(module);
  return async (bytes) => {
    if (isMoving(bytes)) throw new Error('it is a WebP animation');
    const image = await decode(exactBuffer(bytes)).catch(() => undefined);
    if (image === undefined) throw new Error('it is damaged');
    return fromRgba(image);
  };
}

function isMoving(bytes: Uint8Array): boolean {
  return tagAt(bytes, 12) === 'VP8X' && (bytes[20] & 2) !== 0;
}

/** Of the first chunk (RFC 9649); undefined where the bytes are no WebP image. */
export function webpSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 30 || tagAt(bytes, 0) !== 'RIFF' || tagAt(bytes, 8) !== 'WEBP') {
    return undefined;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const three = (at: number): number => view.getUint16(at, true) + bytes[at + 2] * 65_536;
  switch (tagAt(bytes, 12)) {
    case 'VP8X':
      return { width: three(24) + 1, height: three(27) + 1 };
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return undefined;
  }
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
