// A label column by its dictionary's indexes against the same column row by row: the same tally, nulls and oddities too.
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { readHybrid } from '../../../../src/core/columnar/hybridRuns';
import { readColumnPages } from '../../../../src/core/columnar/parquetColumn';
import { openParquet } from '../../../../src/core/columnar/parquetFile';
import { parquet } from '../../../../src/core/formats/parquet';
import type { PackedIndexes } from '../../../../src/core/kernels';
import { pack } from '../../../../src/core/tables/packed';
import { PathLineReader } from '../../../../src/core/tables/pathLineReader';
import type { RowRecipe } from '../../../../src/core/tables/recipe';
import type { WorkUnit } from '../../../../src/core/claims';
import { Tally } from '../../../../src/core/tally';
import { loadKernels } from '../../../../src/kernels/kernels';
import { MemorySource } from '../../../fakes/memorySource';

const kernels = loadKernels();
const never = new AbortController().signal;

const names = ['cat', 'dog', 'a longer name', 'NA', ' cat ', '', 'ä', 'horse'];

interface Shape {
  readonly rowGroupSize: number;
  readonly pageSize: number;
  readonly nullable: boolean;
  readonly codec: 'UNCOMPRESSED' | 'SNAPPY';
}

function fileOf(labels: readonly (string | null)[], shape: Shape): Uint8Array {
  const { nullable, ...options } = shape;
  const files = labels.map((_, at) => `image ${at}.jpg`);
  const buffer = parquetWriteBuffer({
    ...options,
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
  codec: fc.constantFrom('UNCOMPRESSED' as const, 'SNAPPY' as const),
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
          else
            for (const index of page.indexes()) all.push(index < 0 ? null : page.dictionary[index]);
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

  test('gives the tally and the problems that row by row gives', async () => {
    const cells = fc.constantFrom(...names, ...names.slice(0, 3), null);
    const full = fc.constantFrom(...names, ...names.slice(0, 3));
    const labels = fc.oneof(
      fc.array(cells, { minLength: 1, maxLength: 300 }),
      fc.array(full, { minLength: 1, maxLength: 300 }),
    );
    const property = fc.asyncProperty(
      labels,
      shapes,
      fc.boolean(),
      async (own, shape, integers) => {
        const file = fileOf(own, { ...shape, nullable: true });
        const source = new MemorySource({ 'a.parquet': file }, { kernels });
        const kernelless = new MemorySource({ 'a.parquet': file });
        const info = await openParquet(file.length, (start, end) => file.slice(start, end));
        const label = { kind: 'column', column: 1, join: null, integers, folder: false } as const;
        const recipe: RowRecipe = { label, split: null, image: [], needs: [] };
        let start = 0;
        for (const rows of info.groups) {
          const end = start + rows;
          const options = pack({ columns: ['file', 'label'], recipe, start, end });
          const unit: WorkUnit = {
            ...{ format: 'parquet', split: 'all', paths: ['a.parquet'], bytes: 1, options },
          };
          start = end;
          // With an observer, every row is seen.
          const [fast, slow, plain] = [
            ...[new Tally(), new Tally(), new Tally({ sample: () => undefined })],
          ];
          for (const tally of [fast, plain]) await parquet.count(unit, source, tally, never);
          await parquet.count(unit, kernelless, slow, never);
          expect(fast.toData()).toEqual(plain.toData());
          expect(slow.toData()).toEqual(plain.toData());
        }
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });
});

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

describe('the kernel of indexes', () => {
  /** What the plain reader makes of the numbers: how often each occurs and where first, or that they are refused. */
  function plainly(page: PackedIndexes, size: number): unknown {
    const out = new Int32Array(page.rows);
    try {
      readHybrid({ bytes: page.bytes, at: page.at }, page.width, out, page.rows);
    } catch (error) {
      if (error instanceof RangeError) return 'refused';
      throw error;
    }
    if (out.some((index) => index < 0 || index >= size)) return 'refused';
    const counts = Array.from({ length: size }, () => 0);
    const firsts = new Map<number, number>();
    out.forEach((index, row) => {
      counts[index] += 1;
      if (!firsts.has(index)) firsts.set(index, row);
    });
    return [counts, [...firsts].sort(([a], [b]) => a - b)];
  }

  function byKernel(page: PackedIndexes, size: number): unknown {
    const counter = kernels?.indexes();
    try {
      const found = counter?.count(page, size);
      if (found === undefined) return 'left';
      const counts = [...found.counts];
      const firsts = counts.flatMap((rows, at) => (rows > 0 ? [[at, found.firsts[at]]] : []));
      return [counts, firsts];
    } catch (error) {
      if (error instanceof RangeError) return 'refused';
      throw error;
    } finally {
      counter?.close();
    }
  }

  const part = fc.oneof(
    fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 40 }),
    fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 30 })).map(([value, times]) => ({ value, times })),
  );

  test('counts runs and packed numbers as the plain reader reads them', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 24 }),
      fc.array(part, { maxLength: 6 }),
      fc.nat({ max: 120 }),
      fc.constantFrom(1, 8, 33, 41, 1000),
      fc.nat({ max: 3 }),
      (width, parts, rows, size, at) => {
        const mask = 2 ** Math.min(width, 6) - 1;
        const bytes = parts.flatMap((one): number[] => {
          if (Array.isArray(one))
            return [
              ...packed(
                one.map((value) => value & mask),
                width,
              ),
            ];
          const value = one.value & mask;
          return [
            one.times << 1,
            value,
            ...Array.from({ length: ((width + 7) >> 3) - 1 }, () => 0),
          ];
        });
        const page = {
          bytes: Uint8Array.from([...Array.from({ length: at }, () => 9), ...bytes]),
          at,
          width,
          rows,
        };
        expect(byKernel(page, size)).toEqual(plainly(page, size));
      },
    );
    fc.assert(property, { numRuns: 3000 });
  });

  test('refuses what the plain reader refuses of any bytes', () => {
    const property = fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.integer({ min: 1, max: 24 }),
      fc.nat({ max: 300 }),
      (bytes, width, rows) => {
        const page = { bytes, at: 0, width, rows };
        expect(byKernel(page, 2 ** Math.min(width, 12))).toEqual(
          plainly(page, 2 ** Math.min(width, 12)),
        );
      },
    );
    fc.assert(property, { numRuns: 3000 });
  });

  test('leaves what is too wide or too large to the plain reader', () => {
    const bytes = new Uint8Array(8);
    expect(byKernel({ bytes, at: 0, width: 25, rows: 1 }, 10)).toBe('left');
    expect(byKernel({ bytes, at: 0, width: 8, rows: 1 }, 1 << 21)).toBe('left');
    expect(byKernel({ bytes: new Uint8Array(7 << 20), at: 0, width: 8, rows: 1 }, 10)).toBe('left');
  });

  test('leaves its memory as it found it', () => {
    const labels = ['a', 'b', 'a'].map((label) => `x ${label}\n`).join('');
    byKernel({ bytes: packed([0, 1, 2, 3], 4), at: 0, width: 4, rows: 4 }, 16);
    const tally = new Tally();
    const reader = new PathLineReader(
      { skip: 0, separator: 'blank', place: 'last', join: null, vector: 0, integers: false },
      ...([tally, 'a.txt', 'all'] as const),
    );
    const scanner = kernels?.cells({ kind: 'lines', tabs: false }, reader);
    scanner?.feed(new TextEncoder().encode(labels));
    scanner?.end();
    expect(tally.toData().splits[0].counts).toEqual([2, 1]);
  });
});

describe('runs of numbers', () => {
  test('are read at every width', () => {
    const property = fc.property(fc.integer({ min: 1, max: 32 }), fc.nat(60), (width, length) => {
      const largest = 2 ** width;
      const values = Array.from({ length: length + 1 }, (_, at) => (at * 2654435761) % largest);
      const out = new Int32Array(values.length);
      readHybrid({ bytes: packed(values, width), at: 0 }, width, out, values.length);
      expect([...out].map((value) => value >>> 0)).toEqual(values);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('that end too early or hold nothing are refused', () => {
    const bytes = packed([1, 2, 3], 7);
    const out = new Int32Array(50);
    for (let cut = 0; cut < 4; cut++) {
      const cursor = { bytes: bytes.subarray(0, cut), at: 0 };
      expect(() => {
        readHybrid(cursor, 7, out, 3);
      }).toThrow(RangeError);
    }
    expect(() => {
      readHybrid({ bytes: Uint8Array.of(0, 0), at: 0 }, 8, out, 5);
    }).toThrow(RangeError);
    expect(() => {
      readHybrid({ bytes, at: 0 }, 33, out, 5);
    }).toThrow(RangeError);
  });
});
