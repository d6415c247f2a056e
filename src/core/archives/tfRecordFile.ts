// The bytes of a TFRecord file, unpacked where it was written with a compression (tf.io.TFRecordOptions).
// Must not know records. The first bytes say how a file is packed: its name need not.

import { ChunkPull, openPull, type Pull } from '../bytes/pull';
import type { ByteInput } from '../ports';
import { SourceError } from '../ports';
import { inflated, InflateError } from './inflate';

type Packing = 'gzip' | 'zlib' | undefined;

/** A zlib file may grow by as much as gzip's may: to this at least, else so many times its size. */
const growth = { free: 1024 ** 3, ratio: 300 };

/** Bytes of a record's length and of the checksum behind it. */
const headBytes = 12;

/**
 * Records begin with a length of 64 bits, whose upper half is 0 in any file of sense; so may be the time in gzip's head.
 * Where the checksum behind the length is right, the file begins with a record, whatever its length looks like.
 */
function packingOf(head: Uint8Array): Packing {
  if (head.length < 8 || beginsWithRecord(head)) return undefined;
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip';
  if (head.subarray(4, 8).every((byte) => byte === 0)) return undefined;
  return head[0] === 0x78 && (head[0] * 256 + head[1]) % 31 === 0 ? 'zlib' : undefined;
}

function beginsWithRecord(head: Uint8Array): boolean {
  if (head.length < headBytes) return false;
  const sum = crc32c(head.subarray(0, 8));
  // TensorFlow masks its checksums, as those of checksums are weak.
  const masked = (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return view.getUint32(8, true) === masked;
}

/** CRC-32C (Castagnoli), bit by bit: eight bytes a file. */
function crc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ ((sum & 1) * 0x82f63b78);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** Reads the unpacked bytes forward. A damaged zlib file ends where it is damaged. */
export async function openRecords(input: ByteInput, path: string): Promise<Pull> {
  const packing = packingOf(await input.read(path, 0, headBytes));
  if (packing === undefined) return openPull(input, path);
  if (packing === 'gzip') return new ChunkPull(input.chunks(path, { gunzip: true }));
  const most = Math.max(growth.free, (await input.size(path)) * growth.ratio);
  return new ChunkPull(bounded(inflated(input.chunks(path), 'zlib'), most, path));
}

async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  path: string,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > most) {
        const message = `“${path}” unpacks to more than ${growth.ratio} times its size. Unpack it yourself to have it counted.`;
        throw new SourceError('too-large', path, message);
      }
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    // The records then end too early, which is said with their number.
  }
}

/** As many unpacked bytes as the first bytes of a packed file hold; undefined where it is not packed. */
export async function unpackedHead(head: Uint8Array): Promise<Uint8Array | undefined> {
  const packing = packingOf(head);
  if (packing === undefined) return undefined;
  const parts: Uint8Array[] = [];
  try {
    for await (const part of inflated([head], packing, headLimit)) parts.push(part);
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    // The head of a larger file ends in the middle.
  }
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const headLimit = 4 * 1024 * 1024;
