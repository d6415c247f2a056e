// A label column by its dictionary's indexes against the same column row by row: the same tally, nulls and oddities too.
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { countHybrid, readHybrid } from '../../../../src/core/columnar/hybridRuns';
import { readColumnPages } from '../../../../src/core/columnar/parquetColumn';
import { openParquet } from '../../../../src/core/columnar/parquetFile';
import { parquet } from '../../../../src/core/formats/parquet';
import { pack } from '../../../../src/core/tables/packed';
import type { RowRecipe } from '../../../../src/core/tables/recipe';
import type { WorkUnit } from '../../../../src/core/claims';
import { Tally } from '../../../../src/core/tally';
import { unpackPage } from '../../../../src/node/unpackPage';
import { kernels } from '../../kernels/compare';
import { MemorySource } from '../../../fakes/memorySource';
import { gzipSync } from 'node:zlib';

const never = new AbortController().signal;

const names = ['cat', 'dog', 'a longer name', 'NA', ' cat ', '', 'ä', 'horse'];

interface Shape {
  readonly rowGroupSize: number;
  readonly pageSize: number;
  readonly nullable: boolean;
  readonly codec: 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP' | 'ZSTD';
}

/** A frame of one block that is as it was: Node writes zstd only from 22.15 on. */
function zstdOf(bytes: Uint8Array): Uint8Array {
  const head = new Uint8Array(12);
  const view = new DataView(head.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  // One segment, its size in four bytes.
  view.setUint8(4, 0xa0);
  view.setUint32(5, bytes.length, true);
  const block = 1 | (bytes.length << 3);
  for (let at = 0; at < 3; at += 1) view.setUint8(9 + at, (block >>> (at * 8)) & 255);
  return new Uint8Array(Buffer.concat([head, bytes]));
}

/** Puts nothing where it is best put, as for a column that is larger than a kernel's memory. */
class Elsewhere extends MemorySource {
  override read(path: string, start: number, end: number): Uint8Array {
    return super.read(path, start, end);
  }
}

function fileOf(labels: readonly (string | null)[], shape: Shape): Uint8Array {
  const { nullable, ...options } = shape;
  const files = labels.map((_, at) => `image ${at}.jpg`);
  const buffer = parquetWriteBuffer({
    ...options,
    compressors: { GZIP: (bytes) => new Uint8Array(gzipSync(bytes)), ZSTD: zstdOf },
    columnData: [
      { name: 'file', data: files, type: 'STRING' },
      { name: 'label', data: [...labels], type: 'STRING', nullable },
    ],
  });
  return new Uint8Array(buffer);
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  rowGroupSize: fc.constantFrom(7, 50, 1000),
  pageSize: fc.constantFrom(16, 200, 1 << 20),
  nullable: fc.boolean(),
  codec: fc.constantFrom('UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD'),
});

async function pagesOf(file: Uint8Array): Promise<readonly string[]> {
  const read = (start: number, end: number): Uint8Array => file.slice(start, end);
  const info = await openParquet(file.length, read);
  const [rows] = info.groups;
  const pages = await readColumnPages(info, read, 'label', { start: 0, end: rows });
  return (pages ?? []).map((page) => page.kind);
}

