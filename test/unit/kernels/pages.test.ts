// Pages by the kernel against the same pages plainly: the same numbers, and the same pages refused.
import fc from 'fast-check';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { describe, expect, test } from 'vitest';
import { countHybrid, readHybrid } from '../../../src/core/columnar/hybridRuns';
import { plainEntries } from '../../../src/core/columnar/pageDictionary';
import { unpackSnappy } from '../../../src/core/columnar/snappy';
import { kernels } from './compare';
import { packed, type Run, runBytes, snappyBytes, snappyParts } from './pageBytes';

const scanner = kernels.pages();
const widest = 17;

/** What a call answers, or that it refuses: both sides must do the same. */
function outcome<T>(call: () => T): T | 'refused' {
  try {
    return call();
  } catch (error) {
    if (error instanceof RangeError) return 'refused';
    throw error;
  }
}

function plainCounts(bytes: Uint8Array, width: number, count: number): Int32Array {
  const counts = new Int32Array(2 ** width);
  countHybrid({ bytes, at: 0 }, width, counts, count);
  return counts;
}

function plainFirst(bytes: Uint8Array, width: number, count: number): Int32Array {
  const numbers = new Int32Array(count);
  readHybrid({ bytes, at: 0 }, width, numbers, count);
  const first = new Int32Array(2 ** width);
  for (let row = count; row > 0; row--) first[numbers[row - 1]] = row;
  return first;
}

