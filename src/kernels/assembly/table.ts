// Learned cells by their bytes: an open-addressing table over an arena, with records counted by cell and split.
// Must not know where cells come from. Cells that are not learned are never counted.

import {
  ARENA,
  ARENA_SIZE,
  CELL_HASHES,
  CELL_LENGTHS,
  CELL_STARTS,
  COUNTS,
  MAX_CELLS,
  MAX_SPLITS,
  SLOT_SIZE,
  SLOTS,
  SPLIT_HEAD,
  SPLIT_SIZE,
  SPLITS,
} from './memory';

const FIRST_SLOTS: u32 = 2048;

let cells: u32 = 0;
let used: u32 = 0;
let slotMask: u32 = FIRST_SLOTS - 1;
let splits: u32 = 0;

/** Forgets all cells, splits and counts. */
export function clearTable(): void {
  memory.fill(SLOTS, 0, ((slotMask + 1) * SLOT_SIZE) as usize);
  for (let split: u32 = 0; split < MAX_SPLITS; split++) {
    memory.fill(COUNTS + split * MAX_CELLS * 4, 0, (cells * 4) as usize);
  }
  cells = 0;
  used = 0;
  slotMask = FIRST_SLOTS - 1;
  splits = 0;
}

/** Cells of eight up to this many bytes are four words, which may overlap; no branch hangs on their lengths. */
const USUAL: u32 = 32;

/** The first bytes of a cell that has fewer than eight, as one word with zeros above. */
function short(at: u32, length: u32): u64 {
  return load<u64>(at) & (((1 as u64) << ((length * 8) as u64)) - 1);
}

function mix(a: u64, b: u64, c: u64, d: u64, seed: u64): u64 {
  const left = (a ^ seed) * 0x9fb21c651e98df25 + (b ^ (seed >> 32)) * 0x9e3779b97f4a7c15;
  const right = c * 0xbf58476d1ce4e5b9 + d * 0x94d049bb133111eb;
  return ((left ^ (left >> 32)) + (right ^ (right >> 29))) * 0xd6e8feb86659fd93;
}

function seedOf(length: u32): u64 {
  return (length as u64) * 0x8ebc6af09c88c6e3;
}

/** How far the inner words of a usual cell lie from the outer ones. */
function inset(length: u32): u32 {
  return length < 16 ? length - 8 : 8;
}

function isUsual(length: u32): bool {
  return length - 8 <= USUAL - 8;
}

function hashOf(start: u32, length: u32): u32 {
  let hash = seedOf(length);
  if (length < 8) hash = mix(short(start, length), 0, 0, 0, hash);
  else {
    const last = start + length - 8;
    const next = inset(length);
    for (let at = start; at + USUAL < start + length; at += 16) {
      hash = mix(load<u64>(at), load<u64>(at, 8), 0, 0, hash);
    }
    const from = length > USUAL ? last - 24 : start;
    hash = mix(
      load<u64>(from),
      load<u64>(last),
      load<u64>(from + next),
      load<u64>(last - next),
      hash,
    );
  }
  return (hash >> 32) as u32;
}

function same(start: u32, length: u32, other: u32): bool {
  if (length < 8) return short(start, length) == short(other, length);
  const last = length - 8;
  for (let at: u32 = 0; at < last; at += 8) {
    if (load<u64>(start + at) != load<u64>(other + at)) return false;
  }
  return load<u64>(start + last) == load<u64>(other + last);
}

/** Index of the cell `[start, end)`; -1 where it is not learned. Up to eight bytes past its end are loaded. */
export function findCell(start: u32, end: u32): i32 {
  const length = end - start;
  if (!isUsual(length)) return findOther(start, length);
  const last = length - 8;
  const next = inset(length);
  const a = load<u64>(start);
  const b = load<u64>(start + last);
  const c = load<u64>(start + next);
  const d = load<u64>(start + last - next);
  const hash = (mix(a, b, c, d, seedOf(length)) >> 32) as u32;
  let slot = hash & slotMask;
  while (true) {
    const at = SLOTS + slot * SLOT_SIZE;
    const index = load<u32>(at);
    if (index == 0) return -1;
    if (load<u32>(at, 4) == hash && load<u32>(at, 8) == length) {
      const cell = load<u32>(at, 12);
      const others =
        (a ^ load<u64>(cell)) |
        (b ^ load<u64>(cell + last)) |
        (c ^ load<u64>(cell + next)) |
        (d ^ load<u64>(cell + last - next));
      if (others == 0) return index - 1;
    }
    slot = (slot + 1) & slotMask;
  }
}