describe('a Parquet label column', () => {
  test('gives the values of every page, by index where there is a dictionary', async () => {
    const labels = fc.array(fc.constantFrom(...names, null), { minLength: 1, maxLength: 300 });
    const property = fc.asyncProperty(labels, shapes, async (cells, shape) => {
      const own = shape.nullable ? cells : cells.map((cell) => cell ?? '');
      const file = fileOf(own, shape);
      const read = (start: number, end: number): Uint8Array => file.slice(start, end);
      const info = await openParquet(file.length, read);
      const all: unknown[] = [];
      let start = 0;
      for (const rows of info.groups) {
        const end = start + rows;
        for (const page of (await readColumnPages(info, read, 'label', { start, end })) ?? []) {
          if (page.kind === 'values') all.push(...page.values);
          else {
            const indexes = page.indexes();
            expect(indexes).toHaveLength(page.rows);
            const counted = (index: number): number =>
              indexes.filter((one) => one === index).length;
            expect(page.nulls).toBe(counted(-1));
            page.counts?.forEach((count, index) => {
              expect(count).toBe(counted(index));
            });
            for (const index of indexes) all.push(index < 0 ? null : page.dictionary.value(index));
          }
        }
        start = end;
      }
      expect(all.map((value) => value ?? null)).toEqual(own);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  test('is counted by its dictionary', async () => {
    const labels = Array.from({ length: 5000 }, (_, at) => names[at % 3]);
    const file = fileOf(labels, {
      rowGroupSize: 2000,
      pageSize: 500,
      nullable: true,
      codec: 'SNAPPY',
    });
    expect(new Set(await pagesOf(file))).toEqual(new Set(['indexes']));
  });

  test.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD'] as const)(
    'packed as %s is counted by its dictionary wherever its bytes lie, with levels beside its indexes',
    async (codec) => {
      const labels = Array.from({ length: 900 }, (_, at) => (at % 5 === 4 ? null : names[at % 7]));
      const shape = { rowGroupSize: 900, pageSize: 1 << 20, nullable: true, codec };
      const file = fileOf(labels, shape);
      const read = (start: number, end: number): Uint8Array => file.slice(start, end);
      const info = await openParquet(file.length, read);
      const scanner = kernels.pages();
      const means = { scanner, unpackPage };
      const range = { start: 0, end: labels.length };
      const pages = (await readColumnPages(info, read, 'label', range, means)) ?? [];
      expect(pages.map(({ kind }) => kind)).toEqual(['indexes']);
      for (const page of pages) {
        if (page.kind === 'values') continue;
        const values = [...page.indexes()].map((at) => (at < 0 ? null : page.dictionary.value(at)));
        expect(values).toEqual(labels);
        const counts = labels.filter((label) => label !== null).length;
        expect(page.counts?.reduce((sum, count) => sum + count, 0)).toBe(counts);
        for (let at = 0; at < page.dictionary.length; at += 1) {
          const name = page.dictionary.value(at);
          expect(page.counts?.[at]).toBe(labels.filter((label) => label === name).length);
        }
      }
      scanner.close();
    },
  );

  test('gives the tally and the problems that row by row gives', async () => {
    const cells = fc.constantFrom(...names, ...names.slice(0, 3), null);
    const labels = fc.array(cells, { minLength: 1, maxLength: 300 });
    const property = fc.asyncProperty(
      labels,
      shapes,
      fc.boolean(),
      async (own, shape, integers) => {
        const file = fileOf(own, { ...shape, nullable: true });
        const source = new MemorySource({ 'a.parquet': file });
        const means = { kernels, unpackPage };
        const byKernel = Object.assign(new MemorySource({ 'a.parquet': file }), means);
        const elsewhere = Object.assign(new Elsewhere({ 'a.parquet': file }), means);
        const info = await openParquet(file.length, (start, end) => file.slice(start, end));
        const label = { kind: 'column', column: 1, join: null, integers, folder: false } as const;
        const recipe: RowRecipe = { label, split: null, image: [], needs: [] };
        const ends = info.groups.map((_, at) =>
          info.groups.slice(0, at + 1).reduce((sum, rows) => sum + rows, 0),
        );
        const ranges = ends.map((end, at) => ({ start: ends[at - 1] ?? 0, end }));
        for (const range of [...ranges, { start: 0, end: info.rows }]) {
          const options = pack({ columns: ['file', 'label'], recipe, ...range });
          const unit: WorkUnit = {
            ...{ format: 'parquet', split: 'all', paths: ['a.parquet'], bytes: 1, options },
          };
          // With an observer, every row is seen.
          const plain = new Tally({ sample: () => undefined });
          await parquet.count(unit, source, plain, never);
          for (const input of [source, byKernel, elsewhere]) {
            const fast = new Tally();
            await parquet.count(unit, input, fast, never);
            expect(fast.toData()).toEqual(plain.toData());
          }
        }
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });
});

describe('runs of numbers', () => {
  /** Packs as Parquet does: a header of groups of eight, the lowest bits first. */
  function packed(values: readonly number[], width: number): Uint8Array {
    const groups = Math.ceil(values.length / 8);
    let bits = 0n;
    values.forEach((value, at) => (bits |= BigInt(value) << BigInt(at * width)));
    const body = Array.from({ length: groups * width }, (_, at) =>
      Number((bits >> BigInt(at * 8)) & 255n),
    );
    return Uint8Array.from([(groups << 1) | 1, ...body]);
  }

  test('are read at every width', () => {
    const property = fc.property(fc.integer({ min: 1, max: 32 }), fc.nat(60), (width, length) => {
      const largest = 2 ** width;
      const values = Array.from({ length: length + 1 }, (_, at) => (at * 2654435761) % largest);
      const out = new Int32Array(values.length);
      readHybrid({ bytes: packed(values, width), at: 0 }, width, out, values.length);
      expect([...out].map((value) => value >>> 0)).toEqual(values);
      if (width > 16) return;
      const counts = new Int32Array(largest);
      countHybrid({ bytes: packed(values, width), at: 0 }, width, counts, values.length);
      for (const value of values) counts[value] -= 1;
      expect(counts.every((count) => count === 0)).toBe(true);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test.each([1, 3, 7, 10, 11, 13])('are counted by the thousand at %i bits', (width) => {
    const values = Array.from({ length: 20_003 }, (_, at) => (at * at * 2654435761) % 2 ** width);
    const counts = new Int32Array(2 ** width);
    const groups = Array.from({ length: Math.ceil(values.length / 8) }, (_, at) =>
      packed(values.slice(at * 8, at * 8 + 8), width).subarray(1),
    );
    const header = (groups.length << 1) | 1;
    const head = Uint8Array.of(header | 0x80, (header >>> 7) & 0x7f);
    const bytes = new Uint8Array(Buffer.concat([head, ...groups]));
    countHybrid({ bytes, at: 0 }, width, counts, values.length);
    for (const value of values) counts[value] -= 1;
    expect(counts.every((count) => count === 0)).toBe(true);
  });

  test('that end too early or hold nothing are refused', () => {
    const bytes = packed([1, 2, 3], 7);
    const out = new Int32Array(50);
    for (let cut = 0; cut < 4; cut++) {
      const cursor = { bytes: bytes.subarray(0, cut), at: 0 };
      expect(() => {
        readHybrid(cursor, 7, out, 3);
      }).toThrow(RangeError);
      cursor.at = 0;
      expect(() => {
        countHybrid(cursor, 7, new Int32Array(128), 3);
      }).toThrow(RangeError);
    }
    expect(() => {
      countHybrid({ bytes, at: 0 }, 7, new Int32Array(127), 3);
    }).toThrow(RangeError);
    expect(() => {
      readHybrid({ bytes: Uint8Array.of(0, 0), at: 0 }, 8, out, 5);
    }).toThrow(RangeError);
    expect(() => {
      readHybrid({ bytes, at: 0 }, 33, out, 5);
    }).toThrow(RangeError);
  });
});
