// The kernel of flat JSON objects against the tokenizer: the same rows, places and problems in any cut.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonRow, selectJson } from '../../../src/core/bytes/jsonSelect';
import type { Kernels } from '../../../src/core/kernels';
import { CocoReader } from '../../../src/core/annotations/cocoReader';
import { linesReader } from '../../../src/core/jsonFiles/lines';
import { Tally } from '../../../src/core/tally';
import { cut, feedAll, kernels } from './compare';

const encoder = new TextEncoder();

function said(row: JsonRow, fields: number): unknown {
  const values = Array.from({ length: fields }, (_, field) => [
    row.kind(field),
    row.text(field),
    row.number(field),
  ]);
  return [row.line, row.column, ...values];
}

/** Everything that a selection calls back, in order. */
function rowsOf(parts: readonly Uint8Array[], by: Kernels | undefined): unknown[] {
  const all: unknown[] = [];
  const fields = ['id', 'name', 'deep.inner', 'flag', 'id'];
  const onRow = (row: JsonRow): void => {
    all.push(said(row, fields.length));
  };
  const selector = selectJson({
    kernels: by,
    rows: [
      { path: 'a[]', fields, onRow, onStart: () => all.push('start') },
      { path: 'a[].list[]', fields: [''], onRow: (row) => all.push(['list', said(row, 1)]) },
      { path: 'b[]', fields: ['id'], onRow: (row) => all.push(['b', said(row, 1)]) },
    ],
    onProblem: (problem) => all.push(problem),
  });
  feedAll(
    {
      room: selector.room,
      feed: (chunk) => {
        selector.feed(chunk);
      },
      end: () => {
        selector.end();
      },
    },
    parts,
  );
  selector.close();
  return all;
}

const scalar = fc.constantFrom(
  ...[
    '1',
    '-2.5',
    '0',
    '1e3',
    '1E-2',
    'true',
    'false',
    'null',
    '"cat"',
    '"a\\"b"',
    '"\\u00e9"',
    '""',
  ],
  ...['"}],{"', '"long text of more than sixteen bytes, really"', '"ä"', '12345678901234567890'],
);
const odd = fc.constantFrom(
  ...['01', '1.', '-', 'NaN', '-Infinity', 'tru', '"\\x"', '"\\u12g4"', '"\n"', '"\t"', '+1', '.5'],
  ...['{', '}', '[', ']', '"', '\\', ',', ':', 'x', '\r', '\0', '1 2', '"a" "b"', '[1,2}', '{]'],
);
const nested = fc.constantFrom(
  ...['[]', '[1,2.5,[3,4]]', '[[1.25,2.5,3.125,4.0625,5,6,7,8]]', '{}', '{"x":{"y":[1]}}'],
  ...['["]","\\"["]', '[\n1,\r\n2]', '{"inner":1}', '[{"id":1}]', '[1,"a\\\\",{}]', '[01]'],
);
const blank = fc.constantFrom('', '', '', ' ', '\n', '\r\n', '\t ', '  \n  ');
const key = fc.constantFrom(
  'id',
  'id',
  'name',
  'flag',
  'deep',
  'list',
  'other',
  'i\\u0064',
  'ids',
  '',
);

function objectOf(values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const member = fc
    .tuple(blank, key, blank, blank, values, blank)
    .map(([a, name, b, c, value, d]) => `${a}"${name}"${b}:${c}${value}${d}`);
  return fc.array(member, { maxLength: 6 }).map((members) => `{${members.join(',')}}`);
}

const usual = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: nested });
const any = fc.oneof({ weight: 20, arbitrary: usual }, { weight: 1, arbitrary: odd });

function textOf(values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const element = fc.oneof(
    { weight: 9, arbitrary: objectOf(values) },
    { weight: 1, arbitrary: fc.oneof(scalar, nested) },
  );
  const elements = fc.array(fc.tuple(blank, element, blank), { maxLength: 14 });
  const list = elements.map((parts) => parts.map((part) => part.join('')).join(','));
  return fc.tuple(blank, list, list).map(([a, b, c]) => `${a}{"a":[${b}],"b":[${c}], "c":1}`);
}

const sizes = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 5 });

