// What stands before each value of an object, as it stood in the object before: records of a file are written alike, and
// equal bytes need not be read again. Must not know what a key means.

import { MEMBERS } from './memory';
import { passLines } from './jsonPlace';

/** Members that are remembered, and bytes of each: mask, length, key, line ends, start of the last line, and the text. */
const MOST: u32 = 32;
const SIZE: u32 = 64;
const TEXT: u32 = 32;
/** Longest text that is remembered: two vectors. */
const LONGEST_TEXT: u32 = 32;

export function forgetMembers(): void {
  memory.fill(MEMBERS, 0, (MOST * SIZE) as usize);
}

/** The value's address where the text at `at` is that before the `index`-th value of the object before; else 0. */
export function knownValue(index: u32, at: u32, to: u32): u32 {
  if (index >= MOST) return 0;
  const member = MEMBERS + index * SIZE;
  const mask = load<u32>(member);
  const value = at + load<u32>(member + 4);
  const low = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(member, TEXT))) as u32;
  const high = i8x16.bitmask(i8x16.eq(v128.load(at, 16), v128.load(member, TEXT + 16))) as u32;
  if (mask == 0 || (~(low | (high << 16)) & mask) != 0) return 0;
  // A blank more than before: the value begins behind it.
  if (value >= to || load<u8>(value) <= 32) return 0;
  const lines = load<u32>(member + 12);
  if (lines != 0) passLines(lines, at + load<u32>(member + 16));
  return value;
}

/** The wanted key before the `index`-th value; 0 where it is none. */
export function knownKey(index: u32): u32 {
  return load<u32>(MEMBERS + index * SIZE + 8);
}

/** Remembers the text `[at, value)` with so many line ends, the last just before `lineStart`. */
export function remember(
  index: u32,
  at: u32,
  value: u32,
  key: u32,
  lines: u32,
  lineStart: u32,
): void {
  const length = value - at;
  if (index >= MOST || length > LONGEST_TEXT) return;
  const member = MEMBERS + index * SIZE;
  store<u32>(member, length == 32 ? 0xffffffff : ((1 as u32) << length) - 1);
  store<u32>(member + 4, length);
  store<u32>(member + 8, key);
  store<u32>(member + 12, lines);
  store<u32>(member + 16, lineStart - at);
  v128.store(member, v128.load(at), TEXT);
  v128.store(member, v128.load(at, 16), TEXT + 16);
}
