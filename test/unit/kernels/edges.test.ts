// Kernels at the edges: of their window, of what an engine has, and of what a caller may ask.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CocoReader } from '../../../src/core/annotations/cocoReader';
import type { Kernels } from '../../../src/core/kernels';
import { PathLineReader } from '../../../src/core/tables/pathLineReader';
import { TableReader } from '../../../src/core/tables/tableReader';
import { Tally } from '../../../src/core/tally';
import { loadKernels } from '../../../src/kernels/kernels';
import { feedAll, kernels, type Reader, readByKernel, readPlainly } from './compare';

/** Bytes of the window. */
const capacity = kernels.objects().room().length;
const encoder = new TextEncoder();
/** What may stand last in the window: nothing, or the half of something. */
const tails = [
  '',
  '"',
  '""',
  '\r',
  '\n',
  '\\',
  ',"',
  '{',
  '[',
  '\u00e4',
  'a\r\n',
  '"a"\r',
  '"\\u12',
];

/** So many bytes of repeated rows with a tail that ends exactly there, and a little more behind it. */
function filled(row: string, size: number, tail: string, more: string): Uint8Array {
  const end = encoder.encode(tail);
  const bytes = new Uint8Array(size);
  const unit = encoder.encode(row);
  for (let at = 0; at < size; at += unit.length) bytes.set(unit.subarray(0, size - at), at);
  bytes.set(end, size - end.length);
  const rest = encoder.encode(more);
  const all = new Uint8Array(size + rest.length);
  all.set(bytes);
  all.set(rest, size);
  return all;
}

const layout = {
  ...({ encoding: 'utf-8', delimiter: ',', quote: '"', skipLines: 0 } as const),
  ...{ header: false, columns: 2 },
};
const label = { kind: 'column', column: 1, join: null, integers: false, folder: false } as const;
const place = { file: 'a', split: 'all' };

const readers: Readonly<Record<string, (tally: Tally) => Reader>> = {
  table: (tally) =>
    new TableReader({ label, split: null, image: [], needs: [] }, layout, { tally, ...place }),
  list: (tally) =>
    new PathLineReader(
      { skip: 0, separator: 'blank', place: 'last', join: null, vector: 0, integers: false },
      tally,
      'a',
      'all',
    ),
};

const sizes = [-65, -64, -63, -17, -16, -1, 0, 1, 64].map((apart) => capacity + apart);

describe('a kernel at the end of its window', () => {
  test.each([
    ['table', 'an image.jpg,"a class"\r\n'],
    ['list', 'an/image.jpg class\n'],
  ])('counts a %s as the plain reader does', (kind, row) => {
    sizes.forEach((size, at) => {
      const bytes = filled(row, size, tails[at % tails.length], `${row}${row}`);
      const make = readers[kind];
      const plain = readPlainly(bytes, make);
      expect(readByKernel([bytes], make, true).data).toEqual(plain);
    });
  });

  test('reads JSON as the plain reader does, whatever stands there', () => {
    const row = '{"category_id":3,"image_id":7,"bbox":[1,2,3,4],"note":"a\\"b"},\n';
    const tally = (bytes: Uint8Array, by: Kernels | undefined): unknown => {
      const all = new Tally();
      const reader = new CocoReader(all, 'all', 'a', 'objects', by);
      feedAll(reader, [bytes]);
      return all.toData();
    };
    for (const [at, tail] of tails.entries()) {
      const bytes = filled(row, capacity + (at % 3) - 1, tail, `${row}{}]}`);
      bytes.set(encoder.encode('{"annotations":['), 0);
      expect(tally(bytes, kernels)).toEqual(tally(bytes, undefined));
    }
  }, 60_000);

  test('is not let out of its window', () => {
    const scanner = kernels.objects();
    const keys = { keys: [], fields: 0, lines: true };
    const start = scanner.room().byteOffset;
    expect(() => scanner.scan(start - 1, start, keys)).toThrow(RangeError);
    expect(() => scanner.scan(start, start + capacity + 1, keys)).toThrow(RangeError);
    expect(scanner.scan(start + capacity, start + capacity, keys).objects).toBe(0);
  });
});

describe('an engine without SIMD', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('has no kernels, so that everything is read plainly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(loadKernels()).toBeUndefined();
  });

  test('has none where it refuses the module', () => {
    class CompileError extends Error {}
    function Module(): never {
      throw new CompileError('no SIMD');
    }
    vi.stubGlobal('WebAssembly', { CompileError, Module });
    expect(loadKernels()).toBeUndefined();
  });
});
