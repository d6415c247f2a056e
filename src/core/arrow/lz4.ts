// LZ4 frames (github.com/lz4/lz4, lz4_Frame_format.md), blocks linked or not, into a buffer of known size.
// Must not know what is packed. Checksums are not compared; damaged data throws a RangeError.

const magic = 0x184d2204;

/** Unpacks a frame into `size` bytes. */
export function unpackLz4Frame(input: Uint8Array, size: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (view.getUint32(0, true) !== magic) throw new RangeError('it is no LZ4 frame');
  const flags = input[4];
  let at = 6 + (flags & 8 ? 8 : 0) + (flags & 1 ? 4 : 0) + 1;
  const out = new Uint8Array(size);
  let written = 0;
  for (;;) {
    const header = view.getUint32(at, true);
    at += 4;
    if (header === 0) break;
    const length = header & 0x7fffffff;
    const block = input.subarray(at, at + length);
    if (block.length < length) throw new RangeError('an LZ4 block is cut off');
    written = header >>> 31 === 1 ? copied(block, out, written) : unpackBlock(block, out, written);
    at += length + (flags & 16 ? 4 : 0);
  }
  if (written !== size)
    throw new RangeError('an LZ4 frame holds another number of bytes than it should');
  return out;
}

function copied(block: Uint8Array, out: Uint8Array, at: number): number {
  if (at + block.length > out.length) throw new RangeError('an LZ4 frame holds too many bytes');
  out.set(block, at);
  return at + block.length;
}

/** One block behind what is in `out` up to `start`, which it may refer to; answers the new end. */
function unpackBlock(block: Uint8Array, out: Uint8Array, start: number): number {
  let from = 0;
  let to = start;
  const extended = (length: number): number => {
    if (length < 15) return length;
    let sum = length;
    for (let byte = 255; byte === 255;) {
      if (from >= block.length) throw new RangeError('an LZ4 block is cut off');
      byte = block[from++];
      sum += byte;
    }
    return sum;
  };
  while (from < block.length) {
    const token = block[from++];
    const literals = extended(token >> 4);
    to = copied(block.subarray(from, from + literals), out, to);
    from += literals;
    if (from >= block.length) break;
    const distance = block[from] | (block[from + 1] << 8);
    from += 2;
    const length = extended(token & 15) + 4;
    if (distance === 0 || distance > to || to + length > out.length) {
      throw new RangeError('an LZ4 block is damaged');
    }
    for (let end = to + length; to < end; to += 1) out[to] = out[to - distance];
  }
  return to;
}
