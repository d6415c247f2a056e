// Bytes of Parquet pages, written plainly: runs of numbers, and snappy from literals and repeats.
// Must not know who reads them.

import fc from 'fast-check';

export type Run =
  | { readonly kind: 'packed'; readonly numbers: readonly number[] }
  | { readonly kind: 'same'; readonly number: number; readonly times: number };

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left];
    bytes.push((left % 128) | 0x80);
  }
}

/** Groups of eight, the lowest bits first. */
export function packed(numbers: readonly number[], width: number): Uint8Array {
  const groups = Math.ceil(numbers.length / 8);
  const body = new Uint8Array(groups * width);
  numbers.forEach((number, at) => {
    for (let bit = 0; bit < width; bit++) {
      if (((number >>> bit) & 1) === 0) continue;
      const place = at * width + bit;
      body[place >>> 3] |= 1 << (place & 7);
    }
  });
  return new Uint8Array(Buffer.concat([Buffer.from(varint((groups << 1) | 1)), body]));
}

export function runBytes(
  runs: readonly Run[],
  width: number,
): { bytes: Uint8Array; count: number } {
  const parts: Uint8Array[] = [];
  let count = 0;
  for (const run of runs) {
    if (run.kind === 'packed') {
      parts.push(packed(run.numbers, width));
      count += Math.ceil(run.numbers.length / 8) * 8;
    } else {
      const value = Array.from(
        { length: Math.ceil(width / 8) },
        (_, at) => run.number >>> (at * 8),
      );
      parts.push(Uint8Array.from([...varint(run.times << 1), ...value]));
      count += run.times;
    }
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), count };
}

/** A literal, or so many bytes again from so far back (as far as there is something). */
type Part =
  | { readonly kind: 'literal'; readonly bytes: Uint8Array }
  | { readonly kind: 'repeat'; readonly back: number; readonly length: number };

export const snappyParts: fc.Arbitrary<Part[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('literal' as const),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 90 }),
    }),
    fc.record({
      kind: fc.constant('literal' as const),
      bytes: fc.uint8Array({ minLength: 250, maxLength: 300 }),
    }),
    fc.record({
      kind: fc.constant('repeat' as const),
      back: fc.integer({ min: 1, max: 20 }),
      length: fc.integer({ min: 1, max: 64 }),
    }),
    fc.record({
      kind: fc.constant('repeat' as const),
      back: fc.integer({ min: 1, max: 3000 }),
      length: fc.integer({ min: 1, max: 64 }),
    }),
  ),
  { maxLength: 30 },
);

export function snappyBytes(parts: readonly Part[]): { bytes: Uint8Array; text: Uint8Array } {
  const text: number[] = [];
  const body: number[] = [];
  parts.forEach((part, turn) => {
    if (part.kind === 'literal') {
      const last = part.bytes.length - 1;
      if (last < 60) body.push(last << 2);
      else if (last < 256) body.push(60 << 2, last);
      else body.push(61 << 2, last & 255, last >>> 8);
      body.push(...part.bytes);
      text.push(...part.bytes);
      return;
    }
    if (text.length === 0) return;
    const back = 1 + ((part.back - 1) % text.length);
    const { length } = part;
    const isShort = back < 2048 && length >= 4 && length <= 11;
    if (isShort && turn % 2 === 0)
      body.push(1 | ((length - 4) << 2) | ((back >>> 8) << 5), back & 255);
    else if (turn % 3 === 0) body.push(3 | ((length - 1) << 2), back & 255, back >>> 8, 0, 0);
    else body.push(2 | ((length - 1) << 2), back & 255, back >>> 8);
    for (let done = 0; done < length; done++) text.push(text[text.length - back]);
  });
  const bytes = Uint8Array.from([...varint(text.length), ...body]);
  return { bytes, text: Uint8Array.from(text) };
}

/** Snappy of a text: repeats where the eight bytes before say so, literals of at most 60 bytes else. */
export function snappyOf(text: Uint8Array): Uint8Array {
  const out = new Uint8Array(text.length * 2 + 16);
  let length = 0;
  for (const byte of varint(text.length)) out[length++] = byte;
  for (let at = 0; at < text.length;) {
    const back = 31;
    let same = 0;
    while (
      same < 64 &&
      at >= back &&
      text[at + same] === text[at + same - back] &&
      at + same < text.length
    )
      same += 1;
    if (same >= 4) {
      out.set([2 | ((same - 1) << 2), back, 0], length);
      length += 3;
      at += same;
      continue;
    }
    const literal = text.subarray(at, at + 1 + (at % 60));
    out[length++] = (literal.length - 1) << 2;
    out.set(literal, length);
    length += literal.length;
    at += literal.length;
  }
  return out.slice(0, length);
}
