// Counting pixels by the kernel against the plain reader of rows: one histogram, in one order, for any filter and pixel.
import { describe, expect, test } from 'vitest';
import type { FilteredRows } from '../../../src/core/kernels';
import { unfilter } from '../../../src/core/images/pngFilters';
import { PixelValues } from '../../../src/core/images/pixelValues';
import { loadKernels } from '../../../src/kernels/kernels';

const scanner = loadKernels()?.pixels();
const samplesOf = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
type Colour = keyof typeof samplesOf;
const shapes: readonly (readonly [Colour, number])[] = [
  ...[1, 2, 4, 8, 16].map((depth) => [0, depth] as const),
  ...[1, 2, 4, 8].map((depth) => [3, depth] as const),
  ...([2, 4, 6] as const).flatMap((colour) => [8, 16].map((depth) => [colour, depth] as const)),
];

interface Image extends FilteredRows {
  readonly colour: Colour;
}

/** Numbers from 0 to 1, the same each time. */
function randomFrom(seed: number): () => number {
  let state = seed + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Rows whose bytes are a filter's rests: mostly zeros, as masks have them, or any bytes. */
function image(colour: Colour, depth: number, pixels: number, rows: number, seed: number): Image {
  const random = randomFrom(seed);
  const samples = samplesOf[colour];
  const length = Math.ceil((pixels * samples * depth) / 8);
  const bytes = new Uint8Array(rows * (length + 1));
  const noise = [0, 0.01, 0.2, 1][seed % 4];
  for (let at = 0; at < bytes.length; at += 1) {
    if (at % (length + 1) === 0) bytes[at] = seed % 7 < 5 ? seed % 7 : Math.floor(random() * 5);
    else if (random() < noise) bytes[at] = Math.floor(random() * 256);
  }
  return { bytes, length, pixels, depth, samples, colour };
}

function plainly({ bytes, length, pixels, depth, samples, colour }: Image): PixelValues {
  const values = new PixelValues();
  const back = Math.max(1, (depth * samples) >> 3);
  let above = new Uint8Array(length);
  for (let at = 0; at < bytes.length; at += length + 1) {
    const row = bytes.slice(at + 1, at + 1 + length);
    unfilter(bytes[at], row, above, back);
    const header = { width: pixels, height: 1, interlaced: false, palette: new Uint8Array(0) };
    values.add(row, pixels, { ...header, depth, colour });
    above = row;
  }
  return values;
}

function expectSame(one: Image): void {
  const untouched = one.bytes.slice();
  const values = new PixelValues(scanner);
  const plain = plainly(one);
  expect(values.addImage(one)).toBe(plain.complete);
  if (plain.complete) expect([...values.take()]).toEqual([...plain.take()]);
  expect(Buffer.compare(one.bytes, untouched)).toBe(0);
}

describe.each(shapes)('colour type %i of %i bits', (colour, depth) => {
  test('gives the plain histogram for any width, filter and noise', () => {
    for (let seed = 0; seed < 140; seed += 1) {
      expectSame(image(colour, depth, 1 + ((seed * 13) % 71), 1 + (seed % 6), seed));
    }
  });

  test('gives the plain histogram where rows come in several bands', () => {
    for (const seed of [2, 5, 13]) expectSame(image(colour, depth, 500, 700, seed));
  });
});

test('leaves images of unknown filters to the plain reader, and none of their pixels behind', () => {
  const one = image(0, 8, 40, 3, 1);
  const bad = one.bytes.slice();
  bad[2 * 41] = 5;
  expect(scanner?.count({ ...one, bytes: bad })).toBeUndefined();
  expectSame(one);
});

test('counts as many colours as a mask may have, and leaves one more to the plain reader', () => {
  for (const colours of [4096, 4097]) {
    const length = colours * 3;
    const bytes = new Uint8Array(length + 1);
    for (let at = 0; at < colours; at += 1) bytes.set([at >> 8, at & 255, 7], 1 + at * 3);
    expectSame({ bytes, length, pixels: colours, depth: 8, samples: 3, colour: 2 });
  }
});

test('leaves rows that are longer than its room to the plain reader', () => {
  const length = 8 * 1024 * 1024;
  const bytes = new Uint8Array(length + 1);
  const shape = { bytes, length, pixels: length, depth: 8, samples: 1 };
  expect(scanner?.count(shape)).toBeUndefined();
  const fitting = { ...shape, bytes: bytes.subarray(1), length: length - 1, pixels: length - 1 };
  expect([...(scanner?.count(fitting) ?? [])]).toEqual([0, length - 1]);
});
