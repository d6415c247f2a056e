// Parquet's run-length and bit-packed numbers: how often each occurs, and in which row first.
// Must not know what the numbers stand for. Loads may reach eight bytes past the end, which is never past the padding.

import { FIRST_ROWS, INDEX_COUNTS, WIDEST_INDEX } from './memory';

/** Four tallies at once cost their clearing and their sum. */
const WORTH_LANES: u32 = 8;

/** Where the next run begins while one page is read; 0 once the page has turned out to be damaged. */
let at: u32 = 0;
let end: u32 = 0;
/** Bytes from one tally to the next; 0 where there is one only. */
let lane: u32 = 0;

/** Counts `count` numbers of `width` bits, at {@link INDEX_COUNTS}; false where they end too early or are too wide. */
export function countHybrid(from: u32, to: u32, width: u32, count: u32): bool {
  if (width == 0 || width > WIDEST_INDEX) return false;
  const size: u32 = (1 as u32) << width;
  lane = count / WORTH_LANES >= size ? size * 4 : 0;
  memory.fill(INDEX_COUNTS, 0, (lane == 0 ? size * 4 : size * 16) as usize);
  at = from;
  end = to;
  for (let seen: u32 = 0; seen < count;) {
    const run = nextRun(width, count - seen);
    if (run == 0) return false;
    const numbers = (run >> 1) as u32;
    if ((run & 1) == 0) add(INDEX_COUNTS + value * 4, numbers);
    else if (!countPacked(packedAt, width, numbers)) return false;
    seen += numbers;
  }
  if (lane != 0) sumLanes(size);
  return true;
}

/** As above, with the first row of each number, from 1, at {@link FIRST_ROWS}. */
export function firstRows(from: u32, to: u32, width: u32, count: u32): bool {
  if (width == 0 || width > WIDEST_INDEX) return false;
  memory.fill(FIRST_ROWS, 0, (4 << width) as usize);
  at = from;
  end = to;
  for (let seen: u32 = 0; seen < count;) {
    const run = nextRun(width, count - seen);
    if (run == 0) return false;
    const numbers = (run >> 1) as u32;
    if ((run & 1) == 0) see(value, seen + 1);
    else if (!isThere(packedAt, width, numbers)) return false;
    else {
      const mask = (1 << width) - 1;
      let bit: u64 = 0;
      for (let row: u32 = 1; row <= numbers; row++, bit += width) {
        see(numberAt(packedAt, bit) & mask, seen + row);
      }
    }
    seen += numbers;
  }
  return true;
}

/** What {@link nextRun} has found: the number that is repeated, or where the packed ones begin. */
let value: u32 = 0;
let packedAt: u32 = 0;

/** The numbers of the next run that has any, at most `left`, times two, and one more where they are packed; 0 where it is damaged. */
function nextRun(width: u32, left: u32): u64 {
  while (true) {
    const header = varint();
    if (at == 0) return 0;
    const length = header >> 1;
    if ((header & 1) == 0) {
      const bytes = (width + 7) >> 3;
      if (length == 0 || end - at < bytes) return 0;
      value = load<u32>(at) & (((1 as u32) << (bytes * 8)) - 1);
      if (value >> width != 0) return 0;
      at += bytes;
      return (min(length, left) as u64) << 1;
    }
    packedAt = at;
    // Behind the end of the page lies nothing that is read: the last run may be shorter than it says.
    at = min((at as u64) + (length as u64) * (width as u64), end as u64) as u32;
    if (length > 0) return (min((length as u64) * 8, left as u64) << 1) | 1;
  }
}

/** Moves {@link at}, to 0 where there is no such number. */
function varint(): u32 {
  let number: u32 = 0;
  for (let shift: u32 = 0; shift < 35 && at < end; shift += 7) {
    const byte = load<u8>(at) as u32;
    at += 1;
    number |= (byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
  at = 0;
  return 0;
}

function isThere(from: u32, width: u32, numbers: u32): bool {
  return ((numbers as u64) * (width as u64) + 7) >> 3 <= ((end - from) as u64);
}

function add(place: u32, numbers: u32): void {
  store<u32>(place, load<u32>(place) + numbers);
}

function numberAt(from: u32, bit: u64): u32 {
  return (load<u64>(from + ((bit >> 3) as u32)) >> (bit & 7)) as u32;
}

function see(number: u32, row: u32): void {
  const place = FIRST_ROWS + number * 4;
  if (load<u32>(place) == 0) store<u32>(place, row);
}

/** Eight numbers lie in `width` bytes. */
function countPacked(from: u32, width: u32, numbers: u32): bool {
  if (!isThere(from, width, numbers)) return false;
  const eights = numbers >> 3;
  if (width == 1) countBits(from, eights);
  else if (width <= 14) countNarrow(from, width, eights);
  else countWide(from, width, eights);
  const mask = (1 << width) - 1;
  let bit: u64 = 0;
  for (let left = numbers & 7; left > 0; left--, bit += width) {
    add(INDEX_COUNTS + (numberAt(from + eights * width, bit) & mask) * 4, 1);
  }
  return true;
}

function countBits(from: u32, bytes: u32): void {
  let ones: u32 = 0;
  let place = from;
  for (const to = from + (bytes & ~7); place < to; place += 8) {
    ones += popcnt(load<u64>(place)) as u32;
  }
  for (const to = from + bytes; place < to; place++) ones += popcnt(load<u8>(place) as u32);
  add(INDEX_COUNTS, bytes * 8 - ones);
  add(INDEX_COUNTS + 4, ones);
}

/** Two loads hold eight numbers of up to 14 bits. Four tallies: adding to the number before would wait for it. */
function countNarrow(from: u32, width: u32, eights: u32): void {
  const mask: u64 = (((1 as u64) << (width as u64)) - 1) << 2;
  const half = (width * 4) >> 3;
  const behind = ((width * 4) & 7) as u64;
  const step = width as u64;
  const base = INDEX_COUNTS;
  const second = base + lane;
  const third = second + lane;
  const fourth = third + lane;
  for (let place = from, to = from + eights * width; place < to; place += width) {
    const low = load<u64>(place);
    const high = load<u64>(place + half) >> behind;
    add(base + (((low << 2) & mask) as u32), 1);
    add(second + (((low >> (step - 2)) & mask) as u32), 1);
    add(third + (((low >> (step * 2 - 2)) & mask) as u32), 1);
    add(fourth + (((low >> (step * 3 - 2)) & mask) as u32), 1);
    add(base + (((high << 2) & mask) as u32), 1);
    add(second + (((high >> (step - 2)) & mask) as u32), 1);
    add(third + (((high >> (step * 2 - 2)) & mask) as u32), 1);
    add(fourth + (((high >> (step * 3 - 2)) & mask) as u32), 1);
  }
}

function countWide(from: u32, width: u32, eights: u32): void {
  const mask = ((1 as u32) << width) - 1;
  for (let place = from, to = from + eights * width; place < to; place += width) {
    for (let number: u32 = 0; number < 8; number++) {
      const tally = INDEX_COUNTS + lane * (number & 3);
      add(tally + (numberAt(place, (number * width) as u64) & mask) * 4, 1);
    }
  }
}

function sumLanes(size: u32): void {
  for (let place = INDEX_COUNTS, to = place + size * 4; place < to; place += 4) {
    const others = load<u32>(place + lane) + load<u32>(place + lane * 2);
    add(place, others + load<u32>(place + lane * 3));
  }
}
