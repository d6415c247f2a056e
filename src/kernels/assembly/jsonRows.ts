// Rows of found values, by field: where each lies, what it is, and its number where it is a short whole one.
// Must not know what a field means.

import { KEY_HEAD, KEY_SIZE, KEYS, ROWS } from './memory';
import { ARRAY, escaped, kind, LONGEST, NUMBER, STRING } from './jsonText';

/** By row: its first byte, the line ends before it, the start of its line (0: before the scan), and four numbers a field. */
const ROW_HEAD: u32 = 3;
const FIELD_SIZE: u32 = 4;
/** Stands for the value of what is no plain whole number. */
export const NO_WHOLE: u32 = 0xffffffff;
/** Digits of a number whose value is told: it fits 31 bits. */
const MOST_DIGITS: u32 = 9;

let fields: u32 = 0;
let keys: u32 = 0;

export function setRows(keyCount: u32, fieldCount: u32): void {
  keys = keyCount;
  fields = fieldCount;
}

/** Bytes of a row. */
export function rowSize(): u32 {
  return (ROW_HEAD + fields * FIELD_SIZE) * 4;
}

export function beginRow(row: u32, at: u32, lines: u32, start: u32): void {
  store<u32>(row, at);
  store<u32>(row + 4, lines);
  store<u32>(row + 8, start);
  for (let field: u32 = 0; field < fields; field++) store<u32>(fieldOf(row, field), 0);
}

/** Address of a field's kind; its first byte, end and value follow. */
export function fieldOf(row: u32, field: u32): u32 {
  return row + (ROW_HEAD + field * FIELD_SIZE) * 4;
}

/** The whole number in a field; {@link NO_WHOLE} where there is none. */
export function wholeOf(row: u32, field: u32): u32 {
  const at = fieldOf(row, field);
  return load<u32>(at) == NUMBER ? load<u32>(at + 12) : NO_WHOLE;
}

/** Address of the key `[start, end)` among the wanted ones; 0 where it is none of them. */
export function wanted(start: u32, end: u32): u32 {
  const length = end - start;
  for (let index: u32 = 0; index < keys; index++) {
    const key = KEYS + index * KEY_SIZE;
    if (load<u32>(key) != length) continue;
    let at: u32 = 0;
    while (at < length && load<u8>(start + at) == load<u8>(key + KEY_HEAD + at)) at += 1;
    if (at == length) return key;
  }
  return 0;
}

/** The value of a number that is written with a few digits only. */
function wholeIn(from: u32, end: u32): u32 {
  if (end - from > MOST_DIGITS) return NO_WHOLE;
  let value: u32 = 0;
  for (let at = from; at < end; at++) {
    const digit = (load<u8>(at) - 48) as u32;
    if (digit > 9) return NO_WHOLE;
    value = value * 10 + digit;
  }
  return value;
}

/** Notes the value of a wanted key in the row; false where it is for the plain reader. */
export function note(row: u32, key: u32, from: u32, end: u32): bool {
  const isContainer = kind <= ARRAY;
  if (isContainer && load<u32>(key + 4) != 0) return false;
  if (kind == STRING && (escaped || end - from > LONGEST)) return false;
  const field = fieldOf(row, load<u32>(key + 8));
  store<u32>(field, kind);
  store<u32>(field + 4, kind == STRING ? from + 1 : from);
  store<u32>(field + 8, kind == STRING ? end - 1 : end);
  store<u32>(field + 12, kind == NUMBER ? wholeIn(from, end) : NO_WHOLE);
  return true;
}