function expectSame(text: string, cuts: readonly number[]): void {
  const bytes = encoder.encode(text);
  const plain = rowsOf([bytes], undefined);
  expect(rowsOf(cut(bytes, cuts), kernels)).toEqual(plain);
}

describe('object kernel', () => {
  test('gives the rows of sound JSON, with their places, in any cut', () => {
    fc.assert(fc.property(textOf(usual), sizes, expectSame), { numRuns: 3000 });
  });

  test('gives the rows and the problem of unsound JSON in any cut', () => {
    fc.assert(fc.property(textOf(any), sizes, expectSame), { numRuns: 3000 });
  });

  test('gives the rows of a text that is damaged anywhere', () => {
    const damage = fc.tuple(fc.nat(), fc.oneof(odd, fc.constant('')));
    const property = fc.property(textOf(usual), damage, sizes, (text, [place, piece], cuts) => {
      const at = place % (text.length + 1);
      expectSame(text.slice(0, at) + piece + text.slice(at + 1), cuts);
    });
    fc.assert(property, { numRuns: 3000 });
  });

  test('reads objects itself', () => {
    const seen: number[] = [];
    const counting: Kernels = {
      ...kernels,
      cells: (layout, plain) => kernels.cells(layout, plain),
      objects: () => {
        const scanner = kernels.objects();
        return {
          bytes: scanner.bytes,
          pairs: scanner.pairs,
          cells: scanner.cells,
          room: () => scanner.room(),
          close: () => {
            scanner.close();
          },
          scan: (from, to, keys) => {
            const scan = scanner.scan(from, to, keys);
            seen.push(scan.objects);
            return scan;
          },
        };
      },
    };
    const text = `{"a":[${Array.from({ length: 1000 }, (_, at) => `{"id":${at},"box":[1,2,[3]]}`).join(', ')}]}`;
    expect(rowsOf([encoder.encode(text)], counting)).toHaveLength(2000);
    expect(seen.reduce((sum, objects) => sum + objects, 0)).toBe(999);
  });

  test('gives a COCO file the tally that the plain reader gives', () => {
    const annotations = Array.from({ length: 3000 }, (_, at) => {
      const shape = at % 7 === 0 ? '{"counts":"a\\\\b]","size":[1,2]}' : '[[1.5,2.5,3,4,5,6]]';
      return `{"segmentation": ${shape}, "image_id": ${at % 90}, "category_id": ${at % 5}, "iscrowd": ${at % 7 === 0 ? 1 : 0}}`;
    });
    const text = `{"images": [${Array.from({ length: 100 }, (_, at) => `{"id": ${at}}`).join(', ')}],
      "annotations": [${annotations.join(',\n')}], "categories": [{"id": 0, "name": "a"}, {"id": 1, "name": "b"}]}`;
    const read = (by: Kernels | undefined, cuts: readonly number[]): unknown => {
      const tally = new Tally();
      feedAll(
        new CocoReader(tally, 'all', 'a.json', 'objects', by),
        cut(encoder.encode(text), cuts),
      );
      return tally.toData();
    };
    const plain = read(undefined, []);
    for (const cuts of [[], [1], [7, 64], [4096], [333, 1]])
      expect(read(kernels, cuts)).toEqual(plain);
  });
});

