// Sixty-four bytes at a time to one bit a byte.
// Must not know what the bytes mean.

/** Bit i is set where byte i of the block at `at` equals `byte`. */
export function equal(at: u32, byte: u8): u64 {
  const wanted = i8x16.splat(byte);
  const low: u64 =
    (i8x16.bitmask(i8x16.eq(v128.load(at, 0), wanted)) as u64) |
    ((i8x16.bitmask(i8x16.eq(v128.load(at, 16), wanted)) as u64) << 16);
  const high: u64 =
    (i8x16.bitmask(i8x16.eq(v128.load(at, 32), wanted)) as u64) |
    ((i8x16.bitmask(i8x16.eq(v128.load(at, 48), wanted)) as u64) << 16);
  return low | (high << 32);
}

/** As {@link equal}, of a block that is loaded already: its first, second, third and last sixteen bytes. */
export function equalIn(a: v128, b: v128, c: v128, d: v128, wanted: v128): u64 {
  const low: u64 =
    (i8x16.bitmask(i8x16.eq(a, wanted)) as u64) |
    ((i8x16.bitmask(i8x16.eq(b, wanted)) as u64) << 16);
  const high: u64 =
    (i8x16.bitmask(i8x16.eq(c, wanted)) as u64) |
    ((i8x16.bitmask(i8x16.eq(d, wanted)) as u64) << 16);
  return low | (high << 32);
}

/** Whether any byte of a loaded block is the wanted one. */
export function anyIn(a: v128, b: v128, c: v128, d: v128, wanted: v128): bool {
  const first = v128.or(i8x16.eq(a, wanted), i8x16.eq(b, wanted));
  const second = v128.or(i8x16.eq(c, wanted), i8x16.eq(d, wanted));
  return v128.any_true(v128.or(first, second));
}

/** The bits below `count`, all of them from 64 on. */
export function lowBits(count: u32): u64 {
  return count >= 64 ? ~(0 as u64) : ((1 as u64) << (count as u64)) - 1;
}

/** Bit i is the parity of the bits 0 to i: set from an opening quote up to, not including, the closing one. */
export function prefixXor(bits: u64): u64 {
  let all = bits;
  all ^= all << 1;
  all ^= all << 2;
  all ^= all << 4;
  all ^= all << 8;
  all ^= all << 16;
  all ^= all << 32;
  return all;
}

/** Place of the set bit with `before` set bits below it; the bits must hold that many. */
export function select(bits: u64, before: i32): u32 {
  let left = bits;
  for (let at = 0; at < before; at++) left &= left - 1;
  return ctz(left) as u32;
}
