// Run-length and bit-packed indexes of a dictionary, as Parquet's pages hold them: how often each occurs, and where first.
// Must not know what an entry is.

import { INDEX_COUNTS, INDEX_FIRSTS } from './memory';

/** Bytes read so far lead up to here. */
let place: u32 = 0;
/** True where the bytes end before the numbers do, or make no sense. */
let damaged: bool = false;

function byteAt(to: u32): u32 {
  if (place >= to) {
    damaged = true;
    return 0;
  }
  const byte = load<u8>(place);
  place += 1;
  return byte;
}

/** A number of seven bits a byte, the lowest first. */
function varint(to: u32): u32 {
  let value: u32 = 0;
  for (let shift: u32 = 0; shift < 35; shift += 7) {
    const byte = byteAt(to);
    value |= (byte & 127) << shift;
    if (byte < 128) return value;
  }
  damaged = true;
  return 0;
}

/** Counts `times` rows of an index, the first of them `row`. */
function note(index: u32, row: u32, times: u32): void {
  const at = INDEX_COUNTS + index * 4;
  const before = load<u32>(at);
  if (before == 0) store<u32>(INDEX_FIRSTS + index * 4, row);
  store<u32>(at, before + times);
}

/** Counts packed numbers from `place` on; false where one lies outside the dictionary. */
function countPacked(width: u32, row: u32, count: u32, size: u32): bool {
  const mask: u64 = ((1 as u64) << (width as u64)) - 1;
  let bit: u32 = 0;
  for (let at: u32 = 0; at < count; at++) {
    const word = load<u64>(place + (bit >> 3)) >> ((bit & 7) as u64);
    const index = (word & mask) as u32;
    if (index >= size) return false;
    note(index, row + at, 1);
    bit += width;
  }
  return true;
}

/**
 * Counts `rows` indexes of `width` bits, 1 to 24, that lie from `from` up to `to`; the dictionary has `size` entries.
 * False where they end too early or lie outside the dictionary.
 */
export function countIndexes(from: u32, to: u32, width: u32, rows: u32, size: u32): bool {
  memory.fill(INDEX_COUNTS, 0, (size * 4) as usize);
  place = from;
  damaged = false;
  for (let row: u32 = 0; row < rows;) {
    const header = varint(to);
    const length = header >> 1;
    const left = rows - row;
    if (damaged) return false;
    if ((header & 1) == 1) {
      const count = length >= (left + 7) / 8 ? left : length * 8;
      if (((count as u64) * (width as u64) + 7) / 8 > ((to - place) as u64)) return false;
      if (!countPacked(width, row, count, size)) return false;
      // A last group may say that it is longer than the page.
      const behind = (place as u64) + (length as u64) * (width as u64);
      place = behind > (to as u64) ? to : (behind as u32);
      row += count;
    } else {
      let index: u32 = 0;
      for (let shift: u32 = 0; shift < width; shift += 8) index |= byteAt(to) << shift;
      if (damaged || length == 0 || index >= size) return false;
      const count = length > left ? left : length;
      note(index, row, count);
      row += count;
    }
  }
  return true;
}
