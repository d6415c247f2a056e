// Flat objects of JSON, one behind the other: where the values of the wanted keys lie, all grammar checked on the way.
// Whatever is not ordinary is handed back from the start of its object. Must not know what a key means.

import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  isHex,
  notPlain,
} from './jsonBytes';
import { ARENA, ARENA_SIZE, CELL_STARTS } from './memory';
import { ASK, MORE, setPlace } from './state';

/** What a value is; 0 where the object has no such key. The loader knows these by number. */
const OBJECT: u32 = 1;
const ARRAY: u32 = 2;
const STRING: u32 = 3;
const NUMBER: u32 = 4;
const TRUE: u32 = 5;
const FALSE: u32 = 6;
const NULL: u32 = 7;

/** There is no more room for rows. */
const FULL: i32 = 2;

/** By row: its first byte, the line ends before it, the start of its line (0: before the scan), and four numbers a field. */
export const ROWS: u32 = ARENA;
const ROW_HEAD: u32 = 3;
const FIELD_SIZE: u32 = 4;
/** Stands for the value of what is no plain whole number. */
const NO_WHOLE: u32 = 0xffffffff;
/** Digits of a number whose value is told: it fits 31 bits. */
const MOST_DIGITS: u32 = 9;
/** By key: length, flag, field, and its bytes. */
export const KEYS: u32 = CELL_STARTS;
export const KEY_SIZE: u32 = 64;
export const KEY_HEAD: u32 = 16;
const LONGEST: u32 = 65536;
const DEEPEST: i32 = 60;

let keys: u32 = 0;
let fields: u32 = 0;
let inLines: bool = false;

/** Line ends since the scan began, and where the last of them left off. */
export let passed: u32 = 0;
export let lineStart: u32 = 0;
export let rows: u32 = 0;

/** True where the last string holds escapes. */
let escaped: bool = false;
/** The object is not whole: what a reader answers at the end of the window. */
let cutOff: bool = false;

/** The keys lie at {@link KEYS}. `lines`: each object is a line of its own, else commas stand between them. */
export function setKeys(keyCount: u32, fieldCount: u32, lines: bool): void {
  keys = keyCount;
  fields = fieldCount;
  inLines = lines;
}

function cut(): u32 {
  cutOff = true;
  return 0;
}

/** The next byte that is no blank; 0 where there is none or a line end is not ordinary. */
function space(from: u32, to: u32, feeds: bool): u32 {
  let at = from;
  while (at < to) {
    const byte = load<u8>(at);
    if (byte > 32) return at;
    if (byte == 10) {
      if (!feeds) return 0;
      passed += 1;
      lineStart = at + 1;
    } else if (byte == 13) {
      if (at + 1 >= to) return cut();
      if (load<u8>(at + 1) != 10) return 0;
    } else if (byte != 32 && byte != 9) return 0;
    at += 1;
  }
  return cut();
}

/** Bytes of the escape at a backslash; 0 where it is none, or is cut off. */
function escape(at: u32, to: u32): u32 {
  if (at + 1 >= to) return cut();
  const byte = load<u8>(at + 1);
  if (byte == 117) {
    if (at + 6 > to) return cut();
    for (let digit: u32 = 2; digit < 6; digit++) if (!isHex(load<u8>(at + digit))) return 0;
    return 6;
  }
  const known =
    byte == 34 ||
    byte == 92 ||
    byte == 47 ||
    byte == 98 ||
    byte == 102 ||
    byte == 110 ||
    byte == 114 ||
    byte == 116;
  return known ? 2 : 0;
}

/** Address of the closing quote of a string whose first byte is at `from`; 0 where it is not ordinary. */
function stringEnd(from: u32, to: u32): u32 {
  let at = from;
  escaped = false;
  while (at < to) {
    const bytes = v128.load(at);
    const special = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.eq(bytes, i8x16.splat(BACKSLASH))),
        i8x16.lt_u(bytes, i8x16.splat(32)),
      ),
    );
    if (special == 0) {
      at += 16;
      continue;
    }
    at += ctz(special) as u32;
    if (at >= to) return cut();
    const byte = load<u8>(at);
    if (byte == QUOTE) return at;
    if (byte != BACKSLASH) return 0;
    escaped = true;
    const length = escape(at, to);
    if (length == 0) return 0;
    at += length;
  }
  return cut();
}

