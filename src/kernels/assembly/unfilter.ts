// The row filters of PNG undone in place (w3.org/TR/png, section 9).
// Must not know pixels. Reads and writes nothing outside the row; reads nothing outside the row above.

const BLOCK: u32 = 16;

/** Undoes a filter of the row `[row, end)`; `above` is a row of the same length, `back` the bytes to the pixel on the left. */
export function unfilter(filter: u32, row: u32, end: u32, above: u32, back: u32): void {
  if (filter == 1) left(row, end, back);
  else if (filter == 2) up(row, end, above);
  else if (filter >= 3) guessed(filter, row, end, above, back);
}

/** Sums of all pixels before, within sixteen bytes by shifts where pixels fill them. */
function left(row: u32, end: u32, back: u32): void {
  let at = row + back;
  if (BLOCK % back == 0) {
    at = row;
    let sum = i8x16.splat(0);
    for (; end - at >= BLOCK; at += BLOCK) {
      let block = v128.load(at);
      if (back == 1) block = i8x16.add(block, behind1(block));
      if (back <= 2) block = i8x16.add(block, behind2(block));
      if (back <= 4) block = i8x16.add(block, behind4(block));
      block = i8x16.add(block, behind8(block));
      block = i8x16.add(block, sum);
      v128.store(at, block);
      if (back == 1) sum = i8x16.splat(i8x16.extract_lane_u(block, 15));
      else if (back == 2) sum = i16x8.splat(i16x8.extract_lane_u(block, 7));
      else if (back == 4) sum = i32x4.splat(i32x4.extract_lane(block, 3));
      else sum = i64x2.splat(i64x2.extract_lane(block, 1));
    }
    if (at == row) at = row + back;
  }
  for (; at < end; at++) store<u8>(at, load<u8>(at) + load<u8>(at - back));
}

/** The block moved up by so many bytes, with zeros before it. */
function behind1(block: v128): v128 {
  return i8x16.shuffle(
    i8x16.splat(0),
    block,
    0,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    28,
    29,
    30,
  );
}

function behind2(block: v128): v128 {
  return i8x16.shuffle(
    i8x16.splat(0),
    block,
    0,
    0,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    28,
    29,
  );
}

function behind4(block: v128): v128 {
  return i8x16.shuffle(
    i8x16.splat(0),
    block,
    0,
    0,
    0,
    0,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
  );
}

function behind8(block: v128): v128 {
  return i8x16.shuffle(
    i8x16.splat(0),
    block,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
  );
}

function up(row: u32, end: u32, above: u32): void {
  let at = row;
  let other = above;
  for (; end - at >= BLOCK; at += BLOCK, other += BLOCK) {
    v128.store(at, i8x16.add(v128.load(at), v128.load(other)));
  }
  for (; at < end; at++, other++) store<u8>(at, load<u8>(at) + load<u8>(other));
}

/** Averages and Paeth's guesses need the byte before; but where all neighbours are alike, both guess just that. */
function guessed(filter: u32, row: u32, end: u32, above: u32, back: u32): void {
  let at = row;
  let other = above;
  for (const first = min(row + back, end); at < first; at++, other++) {
    const byte = load<u8>(other);
    store<u8>(at, load<u8>(at) + (filter == 3 ? byte >> 1 : byte));
  }
  const first: u32 = ((1 as u32) << back) - 1;
  while (at < end) {
    if (end - at >= BLOCK && !v128.any_true(v128.load(at))) {
      const over = v128.load(other);
      const corner = v128.load(other - back);
      const before = i8x16.bitmask(i8x16.eq(v128.load(at - back), corner)) as u32;
      if (i8x16.all_true(i8x16.eq(over, corner)) && (before & first) == first) {
        v128.store(at, over);
        at += BLOCK;
        other += BLOCK;
        continue;
      }
    }
    const stop = min(at + BLOCK, end);
    if (filter == 3) {
      for (; at < stop; at++, other++) {
        const guess = ((load<u8>(at - back) as u32) + (load<u8>(other) as u32)) >> 1;
        store<u8>(at, (load<u8>(at) as u32) + guess);
      }
    } else {
      for (; at < stop; at++, other++) {
        const guess = paeth(load<u8>(at - back), load<u8>(other), load<u8>(other - back));
        store<u8>(at, (load<u8>(at) as u32) + guess);
      }
    }
  }
}

function paeth(left: i32, up: i32, corner: i32): u32 {
  const a = abs(up - corner);
  const b = abs(left - corner);
  const c = abs(left + up - 2 * corner);
  const other = select<i32>(up, corner, b <= c);
  return select<i32>(left, other, i32(a <= b) & i32(a <= c));
}
