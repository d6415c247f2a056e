// Files of rows of numbers, a class first, as YOLO labels hold them: counts a file whose rows are all ordinary, else nothing of it.
// Must not know what is wrong with a row. Puts a line end behind the file while it reads, and takes it away again.

import {
  MOST_ROW_CLASSES,
  MOST_ROWS,
  ROW_CLASSES,
  ROW_FILES,
  ROW_HASHES,
  ROW_IMAGES,
  ROW_KNOWN,
  ROW_OBJECTS,
  ROW_SLOTS,
} from './memory';

const LF: u32 = 10;
const CR: u32 = 13;
const BLANK: u32 = 32;
const DOT: u32 = 46;
const ZERO: u32 = 48;

/** Digits whose power of ten is exact. */
const MOST_DIGITS: u32 = 22;

/** Fields of a pose row; 0 where rows are boxes or polygons. */
let pose: u32 = 0;
/** Files begun, which stamps what belongs to the present one. */
let file: u32 = 0;

/** Begins a count; no class is known. */
export function startRows(poseFields: u32): void {
  pose = poseFields;
  file = 0;
  memory.fill(ROW_KNOWN, 0, (ROW_CLASSES - ROW_KNOWN) as usize);
}

/** Counts a class from now on. */
export function learnRowClass(id: u32): void {
  store<u32>(ROW_KNOWN + id * 4, 1);
}

/** How many rows of the file it has counted; -1 where it has counted none, as anything in it is for the plain reader. */
export function countRowFile(from: u32, to: u32): i32 {
  const behind = load<u8>(to);
  store<u8>(to, LF as u8);
  file += 1;
  const rows = read(from, to);
  store<u8>(to, behind);
  for (let row: i32 = 0; row < rows; row++) count(load<u32>(ROW_CLASSES + (row << 2)) << 2);
  return rows;
}

function count(place: u32): void {
  store<u32>(ROW_OBJECTS + place, load<u32>(ROW_OBJECTS + place) + 1);
  if (load<u32>(ROW_FILES + place) == file) return;
  store<u32>(ROW_FILES + place, file);
  store<u32>(ROW_IMAGES + place, load<u32>(ROW_IMAGES + place) + 1);
}

/** How many rows the file has, their classes at {@link ROW_CLASSES}; -1 where anything in it is for the plain reader. */
function read(from: u32, to: u32): i32 {
  let rows: u32 = 0;
  let at = from;
  while (at < to) {
    let byte = load<u8>(at) as u32;
    if (isBlank(byte) || isEnd(byte)) {
      at += 1;
      continue;
    }
    let id: u32 = 0;
    const first = at;
    for (; byte - ZERO <= 9; byte = load<u8>(++at) as u32) {
      id = id * 10 + (byte - ZERO);
      if (id >= MOST_ROW_CLASSES) return -1;
    }
    if (at == first || !(isBlank(byte) || isEnd(byte))) return -1;
    if (load<u32>(ROW_KNOWN + id * 4) == 0) return -1;
    let hash = id;
    let fields: u32 = 1;
    while (true) {
      while (isBlank(byte)) byte = load<u8>(++at) as u32;
      if (isEnd(byte)) break;
      let value: f64;
      const word = load<u64>(at);
      const six = sixDigits(word >> 16);
      const next = load<u8>(at, 8) as u32;
      // Most numbers are `0.` and six digits.
      if ((word & 0xffff) == 0x2e30 && six >= 0 && (isBlank(next) || isEnd(next))) {
        value = (six as f64) / 1000000;
        at += 8;
        byte = next;
      } else {
        let mantissa: f64 = 0;
        let power: f64 = 1;
        let digits: u32 = 0;
        let point = false;
        for (; true; byte = load<u8>(++at) as u32) {
          if (byte - ZERO <= 9) {
            mantissa = mantissa * 10 + ((byte - ZERO) as f64);
            digits += 1;
            if (point) power *= 10;
          } else if (byte == DOT && !point) point = true;
          else break;
        }
        if (digits == 0 || digits > MOST_DIGITS || !(isBlank(byte) || isEnd(byte))) return -1;
        value = mantissa / power;
      }
      if (value > 1 && !isVisibility(fields)) return -1;
      // Rows are alike where their numbers are as single-precision floats.
      hash = (rotl<u32>(hash, 5) ^ reinterpret<u32>(value as f32)) * 0x9e3779b1;
      fields += 1;
    }
    if (!isRow(fields) || rows == MOST_ROWS || mayRepeat(hash)) return -1;
    store<u32>(ROW_CLASSES + rows * 4, id);
    rows += 1;
    at += 1;
  }
  return rows;
}

function isBlank(byte: u32): bool {
  return byte == BLANK || byte == 9 || byte - 11 <= 1;
}

function isEnd(byte: u32): bool {
  return byte == LF || byte == CR;
}

/** The number that the lower six bytes spell, the first digit lowest; -1 where one is no digit. */
function sixDigits(bytes: u64): i32 {
  const digits = bytes ^ (0x303030303030 as u64);
  if (((digits | (digits + 0x767676767676)) & 0x808080808080) != 0) return -1;
  const pairs = digits * 10 + (digits >> 8);
  const first = (pairs & 255) as i32;
  const second = ((pairs >> 16) & 255) as i32;
  const third = ((pairs >> 32) & 255) as i32;
  return (first * 100 + second) * 100 + third;
}

function isRow(fields: u32): bool {
  if (pose > 0) return fields == pose;
  return fields == 5 || (fields >= 7 && (fields & 1) == 1);
}

/** The third value of a key point. */
function isVisibility(field: u32): bool {
  return pose >= 5 && (pose - 5) % 3 == 0 && field >= 5 && (field - 5) % 3 == 2;
}

/** True where a row before it in the file has the hash: the same row, or once in a long while another. */
function mayRepeat(hash: u32): bool {
  let slot = hash >>> 21;
  while (true) {
    const place = ROW_HASHES + slot * 8;
    if (load<u32>(place) != file) {
      store<u32>(place, file);
      store<u32>(place, hash, 4);
      return false;
    }
    if (load<u32>(place, 4) == hash) return true;
    slot = (slot + 1) & (ROW_SLOTS - 1);
  }
}
