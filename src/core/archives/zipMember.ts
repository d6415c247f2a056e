// The bytes of one member of a zip archive, stored or deflated, as a forward reader.
// Must not know what the members are.

import { ChunkPull, type Pull, RangedPull } from '../bytes/pull';
import { inflated } from './inflate';
import { memberStart, type RangeReader, type ZipMember } from './zipDirectory';

/** Why a member cannot be read, or a reader of its bytes. Reading may throw an `InflateError`. */
export async function openMember(
  read: RangeReader,
  member: ZipMember,
): Promise<Pull | { readonly refused: string }> {
  if (member.encrypted) return { refused: 'it is encrypted' };
  if (member.method !== 0 && member.method !== 8) {
    return { refused: `its compression method ${member.method} is unknown` };
  }
  const start = await memberStart(read, member);
  if (start === undefined) return { refused: 'its header is damaged' };
  const end = start + member.packed;
  if (member.method === 0) return new RangedPull(read, start, end);
  return new ChunkPull(inflated(packedChunks(read, start, end), 'deflate', member.size));
}

const chunkBytes = 64 * 1024;

async function* packedChunks(
  read: RangeReader,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += chunkBytes) {
    const bytes = await read(at, Math.min(end, at + chunkBytes));
    if (bytes.length === 0) return;
    yield bytes;
  }
}