function findOther(start: u32, length: u32): i32 {
  const hash = hashOf(start, length);
  let slot = hash & slotMask;
  while (true) {
    const at = SLOTS + slot * SLOT_SIZE;
    const index = load<u32>(at);
    if (index == 0) return -1;
    if (
      load<u32>(at, 4) == hash &&
      load<u32>(at, 8) == length &&
      same(start, length, load<u32>(at, 12))
    ) {
      return index - 1;
    }
    slot = (slot + 1) & slotMask;
  }
}

/** Learns the cell `[start, end)`, which must be new; its index, or -1 where there is no more room. */
export function learnCell(start: u32, end: u32): i32 {
  const length = end - start;
  const room = (length + 15) & ~7;
  if (cells == MAX_CELLS || room > ARENA_SIZE - used) return -1;
  const at = ARENA + used;
  memory.fill(at, 0, room as usize);
  memory.copy(at, start, length as usize);
  store<u32>(CELL_STARTS + cells * 4, at);
  store<u32>(CELL_LENGTHS + cells * 4, length);
  store<u32>(CELL_HASHES + cells * 4, hashOf(start, length));
  used += room;
  put(cells);
  cells += 1;
  if (cells * 2 > slotMask + 1) grow();
  return cells - 1;
}

/** What a look at the slot needs lies in it, so that one that finds its cell waits for one line of memory. */
function put(cell: u32): void {
  const hash = load<u32>(CELL_HASHES + cell * 4);
  let slot = hash & slotMask;
  while (load<u32>(SLOTS + slot * SLOT_SIZE) != 0) slot = (slot + 1) & slotMask;
  const at = SLOTS + slot * SLOT_SIZE;
  store<u32>(at, cell + 1);
  store<u32>(at, hash, 4);
  store<u32>(at, load<u32>(CELL_LENGTHS + cell * 4), 8);
  store<u32>(at, load<u32>(CELL_STARTS + cell * 4), 12);
}

function grow(): void {
  slotMask = slotMask * 2 + 1;
  memory.fill(SLOTS, 0, ((slotMask + 1) * SLOT_SIZE) as usize);
  for (let cell: u32 = 0; cell < cells; cell++) put(cell);
}

/** First and last word of a split's cell, the second 0 where it has fewer than eight bytes. */
function firstWord(start: u32, length: u32): u64 {
  return length < 8 ? short(start, length) : load<u64>(start);
}

function lastWord(start: u32, length: u32): u64 {
  return length < 8 ? 0 : load<u64>(start + length - 8);
}

/** Index of the split that the cell `[start, end)` names; -1 where it is not learned. All are compared: which comes next cannot be guessed. */
export function findSplit(start: u32, end: u32): i32 {
  const length = end - start;
  if (length > 16) return findLongSplit(start, length);
  const first = firstWord(start, length);
  const last = lastWord(start, length);
  let found: i32 = -1;
  for (let at: u32 = 0; at < splits; at++) {
    const split = SPLITS + at * SPLIT_SIZE;
    const others =
      (first ^ load<u64>(split)) |
      (last ^ load<u64>(split, 8)) |
      ((length ^ load<u32>(split, 16)) as u64);
    found = others == 0 ? (at as i32) : found;
  }
  return found;
}

/** Two words do not tell all bytes of it. */
function findLongSplit(start: u32, length: u32): i32 {
  for (let at: u32 = 0; at < splits; at++) {
    const split = SPLITS + at * SPLIT_SIZE;
    if (load<u32>(split, 16) == length && same(start, length, split + SPLIT_HEAD)) return at as i32;
  }
  return -1;
}

/** Learns a split's cell; its index, or -1 where there is no more room, or it is too long for one. */
export function learnSplit(start: u32, end: u32): i32 {
  const length = end - start;
  if (splits == MAX_SPLITS || length > SPLIT_SIZE - SPLIT_HEAD) return -1;
  const at = SPLITS + splits * SPLIT_SIZE;
  store<u64>(at, firstWord(start, length));
  store<u64>(at, lastWord(start, length), 8);
  store<u32>(at, length, 16);
  memory.copy(at + SPLIT_HEAD, start, length as usize);
  splits += 1;
  return splits - 1;
}

/** Counts one record of a cell and a split. */
export function countCell(cell: u32, split: u32): void {
  const at = COUNTS + (split * MAX_CELLS + cell) * 4;
  store<u32>(at, load<u32>(at) + 1);
}
