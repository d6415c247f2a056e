// Node's own inflate, several times as fast as one in JavaScript, for streams that fit into memory.
// Must not know what is packed.

import { inflateSync } from 'node:zlib';

/** See `Unzlib` in core/ports.ts. */
export function unzlib(packed: Uint8Array, limit: number): Uint8Array | undefined {
  if (limit < 1) return undefined;
  try {
    // One buffer of the whole size: the default grows by copies of 16 KB.
    const options = { maxOutputLength: limit, chunkSize: Math.max(64, limit) };
    const { buffer, byteOffset, length } = inflateSync(packed, options);
    // A plain array: the `slice` of Node's own kind would share its bytes.
    return new Uint8Array(buffer, byteOffset, length);
  } catch {
    // Whoever reads it a little at a time finds the place, and says what is wrong.
    return undefined;
  }
}
