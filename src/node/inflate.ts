// Unpacks small zlib streams by Node's own zlib.
// Must not know what is packed.

import { inflateSync } from 'node:zlib';

/** Zlib works in blocks of no fewer bytes. */
const leastBlock = 64;

/** A zlib stream unpacked, at most `length` bytes; undefined where it is damaged, ends early or holds more. */
export function inflate(packed: Uint8Array, length: number): Uint8Array | undefined {
  try {
    // In one block, which Node else puts together from small ones.
    const chunkSize = Math.max(leastBlock, length);
    const { buffer, byteOffset, byteLength } = inflateSync(packed, {
      ...{ maxOutputLength: length, chunkSize },
    });
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch {
    // Whoever asked has a reader of its own, which says what is wrong and where.
    return undefined;
  }
}
