// Filters of HDF5 chunks undone: deflate, shuffle, LZF; checksums are cut off. Others are refused by name.
// Must not know files.

import { unzlibSync } from 'fflate';
import type { Filter } from './dataset';

const known: Readonly<Partial<Record<number, string>>> = {
  4: 'szip',
  6: 'scale-offset',
  32_001: 'Blosc',
  32_004: 'LZ4',
  32_008: 'bitshuffle',
  32_015: 'Zstandard',
  32_026: 'Blosc 2',
};

/** Undoes the filters of a chunk, the last first. `size` is what it unpacks to. Throws an `Error` where it cannot. */
export function unfilter(
  bytes: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  size: number,
): Uint8Array {
  let data = bytes;
  filters
    .map((filter, at) => ({ filter, skipped: ((mask >> at) & 1) === 1 }))
    .toReversed()
    .forEach(({ filter, skipped }) => {
      if (!skipped) data = undo(data, filter, size);
    });
  return data;
}

function undo(data: Uint8Array, { id, name, values }: Filter, size: number): Uint8Array {
  switch (id) {
    case 1:
      return unzlibSync(data, { out: new Uint8Array(size + 4) });
    case 2:
      return unshuffle(data, values.at(0) ?? 1);
    case 3:
      return data.subarray(0, -4);
    case 5:
      return data;
    case 32_000:
      return unpackLzf(data, size);
    default:
      throw new RangeError(
        `its filter ${known[id] ?? (name || id.toString())} is not known here; save it anew with another one ` +
          '(h5repack -f GZIP=4 in.h5 out.h5)',
      );
  }
}

/** All first bytes of the elements, then all second bytes …: put together again. */
function unshuffle(data: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(data.length / size);
  const out = data.slice();
  for (let byte = 0; byte < size; byte += 1) {
    for (let at = 0; at < count; at += 1) out[at * size + byte] = data[byte * count + at];
  }
  return out;
}

/** LZF as h5py writes it: literal runs, and copies of what is already there. */
function unpackLzf(data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let to = 0;
  for (let at = 0; at < data.length;) {
    const control = data[at++];
    if (control < 32) {
      out.set(data.subarray(at, at + control + 1).subarray(0, size - to), to);
      at += control + 1;
      to += control + 1;
      continue;
    }
    let length = control >> 5;
    if (length === 7) length += data[at++];
    const from = to - ((control & 31) << 8) - data[at++] - 1;
    if (from < 0 || to + length + 2 > size) throw new RangeError('a chunk is damaged');
    for (let end = to + length + 2, source = from; to < end; to += 1, source += 1)
      out[to] = out[source];
  }
  return out;
}
