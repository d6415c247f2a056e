// Every kind of image against what Pillow reads (test/fixtures/make/images.py), bitmaps that nobody writes any more, and
// damaged files: none may do more than say why it cannot be read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { decodeBmp } from '../../../src/node/images/bmpImage';
import { decodeImage } from '../../../src/node/images/imageKinds';
import { jpegDecoder } from '../../../src/node/images/jpegImage';
import { root } from '../../lib/shared';

// The decoders in WebAssembly lie beside the built program; from source they come from their packages.
vi.mock('../../../src/node/place', () => ({
  besideProgram: (name: string) => {
    const kind = name.startsWith('webp') ? 'webp' : 'jpeg';
    return join(root, 'node_modules', '@jsquash', kind, 'codec', 'dec', name);
  },
}));

const folder = join(root, 'test', 'fixtures', 'images');
const files = readdirSync(folder).filter((name) => !name.endsWith('.rgb'));
const content = (name: string) => new Uint8Array(readFileSync(join(folder, name)));

/** The largest difference to what Pillow reads. */
async function off(name: string): Promise<number> {
  const { pixels } = await decodeImage(content(name));
  const wanted = content(`${name}.rgb`);
  expect(pixels).toHaveLength(wanted.length);
  return pixels.reduce((most, value, at) => Math.max(most, Math.abs(value - wanted[at])), 0);
}

describe('decodeImage', () => {
  test.each(files.filter((name) => !/\.jpg$|lossy/.test(name)))(
    'reads %s as Pillow does',
    async (name) => {
      expect(await off(name)).toBe(0);
    },
  );

  // Decoders may round differently, and smooth chroma in other ways.
  test.each(files.filter((name) => /\.jpg$|lossy/.test(name)))(
    'reads %s nearly as Pillow does',
    async (name) => {
      expect((await jpegDecoder()).name).toContain('wasm');
      expect(await off(name)).toBeLessThan(6);
    },
  );

  const binary = (head: string, ...values: number[]): Uint8Array =>
    Uint8Array.from([...Buffer.from(head), ...values]);
  test.each([
    ['gray, packed', binary('P5\n# by hand\n2 1 255\n', 7, 200), [7, 7, 7, 200, 200, 200]],
    ['colour, packed', binary('P6 1 1\n15\n', 15, 0, 3), [255, 0, 51]],
    ['colour, wide', binary('P6 1 1 65535\n', 255, 255, 0, 0, 128, 0), [255, 0, 128]],
    ['gray, plain', binary('P2 2 1 9 # white\n9\t0'), [255, 255, 255, 0, 0, 0]],
    ['colour, plain', binary('P3\n1 1\n255\n1 2 3\n'), [1, 2, 3]],
  ])('reads Netpbm images: %s', async (_, bytes, pixels) => {
    expect([...(await decodeImage(bytes)).pixels]).toEqual(pixels);
  });

  test.each([
    ['ends early', binary('P6 2 1 255\n', 1, 2, 3)],
    ['ends early', binary('P2 2 1 255 1')],
    ['above its white', binary('P5 1 1 9\n', 10)],
    ['no pixels', binary('P5 0 1 9\n')],
    ['too many pixels', binary('P5 99999 99999 9\n')],
    ['it is no JPEG', binary('P5 9999999999 1 9\n', 1)],
  ])('refuses a Netpbm image that %s', async (reason, bytes) => {
    await expect(decodeImage(bytes)).rejects.toThrow(reason);
  });

  test('says why there is no image, whatever is cut off or changed', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files.filter((name) => name !== 'many-codes.gif')),
        fc.double({ min: 0, max: 1, noNaN: true }),
        changes,
        async (name, share, changed) => {
          const whole = content(name);
          const bytes = whole.slice(0, Math.ceil(whole.length * share));
          // Sizes stay, for a larger picture is a slower test and no other case.
          for (const [at, byte] of changed)
            if (bytes.length > 40) bytes[30 + (at % (bytes.length - 30))] = byte;
          const outcome = await decodeImage(bytes).catch((error: unknown) => error);
          if (!(outcome instanceof Error)) expect(outcome).toHaveProperty('pixels');
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  test('refuses a frame that is far larger than its picture', async () => {
    const gif = content('palette.gif');
    const at = gif.indexOf(0x2c, 13 + 3 * 2 ** ((gif[10] & 7) + 1));
    gif.fill(0xff, at + 5, at + 9);
    await expect(decodeImage(gif)).rejects.toThrow('too many pixels');
    await expect(decodeImage(new Uint8Array(8))).rejects.toThrow(
      'no JPEG, PNG, WebP, GIF, BMP, PGM or PPM',
    );
  });
});

/** A bitmap of 4 x 2 pixels from its parts. */
function bitmap(bits: number, coding: number, tables: number[], data: number[], tall = 2) {
  const offset = 54 + tables.length;
  const bytes = new Uint8Array(offset + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(10, offset, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, 4, true);
  view.setInt32(22, tall, true);
  view.setUint16(28, bits, true);
  view.setUint32(30, coding, true);
  bytes.set(tables, 54);
  bytes.set(data, offset);
  return bytes;
}

const palette = [0, 1, 2, 3].flatMap((i) => [i, i, i, 0]);
const reds = (bytes: Uint8Array) => [...decodeBmp(bytes).pixels].filter((_, at) => at % 3 === 0);

describe('decodeBmp', () => {
  const tables = [...palette, ...Array.from({ length: 1008 }, () => 9)];

  test('reads runs, single pixels, jumps and ends of lines, from the lowest line up', () => {
    const data = [3, 1, 1, 2, 0, 0, 0, 3, 3, 2, 1, 0, 1, 3, 0, 1];
    expect(reds(bitmap(8, 1, tables, data))).toEqual([3, 2, 1, 3, 1, 1, 1, 2]);
    const jump = [1, 1, 0, 2, 1, 1, 2, 3, 0, 1];
    expect(reds(bitmap(8, 1, tables, jump))).toEqual([0, 0, 3, 3, 1, 0, 0, 0]);
  });

  test('reads runs of half bytes', () => {
    const table = [...palette, ...Array.from({ length: 48 }, () => 9)];
    const data = [4, 0x12, 0, 0, 0, 3, 0x32, 0x10, 1, 0x30, 0, 1];
    expect(reds(bitmap(4, 2, table, data))).toEqual([3, 2, 1, 3, 1, 2, 1, 2]);
  });

  test('reads masks of 5 and 6 bits, from the highest line down where the height is negative', () => {
    const masks = [0, 0xf8, 0, 0, 0xe0, 7, 0, 0, 0x1f, 0, 0, 0];
    const data = [0, 0xf8, 0xe0, 7, 0x1f, 0, 0xff, 0xff, ...Array.from({ length: 8 }, () => 0)];
    const { pixels } = decodeBmp(bitmap(16, 3, masks, data, -2));
    expect([...pixels.subarray(0, 12)]).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
    expect([...pixels.subarray(12)]).toEqual(Array.from({ length: 12 }, () => 0));
  });

  test('refuses one that ends early', () => {
    expect(() => decodeBmp(bitmap(8, 1, tables, [3, 1]))).toThrow('ends early');
    expect(() => decodeBmp(bitmap(24, 0, [], [1, 2, 3]))).toThrow('ends early');
  });
});
