// Parquet's run-length and bit-packed numbers, many a page, into a typed array.
// Must not know pages or what the numbers stand for. Throws a `RangeError` where they end too early.

/** A place in bytes that moves on. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Fills `out[0, count)` with numbers of `width` bits, 0 to 32. */
export function readHybrid(cursor: Cursor, width: number, out: Int32Array, count: number): void {
  if (width > 32) throw new RangeError('A number of a page is wider than 32 bits.');
  for (let seen = 0; seen < count;) {
    const header = readVarint(cursor);
    const length = header >>> 1;
    if ((header & 1) === 1) {
      const packed = Math.min(length * 8, count - seen);
      unpack(cursor, width, out, seen, packed);
      cursor.at += length * width;
      seen += packed;
    } else {
      const to = Math.min(count, seen + length);
      out.fill(readValue(cursor, width), seen, to);
      if (length === 0) throw new RangeError('A run of a page holds nothing.');
      seen = to;
    }
  }
}

/**
 * Adds how often each number stands among the next `count` numbers of `width` bits, 0 to 25: `counts[number] += …`.
 * `counts` must have room for every number of that width, so that no check is needed for each.
 */
export function countHybrid(
  cursor: Cursor,
  width: number,
  counts: Int32Array,
  count: number,
): void {
  if (width > widestCounted || counts.length < 2 ** width) {
    throw new RangeError('A number of a page is too wide to be counted.');
  }
  for (let seen = 0; seen < count;) {
    const header = readVarint(cursor);
    const length = header >>> 1;
    if ((header & 1) === 1) {
      const packed = Math.min(length * 8, count - seen);
      countPacked(cursor, width, counts, packed);
      cursor.at += length * width;
      seen += packed;
    } else {
      if (length === 0) throw new RangeError('A run of a page holds nothing.');
      const run = Math.min(length, count - seen);
      counts[readValue(cursor, width)] += run;
      seen += run;
    }
  }
}

function readVarint(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = nextByte(cursor);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  throw new RangeError('A number of a page is too long.');
}

function readValue(cursor: Cursor, width: number): number {
  let value = 0;
  for (let shift = 0; shift < width; shift += 8) value |= nextByte(cursor) << shift;
  if (width < 32 && value >>> width !== 0) throw new RangeError('A number of a page is too wide.');
  return value;
}

function nextByte(cursor: Cursor): number {
  if (cursor.at >= cursor.bytes.length) throw new RangeError('A page ends too early.');
  return cursor.bytes[cursor.at++];
}

/** Bit-packed numbers, the lowest bits first. */
function unpack(
  { bytes, at }: Cursor,
  width: number,
  out: Int32Array,
  from: number,
  count: number,
): void {
  if (at + Math.ceil((count * width) / 8) > bytes.length) {
    throw new RangeError('A page ends too early.');
  }
  if (width === 8) {
    for (let i = 0; i < count; i++) out[from + i] = bytes[at + i];
    return;
  }
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let next = at;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < count; i++) {
    if (width > 25) {
      out[from + i] = wide(bytes, at, i * width, width) & mask;
      continue;
    }
    while (bits < width) {
      held |= bytes[next++] << bits;
      bits += 8;
    }
    out[from + i] = held & mask;
    held >>>= width;
    bits -= width;
  }
}

/** A number of so many bits always lies in four bytes, wherever it begins. */
const widestCounted = 25;
/** Bytes of a page whose bits can still be told by a number of 32 bits. */
const largestCounted = 2 ** 28;

/** Few numbers come often: adding to the one before waits for it, so that four tallies are kept at once. */
const widestInLanes = 10;
const worthLanes = 8192;

function countPacked({ bytes, at }: Cursor, width: number, counts: Int32Array, count: number) {
  if (bytes.length > largestCounted) throw new RangeError('A page is too large to be counted.');
  if (at + Math.ceil((count * width) / 8) > bytes.length) {
    throw new RangeError('A page ends too early.');
  }
  const mask = (1 << width) - 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = at * 8;
  // The last numbers are read byte by byte: four bytes would reach past the end.
  const last = Math.min(count, Math.floor(((bytes.length - 4 - at) * 8) / Math.max(1, width)));
  let bit = first;
  let i = 0;
  if (last >= worthLanes && width <= widestInLanes) {
    const size = 1 << width;
    const lanes = new Int32Array(size * 4);
    for (; i + 4 <= last; i += 4, bit += width * 4) {
      const [second, third, fourth] = [bit + width, bit + width * 2, bit + width * 3];
      lanes[(view.getUint32(bit >>> 3, true) >>> (bit & 7)) & mask] += 1;
      lanes[size + ((view.getUint32(second >>> 3, true) >>> (second & 7)) & mask)] += 1;
      lanes[size * 2 + ((view.getUint32(third >>> 3, true) >>> (third & 7)) & mask)] += 1;
      lanes[size * 3 + ((view.getUint32(fourth >>> 3, true) >>> (fourth & 7)) & mask)] += 1;
    }
    for (let lane = 0; lane < lanes.length; lane++) counts[lane & mask] += lanes[lane];
  }
  for (; i < last; i++, bit += width) {
    counts[(view.getUint32(bit >>> 3, true) >>> (bit & 7)) & mask] += 1;
  }
  for (; i < count; i++) {
    counts[wide(bytes, at, i * width, width) & mask] += 1;
  }
}

/** A number of more than 25 bits, which may lie in five bytes. */
function wide(bytes: Uint8Array, at: number, bit: number, width: number): number {
  let value = 0;
  const first = at + (bit >>> 3);
  for (let byte = 0, shift = -(bit & 7); shift < width; byte++, shift += 8) {
    const part = bytes[first + byte];
    value |= shift < 0 ? part >>> -shift : part << shift;
  }
  return value;
}
