// Pixels of an image's rows: how often each value occurs, by runs of equal pixels.
// Must not know what values mean. Reads nothing outside the rows, and writes there only what a filter hid.

import { INDEX_COUNTS, MOST_COLOURS, PIXEL_PAIRS, COLOURS, COLOUR_SLOTS } from './memory';
import { unfilter } from './unfilter';

/** Bits of a gray value or an index; 0 where pixels are colours. */
let depth: u32 = 0;
/** Bytes of a pixel, and from one sample of it to the next; 1 below eight bits. */
let step: u32 = 1;
let wide: u32 = 1;
/** Different values so far. */
let values: u32 = 0;

/** Begins an image. `bits`: 1, 2, 4, 8 or 16 a gray value or index, 0 for colours; `size`: bytes of a pixel; `sample`: bytes of a sample. */
export function startPixels(bits: u32, size: u32, sample: u32): void {
  depth = bits;
  step = size;
  wide = sample;
  values = 0;
  if (bits == 0) memory.fill(COLOURS, 0, COLOUR_SLOTS * 8);
  else memory.fill(INDEX_COUNTS, 0, (4 << bits) as usize);
}

/** Counts rows of so many bytes and pixels, each behind its filter; false where a filter is unknown or the colours are too many. */
export function countRows(from: u32, rows: u32, length: u32, pixels: u32, first: u32): bool {
  let above = first;
  let row = from + 1;
  for (let at: u32 = 0; at < rows; at++) {
    const filter = load<u8>(row - 1) as u32;
    if (filter > 4) return false;
    unfilter(filter, row, row + length, above, step);
    if (depth != 0 && depth < 8) countBits(row, pixels);
    else if (!countRuns(row, row + pixels * step)) return false;
    above = row;
    row += length + 1;
  }
  return true;
}

/** How many values there are: at {@link PIXEL_PAIRS} each with its pixels, in the order they were first seen in. */
export function endPixels(): u32 {
  for (let at: u32 = 0; at < values; at++) {
    const pair = PIXEL_PAIRS + at * 8;
    const value = load<u32>(pair);
    const place = depth == 0 ? slotOf(value) : INDEX_COUNTS + value * 4 - 4;
    store<u32>(pair, load<u32>(place + 4), 4);
  }
  return values;
}

function countRuns(row: u32, end: u32): bool {
  for (let at = row; at < end;) {
    const next = runEnd(at + step, end);
    const pixels = step == 1 ? next - at : (next - at) / step;
    if (depth == 8) add(load<u8>(at) as u32, pixels);
    else if (depth == 16) add(((load<u8>(at) as u32) << 8) | (load<u8>(at, 1) as u32), pixels);
    else if (!addColour(at, pixels)) return false;
    at += pixels * step;
  }
  return true;
}

/** How far each byte from there on equals the one a pixel before. */
function runEnd(from: u32, end: u32): u32 {
  let at = from;
  for (; at < end && end - at >= 16; at += 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(at - step))) as u32;
    if (same != 0xffff) return at + ctz(~same);
  }
  while (at < end && load<u8>(at) == load<u8>(at - step)) at++;
  return at;
}

function countBits(row: u32, pixels: u32): void {
  const mask: u32 = ((1 as u32) << depth) - 1;
  const whole = row + ((pixels * depth) >> 3);
  for (let at = row; at < whole;) {
    const next = runEnd(at + 1, whole);
    const byte = load<u8>(at) as u32;
    for (let bit: u32 = depth; bit <= 8; bit += depth) add((byte >> (8 - bit)) & mask, next - at);
    at = next;
  }
  const left = (pixels * depth) & 7;
  for (let bit: u32 = depth; bit <= left; bit += depth) {
    add(((load<u8>(whole) as u32) >> (8 - bit)) & mask, 1);
  }
}

function add(value: u32, pixels: u32): void {
  const place = INDEX_COUNTS + value * 4;
  const before = load<u32>(place);
  if (before == 0) see(value);
  store<u32>(place, before + pixels);
}

function see(value: u32): void {
  store<u32>(PIXEL_PAIRS + values * 8, value);
  values += 1;
}

/** Of 16 bits the lower eight, as the plain counterpart does. */
function addColour(at: u32, pixels: u32): bool {
  const place = at + wide - 1;
  const green = (load<u8>(place + wide) as u32) << 8;
  const colour = ((load<u8>(place) as u32) << 16) | green | (load<u8>(place + wide * 2) as u32);
  const slot = slotOf(colour);
  if (load<u32>(slot) == 0) {
    if (values == MOST_COLOURS) return false;
    store<u32>(slot, colour + 1);
    see(colour);
  }
  store<u32>(slot, load<u32>(slot, 4) + pixels, 4);
  return true;
}

/** Where the colour stands, or would: at most a quarter of the slots is taken. */
function slotOf(colour: u32): u32 {
  let slot = (colour * 0x9e3779b1) >>> 18;
  while (true) {
    const place = COLOURS + slot * 8;
    const taken = load<u32>(place);
    if (taken == 0 || taken == colour + 1) return place;
    slot = (slot + 1) & (COLOUR_SLOTS - 1);
  }
}
