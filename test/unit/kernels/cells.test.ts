// The kernels of delimited text and of lists against the plain readers: the same tally, to the last problem.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RowLayout } from '../../../src/core/tables/delimitedSample';
import { PathLineReader } from '../../../src/core/tables/pathLineReader';
import type { ListRecipe } from '../../../src/core/tables/pathLines';
import type { RowRecipe } from '../../../src/core/tables/recipe';
import { TableReader } from '../../../src/core/tables/tableReader';
import type { Tally } from '../../../src/core/tally';
import { cut, type Reader, readByKernel, readPlainly } from './compare';

const encoder = new TextEncoder();

const layout: RowLayout = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  skipLines: 0,
  header: true,
  columns: 3,
};

function recipe(column: number, more: Partial<RowRecipe> = {}): RowRecipe {
  const label = { kind: 'column', column, join: null, integers: false, folder: false } as const;
  return { label, split: null, image: [], needs: [], ...more };
}

const table =
  (how: RowRecipe, rows: RowLayout = layout) =>
  (tally: Tally): Reader =>
    new TableReader(how, rows, { tally, file: 'a.csv', split: 'all' });

const list =
  (how: Partial<ListRecipe> = {}) =>
  (tally: Tally): Reader => {
    const base = { skip: 0, separator: 'blank', place: 'last', join: null } as const;
    return new PathLineReader(
      { ...base, vector: 0, integers: false, ...how },
      tally,
      'a.txt',
      'all',
    );
  };

/** The same tally in every cut. */
function expectSame(text: string, make: (tally: Tally) => Reader, sizes: readonly number[]): void {
  const bytes = encoder.encode(text);
  const plain = readPlainly(bytes, make);
  for (const inPlace of [true, false]) {
    expect(readByKernel(cut(bytes, sizes), make, inPlace).data).toEqual(plain);
  }
}

const piece = fc.constantFrom(
  ...['a', 'b', 'cat', 'dog', 'NA', '1', '1.0', '', ' ', '\t', 'ä', '\u{1F436}', '\0'],
  ...['"', '""', '"x"', '"a,b"', '"a\nb"', '"a\r\nb"', '"c""d"', '"x" ', '"x"y', 'y"x"', '"cat"'],
  ...[',', ',', ',', ',', '\n', '\n', '\r\n', '\r', '\n\n', '#', '/', 'x'.repeat(70)],
);
const messy = fc.array(piece, { maxLength: 120 }).map((parts) => parts.join(''));

/** Mostly well-formed rows, so that the kernel counts most and meets the odd one among them. */
const cell = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom('cat', 'dog', '"cat"', 'a longer name of a class', '7'),
  },
  { weight: 1, arbitrary: piece },
);
const row = fc.array(cell, { minLength: 3, maxLength: 3 }).map((cells) => cells.join(','));
const rows = fc
  .array(fc.tuple(row, fc.constantFrom('\n', '\n', '\r\n')), { minLength: 1, maxLength: 60 })
  .map((lines) => `f,l,s\n${lines.map((line) => line.join('')).join('')}`);
const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });
const columns = fc.constantFrom(0, 1, 2);
const split: RowRecipe['split'] = { column: 2, coding: { kind: 'word' } };