/** Address behind the container whose opening bracket is at `from`; 0 where it is not ordinary. */
function containerEnd(from: u32, to: u32): u32 {
  let at = from;
  let depth: i32 = 0;
  /** Bit 0 is set where the innermost bracket is a brace. */
  let braces: u64 = 0;
  while (at < to) {
    const bytes = v128.load(at);
    const folded = v128.or(bytes, i8x16.splat(32));
    let special = i8x16.bitmask(
      v128.or(
        v128.or(
          i8x16.eq(folded, i8x16.splat(OPEN_BRACE)),
          i8x16.eq(folded, i8x16.splat(CLOSE_BRACE)),
        ),
        v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.lt_u(bytes, i8x16.splat(14))),
      ),
    );
    let next = at + 16;
    if (special == 0) {
      while (next + 32 <= to && !v128.any_true(v128.or(notPlain(next), notPlain(next + 16)))) {
        next += 32;
      }
    }
    while (special != 0) {
      const here = at + (ctz(special) as u32);
      special &= special - 1;
      if (here >= to) return cut();
      const byte = load<u8>(here);
      if (byte == OPEN_BRACE || byte == OPEN_BRACKET) {
        depth += 1;
        if (depth > DEEPEST) return 0;
        braces = (braces << 1) | (byte == OPEN_BRACE ? 1 : 0);
      } else if (byte == CLOSE_BRACE || byte == CLOSE_BRACKET) {
        if ((braces & 1) != (byte == CLOSE_BRACE ? 1 : 0)) return 0;
        braces >>= 1;
        depth -= 1;
        if (depth == 0) return here + 1;
      } else if (byte == QUOTE) {
        const end = stringEnd(here + 1, to);
        if (end == 0) return 0;
        next = end + 1;
        break;
      } else if (byte == 10) {
        if (inLines) return 0;
        passed += 1;
        lineStart = here + 1;
      } else if (byte == 13) {
        if (here + 1 >= to) return cut();
        if (load<u8>(here + 1) != 10) return 0;
      }
    }
    at = next;
  }
  return cut();
}

function digits(from: u32, to: u32): u32 {
  let at = from;
  while (at < to && load<u8>(at) - 48 <= 9) at += 1;
  return at;
}

/** Address behind the number at `from`; 0 where it is none, or may go on behind `to`. */
function numberEnd(from: u32, to: u32): u32 {
  let at = from;
  if (load<u8>(at) == MINUS) at += 1;
  const first = at;
  at = digits(at, to);
  if (at >= to) return cut();
  if (at == first || (load<u8>(first) == 48 && at > first + 1)) return 0;
  if (load<u8>(at) == 46) {
    const point = at + 1;
    at = digits(point, to);
    if (at >= to) return cut();
    if (at == point) return 0;
  }
  if ((load<u8>(at) | 32) == 101) {
    at += 1;
    if (at >= to) return cut();
    if (load<u8>(at) == 43 || load<u8>(at) == MINUS) at += 1;
    const exponent = at;
    at = digits(at, to);
    if (at >= to) return cut();
    if (at == exponent) return 0;
  }
  return at - from > LONGEST ? 0 : at;
}

