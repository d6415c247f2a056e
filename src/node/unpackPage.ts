// Node's own gzip and zstd for pages of columns, several times as fast as those in JavaScript.
// Must not know what is packed.

import * as zlib from 'node:zlib';
import type { UnpackPage } from '../core/ports';

type Unpack = typeof zlib.gunzipSync;

/** Node has zstd from 22.15 on. */
const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: Unpack };

/** A larger page is left to whoever reads it otherwise: a small one that is damaged may claim to be as large. */
const largestPage = 256 * 1024 * 1024;
/** Set aside at once at most; more only as bytes come. */
const largestBuffer = 8 * 1024 * 1024;

/** See `UnpackPage` in core/ports.ts. */
export const unpackPage: UnpackPage = (codec, packed, size) => {
  const unpack = codec === 'GZIP' ? zlib.gunzipSync : zstdDecompressSync;
  if (unpack === undefined || size < 1 || size > largestPage) return undefined;
  try {
    // A buffer that is full would be followed by another one.
    const chunkSize = Math.min(largestBuffer, size + 64);
    const { buffer, byteOffset, length } = unpack(packed, { maxOutputLength: size, chunkSize });
    return length === size ? new Uint8Array(buffer, byteOffset, length) : undefined;
  } catch {
    // Whoever reads it otherwise says what is wrong.
    return undefined;
  }
};
