// The grammar of JSON over bytes: where a string, number, container or value ends.
// Whatever is not ordinary ends nowhere. Must not know what is wanted of a value.

import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  isHex,
  notPlain,
} from './jsonBytes';
import { cut, inLines, passLines } from './jsonPlace';

/** What a value is; 0 where the object has no such key. The loader knows these by number. */
export const OBJECT: u32 = 1;
export const ARRAY: u32 = 2;
export const STRING: u32 = 3;
export const NUMBER: u32 = 4;
const TRUE: u32 = 5;
const FALSE: u32 = 6;
const NULL: u32 = 7;

/** Longest key, string or number that is told of. */
export const LONGEST: u32 = 65536;
const DEEPEST: i32 = 60;

/** True where the last string holds escapes. */
export let escaped: bool = false;

/** The next byte that is no blank; 0 where there is none or a line end is not ordinary. */
export function space(from: u32, to: u32, feeds: bool): u32 {
  let at = from;
  while (at < to) {
    const byte = load<u8>(at);
    if (byte > 32) return at;
    if (byte == 10) {
      if (!feeds) return 0;
      passLines(1, at + 1);
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
export function stringEnd(from: u32, to: u32): u32 {
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
export function containerEnd(from: u32, to: u32): u32 {
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
        passLines(1, here + 1);
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

/** Bits of the digits among the sixteen bytes at `at`. */
function digitBits(at: u32): u32 {
  const bytes = i8x16.sub(v128.load(at), i8x16.splat(48));
  return i8x16.bitmask(i8x16.lt_u(bytes, i8x16.splat(10))) as u32;
}

/** As {@link numberEnd} for a number of few bytes and no exponent, without a loop; 0 where it is another. */
export function shortNumberEnd(from: u32, to: u32): u32 {
  if (from + 16 >= to) return 0;
  const bits = ~digitBits(from);
  const first: u32 = load<u8>(from) == MINUS ? 1 : 0;
  let end = first + ctz(bits >> first);
  if (end == first || (end > first + 1 && load<u8>(from + first) == 48)) return 0;
  if (end < 15 && load<u8>(from + end) == 46) {
    const point = end + 1;
    end = point + ctz(bits >> point);
    if (end == point) return 0;
  }
  if (end >= 16) return 0;
  const next = load<u8>(from + end);
  return next == 46 || (next | 32) == 101 ? 0 : from + end;
}

/** Address behind the number at `from`; 0 where it is none, or may go on behind `to`. */
export function numberEnd(from: u32, to: u32): u32 {
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

/** What the value at `from` is, and where it ends. */
export let kind: u32 = 0;

export function valueEnd(from: u32, to: u32): u32 {
  const byte = load<u8>(from);
  if (byte == MINUS || byte - 48 <= 9) {
    kind = NUMBER;
    const end = shortNumberEnd(from, to);
    return end == 0 ? numberEnd(from, to) : end;
  }
  if (byte == QUOTE) {
    kind = STRING;
    const end = stringEnd(from + 1, to);
    return end == 0 ? 0 : end + 1;
  }
  if (byte == OPEN_BRACE || byte == OPEN_BRACKET) {
    kind = byte == OPEN_BRACE ? OBJECT : ARRAY;
    return containerEnd(from, to);
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

/** Address behind the line end at or behind `from`, blanks before it; 0 where something else stands there. */
export function endOfLine(from: u32, to: u32): u32 {
  let at = from;
  while (at < to) {
    const byte = load<u8>(at);
    if (byte == 10) {
      passLines(1, at + 1);
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