/** By bytes: a test's own comparison of a hundred thousand numbers takes a tenth of a second. */
function isSame(own: Int32Array | 'refused', plain: Int32Array | 'refused'): boolean {
  if (own === 'refused' || plain === 'refused') return own === plain;
  return Buffer.compare(bytesOf(own), bytesOf(plain)) === 0;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function expectSame(bytes: Uint8Array, width: number, count: number): void {
  const run = { bytes: scanner.keep(bytes) ?? bytes, at: 0, width, count };
  const none = Int32Array.of(-1);
  const counts = outcome(() => scanner.count(run) ?? none);
  expect(
    isSame(
      counts,
      outcome(() => plainCounts(bytes, width, count)),
    ),
  ).toBe(true);
  const first = outcome(() => scanner.firstRows(run) ?? none);
  expect(
    isSame(
      first,
      outcome(() => plainFirst(bytes, width, count)),
    ),
  ).toBe(true);
}

const widths = fc.integer({ min: 1, max: widest });

function runsOf(width: number): fc.Arbitrary<Run[]> {
  const number = fc.nat(2 ** width - 1);
  const few = fc.constantFrom(0, 1, 2 ** width - 1, 2 ** (width - 1));
  const run = fc.oneof(
    fc.record({
      kind: fc.constant('packed' as const),
      numbers: fc.array(number, { maxLength: 90 }),
    }),
    fc.record({ kind: fc.constant('packed' as const), numbers: fc.array(few, { maxLength: 200 }) }),
    fc.record({
      kind: fc.constant('same' as const),
      number,
      times: fc.integer({ min: 1, max: 700 }),
    }),
  );
  return fc.array(run, { maxLength: 6 });
}

describe('indexes of a page', () => {
  test('are counted as the plain reader counts them, whole or cut off', () => {
    const pages = widths.chain((width) =>
      fc.record({
        width: fc.constant(width),
        runs: runsOf(width),
        cut: fc.nat(40),
        more: fc.nat(9),
      }),
    );
    const property = fc.property(pages, ({ width, runs, cut, more }) => {
      const { bytes, count } = runBytes(runs, width);
      expectSame(bytes, width, count);
      expectSame(bytes.subarray(0, Math.max(0, bytes.length - cut)), width, count);
      expectSame(bytes, width, count + more);
      expectSame(bytes, width, Math.max(0, count - more));
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test('are counted or refused as the plain reader does, whatever the bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 80 });
    const property = fc.property(bytes, widths, fc.nat(300), expectSame);
    fc.assert(property, { numRuns: 3000 });
  });

  test.each(Array.from({ length: widest }, (_, at) => at + 1))(
    'are counted by the thousand at %i bits',
    (width) => {
      const numbers = Array.from(
        { length: 20_011 },
        (_, at) => (at * at * 2654435761) % 2 ** width,
      );
      expectSame(packed(numbers, width), width, numbers.length);
      expectSame(packed(numbers, width), width, numbers.length - 3);
    },
  );

  test('that are too wide or too many are left to the plain reader', () => {
    const bytes = scanner.keep(new Uint8Array(90).fill(6)) ?? new Uint8Array(0);
    expect(scanner.count({ bytes, at: 0, width: 3, count: 3 })).toBeDefined();
    expect(scanner.count({ bytes, at: 0, width: 18, count: 3 })).toBeUndefined();
    expect(scanner.count({ bytes, at: 0, width: 0, count: 3 })).toBeUndefined();
    const large = new Uint8Array(scanner.room().length + 1);
    expect(scanner.keep(large)).toBeUndefined();
    expect(scanner.count({ bytes: large, at: 0, width: 3, count: 3 })).toBeUndefined();
    expect(scanner.firstRows({ bytes: large, at: 0, width: 3, count: 3 })).toBeUndefined();
    expect(scanner.entries(large, 1)).toBeUndefined();
    expect(scanner.entries(new Uint8Array(8), 2 ** widest + 1)).toBeUndefined();
    expect(scanner.unpack(large, 1)).toBeUndefined();
    expect(scanner.unpack(Uint8Array.of(0), large.length)).toBeUndefined();
  });
});

describe('snappy', () => {
  function expectUnpacked(bytes: Uint8Array, size: number): void {
    const plain = outcome(() => unpackSnappy(bytes, size));
    for (const own of [scanner.unpack(bytes, size), scanner.unpackDictionary(bytes, size)]) {
      expect(own?.slice() ?? 'refused').toEqual(plain);
    }
  }

  test('is unpacked as the plain reader and the library do, its start alone too', () => {
    const property = fc.property(snappyParts, fc.nat(3000), (parts, most) => {
      const { bytes, text } = snappyBytes(parts);
      expectUnpacked(bytes, text.length);
      expect(unpackSnappy(bytes, text.length)).toEqual(text);
      const theirs = new Uint8Array(text.length);
      snappyUncompress(bytes, theirs);
      expect(theirs).toEqual(text);
      const start = unpackSnappy(bytes, text.length, most);
      expect(start).toEqual(text.subarray(0, start.length));
      expect(start.length).toBeGreaterThanOrEqual(Math.min(most, text.length));
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('that is damaged is refused by both, or unpacked to the same', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
    const property = fc.property(snappyParts, damage, fc.nat(20), (parts, changes, cut) => {
      const { bytes, text } = snappyBytes(parts);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      expectUnpacked(bytes, text.length);
      expectUnpacked(bytes.subarray(0, Math.max(0, bytes.length - cut)), text.length);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

describe('texts of a dictionary', () => {
  const encoder = new TextEncoder();

  function dictionaryOf(texts: readonly string[]): Uint8Array {
    const cells = texts.map((text) => encoder.encode(text));
    const parts = cells.flatMap((cell) => [Buffer.alloc(4), cell]);
    cells.forEach((cell, at) => (parts[at * 2] = Buffer.from(Uint32Array.of(cell.length).buffer)));
    return new Uint8Array(Buffer.concat(parts));
  }

  test('lie where the plain reader finds them, damaged or not', () => {
    const texts = fc.array(fc.string({ maxLength: 50 }), { maxLength: 30 });
    const damage = fc.option(fc.tuple(fc.nat(), fc.nat(255)));
    const property = fc.property(texts, damage, fc.nat(3), (all, change, more) => {
      const bytes = dictionaryOf(all);
      if (change !== null && bytes.length > 0) bytes[change[0] % bytes.length] = change[1];
      const found = (read: () => ReturnType<typeof plainEntries> | undefined) =>
        outcome(() => {
          const entries = read();
          return Array.from(entries?.starts ?? [], (start, at) =>
            Array.from(entries?.bytes.subarray(start, entries.ends[at]) ?? []),
          );
        });
      const count = all.length + more;
      expect(found(() => scanner.entries(bytes, count))).toEqual(
        found(() => plainEntries(bytes, count)),
      );
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test('are known again once they are learned, by their bytes alone', () => {
    const own = kernels.pages();
    const words = Array.from({ length: 3000 }, (_, at) => 'x'.repeat(at % 50) + at.toString());
    const first = own.entries(dictionaryOf(words.slice(0, 2000)), 2000);
    expect(first?.learned.every((one) => one === -1)).toBe(true);
    for (let entry = 0; entry < 2000; entry++) expect(first?.learn?.(entry)).toBe(entry);
    const turned = words.map((_, at) => words[words.length - 1 - at]);
    const again = own.entries(dictionaryOf(turned), turned.length);
    const expected = turned.map((word) => {
      const at = words.indexOf(word);
      return at < 2000 ? at : -1;
    });
    expect([...(again?.learned ?? [])]).toEqual(expected);
    own.close();
    expect(kernels.pages().entries(dictionaryOf(words), 1)?.learned[0]).toBe(-1);
  });
});
