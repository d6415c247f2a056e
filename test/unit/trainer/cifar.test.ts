// CIFAR's pickles as Python 2 and 3 write them, in every protocol: the images come out as they went in.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiskSource } from '../../../src/node/diskSource';
import { cifarPickleSource } from '../../../src/trainer/data/cifarPickle';
import { testFolder } from '../../lib/testFolder';

const folder = testFolder('cifar');
const word = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const key = (name: string) => [Buffer.from('U'), Buffer.from([name.length]), Buffer.from(name)];

/** Opcode and length before the bytes. */
const forms: Readonly<Record<string, (bytes: Buffer) => Buffer[]>> = {
  'a string of Python 2': (bytes) => [Buffer.from('T'), word(bytes.length), bytes],
  bytes: (bytes) => [Buffer.from('B'), word(bytes.length), bytes],
  'long bytes': (bytes) => [Buffer.from([0x8e]), word(bytes.length), word(0), bytes],
  'a byte array': (bytes) => [Buffer.from([0x96]), word(bytes.length), word(0), bytes],
  // numpy of Python 3 in protocol 2: _codecs.encode(text, 'latin1').
  'text that stands for bytes': (bytes) => {
    const text = Buffer.from(bytes.toString('latin1'), 'utf8');
    const call = [Buffer.from('X'), word(text.length), text, ...key('latin1')];
    return [Buffer.from('c_codecs\nencode\n'), ...call, Buffer.from([0x86]), Buffer.from('R')];
  },
};

function pickle(images: Buffer, labels: number, form: string): Buffer {
  return Buffer.concat([
    Buffer.from([0x80, 2, 0x7d, 0x28]),
    ...[...key('fine_labels'), Buffer.from('](')],
    ...Array.from({ length: labels }, (_, at) => Buffer.from([0x4b, at % 10])),
    ...[Buffer.from('e'), ...key('data'), ...forms[form](images), Buffer.from('u.')],
  ]);
}

async function read(content: Uint8Array): Promise<readonly Uint8Array[]> {
  writeFileSync(join(folder, 'train'), content);
  const rows: Uint8Array[] = [];
  for await (const row of cifarPickleSource(new DiskSource(folder)).rows('train')) {
    rows.push(Uint8Array.from(row));
  }
  return rows;
}

describe('CIFAR pickles', () => {
  test.each(Object.keys(forms))('give back every image: %s', async (form) => {
    const seeds = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(seeds, async (given) => {
        const planes = given.map((seed) =>
          Buffer.from(Array.from({ length: 3072 }, (_, at) => (seed + at * 7) & 255)),
        );
        const rows = await read(pickle(Buffer.concat(planes), given.length, form));
        expect(rows).toHaveLength(given.length);
        for (const [at, row] of rows.entries()) {
          for (const pixel of [0, 1, 500, 1023]) {
            const wanted = [0, 1, 2].map((c) => planes[at][c * 1024 + pixel]);
            expect([...row.subarray(pixel * 3, pixel * 3 + 3)]).toEqual(wanted);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test('are refused where bytes and labels do not agree, or they end early', async () => {
    const whole = pickle(Buffer.alloc(2 * 3072, 7), 2, 'bytes');
    await expect(read(pickle(Buffer.alloc(2 * 3072), 3, 'bytes'))).rejects.toThrow(
      '“train” holds no 3 images',
    );
    await expect(read(whole.subarray(0, 5000))).rejects.toThrow(
      'cannot be read: it ends too early',
    );
  });

  test('that NumPy has written are read beside calls that are never made', async () => {
    const fixtures = join(import.meta.dirname, '../../fixtures/formats/cifar-pickle');
    const rows = await read(readFileSync(join(fixtures, 'numpy-and-globals/data/data_batch_1')));
    expect(rows).toHaveLength(3);
    // The first two bytes of the red plane.
    expect([rows[0][0], rows[0][3]]).toEqual([0xac, 0x0a]);
  });
});
