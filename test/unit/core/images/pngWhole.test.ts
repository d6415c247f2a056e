// Small PNG images read at once against the same images read row by row: equal, or left to that reader.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkPull } from '../../../../src/core/bytes/pull';
import { type OnRow, PngError, type PngHeader, readPng } from '../../../../src/core/images/png';
import { readWholePng } from '../../../../src/core/images/pngWhole';
import { inflate } from '../../../../src/node/inflate';
import { png } from '../../../lib/png';

interface Read {
  readonly header: PngHeader;
  readonly rows: readonly (readonly number[])[];
}

function keep(rows: number[][]): OnRow {
  return (row, pixels) => {
    rows.push([pixels, ...row]);
  };
}

async function byRow(bytes: Uint8Array): Promise<Read | undefined> {
  const rows: number[][] = [];
  try {
    return { header: await readPng(new ChunkPull([bytes]), keep(rows)), rows };
  } catch (error) {
    if (error instanceof PngError) return undefined;
    throw error;
  }
}

function atOnce(bytes: Uint8Array): Read | undefined {
  const rows: number[][] = [];
  const header = readWholePng(bytes, inflate, keep(rows));
  if (header === undefined) expect(rows).toEqual([]);
  return header === undefined ? undefined : { header, rows };
}

const kinds = fc.constantFrom<readonly [depth: number, colour: number, samples: number]>(
  ...([
    [1, 0, 1],
    [2, 0, 1],
    [4, 3, 1],
    [8, 0, 1],
    [8, 3, 1],
  ] as const),
  ...([
    [16, 0, 1],
    [8, 2, 3],
    [16, 2, 3],
    [8, 4, 2],
    [8, 6, 4],
    [16, 6, 4],
  ] as const),
);
const images = fc
  .tuple(kinds, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 6 }))
  .chain(([[depth, colour, samples], width, height]) => {
    const length = Math.ceil((width * depth * samples) / 8);
    const row = fc
      .tuple(
        fc.nat({ max: 4 }),
        fc.array(fc.nat({ max: 255 }), { minLength: length, maxLength: length }),
      )
      .map(([filter, bytes]) => [filter, ...bytes]);
    return fc
      .array(row, { minLength: height, maxLength: height })
      .map((rows) => png(width, depth, colour, rows, colour === 3 ? [1, 2, 3, 4, 5, 6] : []));
  });

describe('a small PNG image read at once', () => {
  test('gives the rows that are read one by one, of every kind and filter', async () => {
    const property = fc.asyncProperty(images, async (bytes) => {
      const plain = await byRow(bytes);
      expect(plain).toBeDefined();
      expect(atOnce(bytes)).toEqual(plain);
    });
    await fc.assert(property, { numRuns: 1000 });
  });

  test('gives the same of damaged bytes, or leaves them', async () => {
    const damage = fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.boolean());
    const property = fc.asyncProperty(images, damage, async (bytes, [place, byte, cut]) => {
      const at = place % bytes.length;
      const damaged = cut ? bytes.slice(0, at) : Uint8Array.from(bytes);
      if (!cut) damaged[at] = byte;
      const read = atOnce(damaged);
      if (read !== undefined) expect(read).toEqual(await byRow(damaged));
    });
    await fc.assert(property, { numRuns: 3000 });
  });

  test('is left where its pixels unpack to more, or to less', () => {
    const bytes = png(2, 8, 0, [
      [0, 1, 2],
      [0, 3, 4],
    ]);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    expect(atOnce(bytes)?.rows).toEqual([
      [2, 1, 2],
      [2, 3, 4],
    ]);
    for (const height of [1, 3, 1 << 19]) {
      view.setUint32(20, height);
      expect(atOnce(bytes)).toBeUndefined();
    }
  });
});
