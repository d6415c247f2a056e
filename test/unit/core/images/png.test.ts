// PNG images of every kind and row filter, unpacked at once and a little at a time, against the rows they were made of.
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkPull } from '../../../../src/core/bytes/pull';
import { PixelValues } from '../../../../src/core/images/pixelValues';
import { type PngHeader, readPng } from '../../../../src/core/images/png';
import type { Unzlib } from '../../../../src/core/ports';
import { unzlib } from '../../../../src/node/unzlib';

interface Picture {
  readonly width: number;
  readonly depth: number;
  readonly colour: number;
  readonly filters: readonly number[];
  readonly seed: number;
  /** Different bytes at most: masks have few. */
  readonly values: number;
}

const channels = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

const kinds = fc.constantFrom(
  ...[1, 2, 4, 8, 16].map((depth) => ({ colour: 0, depth })),
  ...[1, 2, 4, 8].map((depth) => ({ colour: 3, depth })),
  ...[2, 4, 6].flatMap((colour) => [8, 16].map((depth) => ({ colour, depth }))),
);

const pictures: fc.Arbitrary<Picture> = fc
  .record({
    kind: kinds,
    width: fc.integer({ min: 1, max: 40 }),
    filters: fc.array(fc.nat(4), { minLength: 1, maxLength: 12 }),
    seed: fc.nat(),
    values: fc.constantFrom(1, 2, 256),
  })
  .map(({ kind, ...rest }) => ({ ...kind, ...rest }));

/** The rows of a picture, unfiltered. */
function rowsOf({ width, depth, colour, filters, seed, values }: Picture): Uint8Array[] {
  let state = seed | 1;
  const next = (): number => {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    return ((state >>> 16) % values) * (values === 256 ? 1 : 97);
  };
  const length = Math.ceil((width * depth * (channels.get(colour) ?? 0)) / 8);
  let kept = 0;
  // Runs, as masks have them.
  const byte = (): number => (kept = next() % 3 === 0 || values === 256 ? next() : kept) & 255;
  return filters.map(() => Uint8Array.from({ length }, byte));
}

/** As the standard's table of filters says, one byte at a time. */
function filtered(filter: number, row: Uint8Array, above: Uint8Array, back: number): Uint8Array {
  return row.map((byte, at) => {
    const left = row[at - back] ?? 0;
    const up = above[at];
    const corner = above[at - back] ?? 0;
    const near = [left, up, corner].map((one) => Math.abs(left + up - corner - one));
    const least = [left, up, corner][near.indexOf(Math.min(...near))];
    return byte - [0, left, up, Math.floor((left + up) / 2), least][filter];
  });
}

function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
}

function pngOf(picture: Picture, rows: readonly Uint8Array[]): Uint8Array {
  const { width, depth, colour, filters } = picture;
  const back = Math.max(1, (depth * (channels.get(colour) ?? 0)) >> 3);
  const lines = rows.map((row, at) => {
    const above = at === 0 ? new Uint8Array(row.length) : rows[at - 1];
    return Buffer.from([filters[at], ...filtered(filters[at], row, above, back)]);
  });
  const packed = deflateSync(Buffer.concat(lines));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(rows.length, 4);
  header.set([depth, colour], 8);
  const half = packed.length >> 1;
  const all = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', packed.subarray(0, half)),
    chunk('IDAT', packed.subarray(half)),
    chunk('IEND', new Uint8Array(0)),
  ]);
  return Uint8Array.from(all);
}

async function read(bytes: Uint8Array, unpack: Unzlib | undefined) {
  const rows: Uint8Array[] = [];
  const values = new PixelValues();
  let error: unknown;
  const onRow = (row: Uint8Array, pixels: number, header: PngHeader): void => {
    rows.push(row.slice());
    values.add(row, pixels, header);
  };
  try {
    await readPng(new ChunkPull([bytes]), onRow, unpack);
  } catch (reason) {
    error = String(reason);
  }
  return { rows, values: new Map(values.take()), complete: values.complete, error };
}

/** Pixel by pixel, bit by bit. */
function plainValues({ width, depth, colour }: Picture, rows: readonly Uint8Array[]) {
  const counts = new Map<number, number>();
  const samples = channels.get(colour) ?? 0;
  for (const row of rows) {
    const sample = (at: number): number => {
      let value = 0;
      for (let bit = at * depth; bit < (at + 1) * depth; bit += 1) {
        value = value * 2 + ((row[bit >> 3] >> (7 - (bit & 7))) & 1);
      }
      return value;
    };
    const low = (at: number): number => sample(at) & 255;
    for (let at = 0; at < width; at += 1) {
      const first = at * samples;
      const value =
        samples < 3 ? sample(first) : (low(first) << 16) | (low(first + 1) << 8) | low(first + 2);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

describe('a PNG image', () => {
  test('gives its rows and values at once and a little at a time', async () => {
    const property = fc.asyncProperty(pictures, async (picture) => {
      const rows = rowsOf(picture);
      const bytes = pngOf(picture, rows);
      for (const unpack of [unzlib, undefined]) {
        const found = await read(bytes, unpack);
        expect(found.error).toBeUndefined();
        expect(found.rows).toEqual(rows.map((row) => Uint8Array.from(row)));
        expect(found.values).toEqual(plainValues(picture, rows));
      }
    });
    await fc.assert(property, { numRuns: 400 });
  });

  test('is unpacked at once where it can be', async () => {
    const picture = { width: 9, depth: 8, colour: 3, filters: [0, 2, 4], seed: 1, values: 2 };
    const asked: number[] = [];
    await read(pngOf(picture, rowsOf(picture)), (packed, limit) => {
      asked.push(limit);
      return unzlib(packed, limit);
    });
    expect(asked).toEqual([30]);
  });

  test('that is cut off behind whole rows gives these either way', async () => {
    const filters = [0, 0, 0, 2, 0, 1, 0, 2, 0, 0];
    const picture = { colour: 0, depth: 1, width: 1, filters, seed: 806444978, values: 2 };
    const whole = pngOf(picture, rowsOf(picture));
    const bytes = whole.slice(0, Math.floor(0.57 * (whole.length - 1)));
    const [fast, slow] = [await read(bytes, unzlib), await read(bytes, undefined)];
    expect(fast).toEqual(slow);
    expect(fast.error).toContain('too early');
    expect(fast.rows.length).toBeGreaterThan(0);
  });

  test('says the same of damage either way', async () => {
    const property = fc.asyncProperty(
      pictures,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(255),
      fc.boolean(),
      async (picture, place, byte, isCut) => {
        const whole = pngOf(picture, rowsOf(picture));
        const at = Math.floor(place * (whole.length - 1));
        const bytes = isCut ? whole.slice(0, at) : whole.slice();
        if (!isCut) bytes[at] = byte;
        const [fast, slow] = [await read(bytes, unzlib), await read(bytes, undefined)];
        // Rows of a stream whose check sum alone is wrong are there either way.
        expect(fast).toEqual(slow);
      },
    );
    await fc.assert(property, { numRuns: 600 });
  });
});