describe('delimited kernel', () => {
  test('agrees with the plain reader on rows with few oddities, in any cut', () => {
    const property = fc.property(
      rows,
      sizes,
      columns,
      fc.boolean(),
      (text, cuts, column, splits) => {
        const how = recipe(column, splits && column !== 2 ? { split } : {});
        expectSame(text, table(how), cuts);
      },
    );
    fc.assert(property, { numRuns: 1500 });
  });

  test('agrees with the plain reader on any bytes, in any cut', () => {
    const property = fc.property(
      messy,
      sizes,
      columns,
      fc.boolean(),
      (text, cuts, column, header) => {
        expectSame(text, table(recipe(column), { ...layout, header }), cuts);
      },
    );
    fc.assert(property, { numRuns: 3000 });
  });

  test('agrees where one column is all there is, and where nothing is quoted', () => {
    const property = fc.property(messy, sizes, fc.boolean(), (text, cuts, quoted) => {
      const narrow: RowLayout = { ...layout, columns: 1, quote: quoted ? '"' : '', skipLines: 1 };
      expectSame(text, table(recipe(0), narrow), cuts);
    });
    fc.assert(property, { numRuns: 1500 });
  });

  test('agrees where cells join labels or hold integers', () => {
    const property = fc.property(rows, sizes, fc.boolean(), (text, cuts, integers) => {
      const label = recipe(1).label;
      const joined = { ...label, join: integers ? null : ' ', integers } as RowRecipe['label'];
      expectSame(text, table(recipe(1, { label: joined })), cuts);
    });
    fc.assert(property, { numRuns: 800 });
  });

  test('counts well-formed rows itself, the first of each label too', () => {
    const text = `f,l,s\n${'x.jpg,cat,train\ny.jpg,"dog",val\r\n'.repeat(5000)}`;
    const { counted } = readByKernel(
      cut(encoder.encode(text), [4096]),
      table(recipe(1, { split })),
      true,
    );
    expect(counted).toBe(10_000);
    expectSame(text, table(recipe(1, { split })), [4096]);
  });

  test('tells apart labels, and splits, that differ in a single byte, whatever their length', () => {
    const texts: string[] = [];
    for (let length = 1; length <= 70; length++) {
      const base = 'a'.repeat(length);
      texts.push(base);
      for (let at = 0; at < length; at++) texts.push(`${base.slice(0, at)}b${base.slice(at + 1)}`);
    }
    const text = `f,l,s\n${texts.map((label) => `x,${label},train\n`).join('')}`;
    const twice = text + text.slice(6);
    const { counted } = readByKernel([encoder.encode(twice)], table(recipe(1, { split })), true);
    expect(counted).toBe(texts.length * 2);
    expectSame(twice, table(recipe(1, { split })), [4096]);
    const names = [
      'train',
      'val',
      'test',
      'validation',
      'validation_matched',
      'validation_mismatched',
    ];
    const parts = names.map((name) => `x,cat,${name}\ny,dog,${name.replace('a', 'o')}\n`).join('');
    expectSame(`f,l,s\n${parts}${parts}`, table(recipe(1, { split })), [4096]);
  });

  test('leaves a record longer than its window to the plain reader', () => {
    const long = `"${'x\n'.repeat(1_200_000)}"`;
    const text = `f,l,s\na,cat,1\n${long},cat,1\nb,cat,1\nc,dog,1\nd,cat\n`;
    expectSame(text, table(recipe(1)), [1 << 20]);
  });

  test('agrees on more labels than it can learn, and on labels that are never closed', () => {
    const many = Array.from({ length: 140_000 }, (_, at) => `f,label ${at},s\n`).join('');
    expectSame(`f,l,s\n${many}${many}`, table(recipe(1)), [1 << 20]);
    expectSame(`f,l,s\na,"cat,1\n${'b,dog,2\n'.repeat(1000)}`, table(recipe(1)), [999]);
  });

  test('gives up on a file that teaches it nothing, with the same result', () => {
    const text = `f,l,s\n${'a,cat\n'.repeat(5000)}${'b,dog,1\n'.repeat(10)}`;
    expectSame(text, table(recipe(1)), [777]);
  });
});

describe('list kernel', () => {
  test('agrees with the plain reader in any cut', () => {
    const word = fc.constantFrom(
      'a.jpg',
      'b c.png',
      'cat',
      '3',
      '3.0',
      '#',
      '',
      ' ',
      '\t',
      'NA',
      '\r',
    );
    const line = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
    const usual = fc.constantFrom('img/1.jpg cat', 'img/2.jpg\tdog', 'img/3.jpg 17', 'x y.png cat');
    const any = fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: line });
    const ends = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r');
    const text = fc
      .array(fc.tuple(any, ends), { maxLength: 50 })
      .map((lines) => lines.map((one) => one.join('')).join(''));
    const how = fc.record({
      skip: fc.constantFrom(0, 1, 2),
      separator: fc.constantFrom('blank' as const, 'tab' as const),
      integers: fc.boolean(),
      join: fc.constantFrom(null, ',' as const),
    });
    const property = fc.property(text, sizes, how, (lines, cuts, chosen) => {
      expectSame(lines, list(chosen), cuts);
    });
    fc.assert(property, { numRuns: 3000 });
  });

  test('counts usual lines itself', () => {
    const text = 'train/a/1.jpg 17\ntrain/b/2.jpg 3\n'.repeat(3000);
    expect(readByKernel([encoder.encode(text)], list({ integers: true }), true).counted).toBe(6000);
    expectSame(text, list({ integers: true }), [1000]);
  });
});
