// Unpacks small zlib streams by Node's own zlib.
// Must not know what is packed.

import { inflateSync } from 'node:zlib';

/** A zlib stream unpacked, at most `length` bytes; undefined where it is damaged, ends early or holds more. */
export function inflate(packed: Uint8Array, length: number): Uint8Array | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: length });
  } catch {
    // Whoever asked has a reader of its own, which says what is wrong and where.
    return undefined;
  }
}