describe('whole numbers of flat objects', () => {
  const number = fc.oneof(
    fc.nat({ max: 999_999_999 }).map(String),
    fc.constantFrom('999999999', '1000000000', '4294967295', '4294967296', '-1', '0', '1.0', '1e2'),
    fc.constantFrom('12345678901', '"7"', 'null', 'true', '[1]', '{"a":2}', '0.5', '01', '-0'),
  );
  const member = fc.tuple(fc.constantFrom('id', 'of', 'id', 'other'), number);
  const objects = fc.array(fc.array(member, { maxLength: 5 }), { maxLength: 30 });

  /** The numbers of each row, by whichever way they were told. */
  function numbersOf(text: string, cuts: readonly number[], by: Kernels | undefined): unknown {
    const told: unknown[] = [];
    let wholes = 0;
    const selector = selectJson({
      kernels: by,
      onProblem: ({ code, line, column }) => told.push([code, line, column]),
      rows: [
        {
          path: 'a[]',
          fields: ['id', 'of'],
          onRow: (row) => {
            const plain = [0, 1].map((at) => {
              const digits = /^\d{1,9}$/.test(row.text(at)) && row.kind(at) === 'number';
              return digits ? row.number(at) : row.kind(at) === 'missing' ? -1 : row.text(at);
            });
            told.push(plain);
          },
          onWholes: (values) => {
            wholes += 1;
            // Every third is refused, and must then come as a row.
            if (wholes % 3 === 0) return false;
            told.push([...values]);
            return true;
          },
        },
      ],
    });
    const reader = {
      room: selector.room,
      feed: (chunk: Uint8Array) => {
        selector.feed(chunk);
      },
      end: () => {
        selector.end();
        selector.close();
      },
    };
    feedAll(reader, cut(encoder.encode(text), cuts));
    return told;
  }

  test('are the numbers of the rows in any cut', () => {
    const property = fc.property(objects, sizes, (all, cuts) => {
      const list = all.map((members) =>
        members.map(([name, value]) => `"${name}":${value}`).join(),
      );
      const text = `{"a":[${list.map((members) => `{${members}}`).join(', ')}]}`;
      expect(numbersOf(text, cuts, kernels)).toEqual(numbersOf(text, [], undefined));
    });
    fc.assert(property, { numRuns: 3000 });
  });

  test('count a COCO file as its rows do, whatever the ids are written like', () => {
    const id = fc.oneof(
      { weight: 8, arbitrary: fc.nat({ max: 12 }).map(String) },
      fc.constantFrom('4095', '4096', '70000000', '1.0', '"3"', '-2', 'null', '2e0', '[1]'),
    );
    const annotation = fc
      .tuple(id, id, fc.constantFrom('0', '1', 'true', '1.0', '"1"'), fc.constantFrom('0', '1'))
      .map(
        ([category, image, crowd, ignore]) =>
          `{"image_id": ${image}, "category_id": ${category}, "iscrowd": ${crowd}, "ignore": ${ignore}}`,
      );
    const counting = fc.constantFrom('objects' as const, 'images' as const, 'segments' as const);
    const property = fc.property(
      fc.array(id),
      fc.array(annotation, { maxLength: 40 }),
      sizes,
      counting,
      (images, annotations, cuts, how) => {
        const text = `{"images": [${images.map((one) => `{"id": ${one}}`).join()}], "annotations": [${annotations.join()}], "categories": [{"id": 1, "name": "a"}]}`;
        const read = (by: Kernels | undefined, sizesOf: readonly number[]): unknown => {
          const tally = new Tally();
          const parts = cut(encoder.encode(text), sizesOf);
          feedAll(new CocoReader(tally, 'all', 'a.json', how, by), parts);
          return tally.toData();
        };
        expect(read(kernels, cuts)).toEqual(read(undefined, []));
      },
    );
    fc.assert(property, { numRuns: 1500 });
  });
});

describe('object kernel over lines', () => {
  function linesOf(parts: readonly Uint8Array[], by: Kernels | undefined): unknown {
    const tally = new Tally();
    const all: unknown[] = [];
    const row = {
      path: '',
      fields: ['id', 'name', 'list'],
      onRow: (one: JsonRow) => all.push(said(one, 3)),
    };
    const inner = { path: 'list[]', fields: [''], onRow: (one: JsonRow) => all.push(said(one, 1)) };
    feedAll(
      linesReader(tally, 'a.jsonl', { rows: [row, inner], kernels: by }, () => all.push('end')),
      parts,
    );
    return [all, tally.toData()];
  }

  test('gives the rows and problems of each line in any cut', () => {
    const line = fc.oneof(
      { weight: 8, arbitrary: objectOf(usual) },
      { weight: 1, arbitrary: objectOf(any) },
      { weight: 1, arbitrary: fc.oneof(scalar, odd, blank) },
    );
    const ends = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\n\n', ' \n', '\t\r\n', 'x\n');
    const text = fc
      .array(fc.tuple(blank, line, ends), { maxLength: 20 })
      .map((lines) => lines.map((one) => one.join('')).join(''));
    const property = fc.property(text, sizes, (lines, cuts) => {
      const bytes = encoder.encode(lines);
      expect(linesOf(cut(bytes, cuts), kernels)).toEqual(linesOf([bytes], undefined));
    });
    fc.assert(property, { numRuns: 4000 });
  });
});
