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
  SLOTS,
  SPLIT_SIZE,
  SPLITS,
} from './memory';

const FIRST_SLOTS: u32 = 2048;

let cells: u32 = 0;
let used: u32 = 0;
let slotMask: u32 = FIRST_SLOTS - 1;
let splits: u32 = 0;
let lastSplit: u32 = 0;

/** Forgets all cells, splits and counts. */
export function clearTable(): void {
  memory.fill(SLOTS, 0, ((slotMask + 1) * 4) as usize);
  memory.fill(COUNTS, 0, (cells * MAX_SPLITS * 4) as usize);
  cells = 0;
  used = 0;
  slotMask = FIRST_SLOTS - 1;
  splits = 0;
  lastSplit = 0;
}

/** The last bytes of a cell, fewer than eight, as one word with zeros above. */
function tail(at: u32, length: u32): u64 {
  const bytes = length & 7;
  if (bytes == 0) return 0;
  return load<u64>(at) & (((1 as u64) << ((bytes * 8) as u64)) - 1);
}

function hashOf(start: u32, end: u32): u32 {
  const length = end - start;
  const whole = start + (length & ~7);
  let hash: u64 = (length as u64) * 0x9e3779b97f4a7c15;
  for (let at = start; at < whole; at += 8) {
    hash = (hash ^ load<u64>(at)) * 0x9fb21c651e98df25;
    hash ^= hash >> 32;
  }
  hash = (hash ^ tail(whole, length)) * 0x9fb21c651e98df25;
  return ((hash >> 32) ^ hash) as u32;
}

function same(start: u32, end: u32, other: u32): bool {
  const length = end - start;
  const whole = start + (length & ~7);
  let there = other;
  for (let at = start; at < whole; at += 8, there += 8) {
    if (load<u64>(at) != load<u64>(there)) return false;
  }
  return tail(whole, length) == tail(there, length);
}

/** Index of the cell `[start, end)`; -1 where it is not learned. Up to eight bytes past its end are loaded. */
export function findCell(start: u32, end: u32): i32 {
  const hash = hashOf(start, end);
  let slot = hash & slotMask;
  while (true) {
    const index = load<u32>(SLOTS + slot * 4);
    if (index == 0) return -1;
    const at = (index - 1) * 4;
    if (
      load<u32>(CELL_HASHES + at) == hash &&
      load<u32>(CELL_LENGTHS + at) == end - start &&
      same(start, end, load<u32>(CELL_STARTS + at))
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
  const hash = hashOf(start, end);
  store<u32>(CELL_STARTS + cells * 4, at);
  store<u32>(CELL_LENGTHS + cells * 4, length);
  store<u32>(CELL_HASHES + cells * 4, hash);
  used += room;
  cells += 1;
  put(hash, cells);
  if (cells * 2 > slotMask + 1) grow();
  return cells - 1;
}

function put(hash: u32, index: u32): void {
  let slot = hash & slotMask;
  while (load<u32>(SLOTS + slot * 4) != 0) slot = (slot + 1) & slotMask;
  store<u32>(SLOTS + slot * 4, index);
}

function grow(): void {
  slotMask = slotMask * 2 + 1;
  memory.fill(SLOTS, 0, ((slotMask + 1) * 4) as usize);
  for (let index: u32 = 0; index < cells; index++) {
    put(load<u32>(CELL_HASHES + index * 4), index + 1);
  }
}

/** Index of the split that the cell `[start, end)` names; -1 where it is not learned. */
export function findSplit(start: u32, end: u32): i32 {
  if (splits > 0 && isSplit(lastSplit, start, end)) return lastSplit;
  for (let at: u32 = 0; at < splits; at++) {
    if (!isSplit(at, start, end)) continue;
    lastSplit = at;
    return at;
  }
  return -1;
}

function isSplit(index: u32, start: u32, end: u32): bool {
  const at = SPLITS + index * SPLIT_SIZE * 2;
  return load<u32>(at) == end - start && same(start, end, at + SPLIT_SIZE);
}

/** Learns a split's cell; its index, or -1 where there is no more room. */
export function learnSplit(start: u32, end: u32): i32 {
  if (splits == MAX_SPLITS || end - start > SPLIT_SIZE - 8) return -1;
  const at = SPLITS + splits * SPLIT_SIZE * 2;
  store<u32>(at, end - start);
  memory.fill(at + SPLIT_SIZE, 0, SPLIT_SIZE as usize);
  memory.copy(at + SPLIT_SIZE, start, (end - start) as usize);
  splits += 1;
  return splits - 1;
}

/** Counts one record of a cell and a split. */
export function countCell(cell: u32, split: u32): void {
  const at = COUNTS + (cell * MAX_SPLITS + split) * 4;
  store<u32>(at, load<u32>(at) + 1);
}