/** Address of the key `[start, end)` among the wanted ones; 0 where it is none of them. */
function wanted(start: u32, end: u32): u32 {
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

/** What the value at `from` is, and where it ends. */
let kind: u32 = 0;

function valueEnd(from: u32, to: u32): u32 {
  const byte = load<u8>(from);
  if (byte == QUOTE) {
    kind = STRING;
    const end = stringEnd(from + 1, to);
    return end == 0 ? 0 : end + 1;
  }
  if (byte == OPEN_BRACE || byte == OPEN_BRACKET) {
    kind = byte == OPEN_BRACE ? OBJECT : ARRAY;
    return containerEnd(from, to);
  }
  if (byte == MINUS || byte - 48 <= 9) {
    kind = NUMBER;
    return numberEnd(from, to);
  }
  if (from + 5 > to) return cut();
  const word = load<u32>(from);
  if (word == 0x65757274) {
    kind = TRUE;
    return from + 4;
  }
  if (word == 0x6c6c756e) {
    kind = NULL;
    return from + 4;
  }
  if (word == 0x736c6166 && load<u8>(from + 4) == 101) {
    kind = FALSE;
    return from + 5;
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
function note(row: u32, key: u32, from: u32, end: u32): bool {
  const isContainer = kind <= ARRAY;
  if (isContainer && load<u32>(key + 4) != 0) return false;
  if (kind == STRING && (escaped || end - from > LONGEST)) return false;
  const field = row + (ROW_HEAD + load<u32>(key + 8) * FIELD_SIZE) * 4;
  store<u32>(field, kind);
  store<u32>(field + 4, kind == STRING ? from + 1 : from);
  store<u32>(field + 8, kind == STRING ? end - 1 : end);
  store<u32>(field + 12, kind == NUMBER ? wholeIn(from, end) : NO_WHOLE);
  return true;
}

/** Address behind the object whose brace is at `from`, its row filled; 0 where it is for the plain reader. */
function object(from: u32, to: u32, row: u32): u32 {
  const feeds = !inLines;
  let at = space(from + 1, to, feeds);
  if (at == 0) return 0;
  if (load<u8>(at) == CLOSE_BRACE) return at + 1;
  while (true) {
    if (load<u8>(at) != QUOTE) return 0;
    const start = at + 1;
    const end = stringEnd(start, to);
    if (end == 0 || escaped || end - start > LONGEST) return 0;
    at = space(end + 1, to, feeds);
    if (at == 0 || load<u8>(at) != COLON) return 0;
    at = space(at + 1, to, feeds);
    if (at == 0) return 0;
    const value = at;
    at = valueEnd(at, to);
    if (at == 0) return 0;
    const key = wanted(start, end);
    if (key != 0 && !note(row, key, value, at)) return 0;
    at = space(at, to, feeds);
    if (at == 0) return 0;
    const byte = load<u8>(at);
    if (byte == CLOSE_BRACE) return at + 1;
    if (byte != COMMA) return 0;
    at = space(at + 1, to, feeds);
    if (at == 0) return 0;
  }
}

/** Address behind the line end at or behind `from`, blanks before it; 0 where something else stands there. */
function endOfLine(from: u32, to: u32): u32 {
  let at = from;
  while (at < to) {
    const byte = load<u8>(at);
    if (byte == 10) {
      passed += 1;
      lineStart = at + 1;
      return at + 1;
    }
    if (byte == 13) {
      if (at + 1 >= to) return cut();
      if (load<u8>(at + 1) != 10) return 0;
    } else if (byte != 32 && byte != 9) return 0;
    at += 1;
  }
  return cut();
}

/**
 * Reads objects from `from` on: behind an element of an array, or at the start of a line. Stops in front of what is not
 * whole (MORE) or is for the plain reader (ASK), or once there is no room for rows (FULL); `at` is where.
 */
export function scanObjects(from: u32, to: u32): i32 {
  const size = (ROW_HEAD + fields * FIELD_SIZE) * 4;
  const most = ARENA_SIZE / size;
  passed = 0;
  lineStart = 0;
  rows = 0;
  let place = from;
  let stop: i32 = FULL;
  let linesBefore: u32 = 0;
  let startBefore: u32 = 0;
  while (rows < most) {
    cutOff = false;
    let at = space(place, to, true);
    if (at != 0 && !inLines) at = load<u8>(at) == COMMA ? space(at + 1, to, true) : 0;
    if (at != 0 && load<u8>(at) == OPEN_BRACE) {
      const row = ROWS + rows * size;
      memory.fill(row, 0, size as usize);
      store<u32>(row, at);
      store<u32>(row + 4, passed);
      store<u32>(row + 8, lineStart);
      at = object(at, to, row);
      if (at != 0 && inLines) at = endOfLine(at, to);
    } else at = 0;
    if (at == 0) {
      stop = cutOff ? MORE : ASK;
      break;
    }
    place = at;
    linesBefore = passed;
    startBefore = lineStart;
    rows += 1;
  }
  passed = linesBefore;
  lineStart = startBefore;
  setPlace(place, 0);
  return stop;
}
