// Files of YOLO rows that a kernel counts by itself against the plain reader: the same tally, to the last problem.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { YoloCounter } from '../../../src/core/annotations/yoloCounter';
import { YoloRows, type YoloRules } from '../../../src/core/annotations/yoloRows';
import { Tally, type TallyData } from '../../../src/core/tally';
import { kernels } from './compare';

const encoder = new TextEncoder();
const boxes: YoloRules = { classes: 0, poseFields: 0 };

function plainly(files: readonly Uint8Array[], rules: YoloRules): TallyData {
  const tally = new Tally();
  const rows = new YoloRows(rules, tally, 'train');
  files.forEach((bytes, at) => {
    rows.read(bytes, `${at}.txt`);
  });
  return tally.toData();
}

/** By the kernel, and how many files it counted; `direct`: each file lies in its memory, behind what was there before. */
function quickly(files: readonly Uint8Array[], rules: YoloRules, direct: boolean) {
  const tally = new Tally();
  let counted = 0;
  const rows = (poseFields: number) => {
    const scanner = kernels.rows(poseFields);
    const count = scanner.count.bind(scanner);
    scanner.count = (bytes) => {
      const is = count(bytes);
      if (is) counted += 1;
      return is;
    };
    return scanner;
  };
  const counter = new YoloCounter(rules, tally, 'train', { kernels: { ...kernels, rows } });
  files.forEach((bytes, at) => {
    const { room } = counter;
    const isPlaced = direct && room !== undefined && bytes.length <= room.length;
    if (isPlaced) room.set(bytes);
    counter.read(isPlaced ? room.subarray(0, bytes.length) : bytes, `${at}.txt`);
  });
  counter.end();
  counter.close();
  return { data: tally.toData(), counted };
}

function expectSame(files: readonly (string | Uint8Array)[], rules: YoloRules = boxes): number {
  const all = files.map((file) => (typeof file === 'string' ? encoder.encode(file) : file));
  const plain = plainly(all, rules);
  const { data, counted } = quickly(all, rules, true);
  expect(data).toEqual(plain);
  expect(quickly(all, rules, false).data).toEqual(plain);
  return counted;
}

const id = fc.oneof(
  { weight: 30, arbitrary: fc.nat({ max: 6 }).map(String) },
  fc.constantFrom('16383', '16384', '99999999999', '007', '1.0', '-1', '+1', '1e0', 'x', '', '3.'),
);
const usual = fc.nat({ max: 1_000_000 }).map((millionths) => (millionths / 1e6).toFixed(6));
const number = fc.oneof(
  { weight: 60, arbitrary: usual },
  { weight: 10, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map(String) },
  fc.nat({ max: 12 }).map((digits) => (1 / 3).toFixed(digits)),
  fc.constantFrom('0', '1', '1.0', '1.000000', '.5', '0.', '00.5', '0.9999999999999999999999'),
  fc.constantFrom('0.99999999999999999999999', '1.000001', '2', '-0.1', '1e-3', '.', '0..5', '0x1'),
  fc.constantFrom('0.12345a', '0.123456a', '0.1234567', '0.12.456', '-0', 'nan', '0.5\u00e4', '5'),
);
const blank = fc.oneof(
  { weight: 30, arbitrary: fc.constant(' ') },
  fc.constantFrom('  ', '\t', '\v', '\f', ' \t ', '\0', '\b', ','),
);
const end = fc.oneof(
  { weight: 30, arbitrary: fc.constant('\n') },
  fc.constantFrom('\r\n', '\r', '\n\n', ' \n', '\n ', '\r\r\n', ''),
);
const length = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(4, 4, 4, 4, 8, 6, 7) },
  fc.nat({ max: 11 }),
);
const row = length.chain((fields) =>
  fc
    .tuple(id, fc.array(fc.tuple(blank, number), { minLength: fields, maxLength: fields }), end)
    .map(([first, rest, last]) => first + rest.flat().join('') + last),
);
/** Some rows are there again: as they were, or written otherwise. */
const file = fc
  .tuple(fc.constantFrom('', '', '', '', '', '\ufeff', '\n'), fc.array(row, { maxLength: 8 }))
  .chain(([start, rows]) =>
    fc
      .oneof(
        { weight: 6, arbitrary: fc.constant('') },
        fc.constantFrom(rows.at(0) ?? '', (rows.at(-1) ?? '').replaceAll(/(\.\d+)/g, '$10')),
      )
      .map((again) => start + rows.join('') + again),
  );
const ordinary = fc
  .array(fc.tuple(fc.nat({ max: 6 }), fc.tuple(usual, usual, usual, usual)), { maxLength: 5 })
  .map((rows) => rows.map(([label, box]) => `${label} ${box.join(' ')}\n`).join(''));
const files = fc.array(fc.oneof({ weight: 2, arbitrary: ordinary }, file), { maxLength: 14 });
const rules = fc.constantFrom<YoloRules>(
  ...[boxes, { classes: 5, poseFields: 0 }, { classes: 0, poseFields: 8 }],
  { classes: 7, poseFields: 9 },
);

describe('rows counted by a kernel', () => {
  test('make the plain tally, whatever the files hold', () => {
    let counted = 0;
    fc.assert(
      fc.property(files, rules, (all, rule) => {
        counted += expectSame(all, rule);
      }),
      { numRuns: 3000 },
    );
    expect(counted).toBeGreaterThan(1000);
  });

  test('are read in every cut of a file', () => {
    const text =
      '0 0.500000 0.25 0.125 1\r\n1 0.1 0.2 0.3 0.4\n0 0.5 0.2500 0.125000 1.0\n2 0 0 1 .5';
    const cuts = Array.from({ length: text.length + 1 }, (_, at) => text.slice(0, at));
    expectSame(cuts);
    expectSame(cuts.toReversed());
  });

  test('are learned class by class, and from then on counted without the plain reader', () => {
    const all = Array.from({ length: 50 }, (_, at) => `${at % 5} 0.1 0.2 0.3 0.4\n`);
    expect(expectSame(all)).toBe(45);
    expect(expectSame(['', '\n', ' \r\n'])).toBe(3);
  });

  test('are left to the plain reader where two are alike as single-precision floats', () => {
    const known = '3 0.9 0.9 0.9 0.9\n';
    const alike = '3 0.1 0.2 0.3 0.12345678\n3 0.1 0.2 0.3 0.12345678123\n';
    const apart = '3 0.1 0.2 0.3 0.123456\n3 0.1 0.2 0.3 0.123457\n';
    expect(expectSame([known, alike])).toBe(0);
    expect(expectSame([known, apart])).toBe(1);
  });

  test('may be as many as a kernel has room for, and more', () => {
    const rows = (count: number): string =>
      Array.from({ length: count }, (_, at) => `3 0.1 0.2 0.3 ${(at / 4096).toFixed(6)}\n`).join(
        '',
      );
    expect(expectSame(['3 1 1 1 1\n', ...[1, 63, 1023, 1024].map(rows)])).toBe(4);
    expect(expectSame(['3 1 1 1 1\n', ...[1025, 2100, 3000].map(rows)])).toBe(0);
  });

  test('may end where the room does', () => {
    const room = kernels.rows(0).room().length;
    const ends = [
      '3 0.1 0.2 0.3 0.4\n',
      '3 0.1 0.2 0.3 0.4',
      '3 0.1 0.2 0.3 0.400000',
      '3 0.1 0.2 0.3 0.',
    ];
    const filled = ends.flatMap((last) =>
      [-1, 0, 1].map((more) => `${' '.repeat(room + more - last.length)}${last}`),
    );
    expect(expectSame(['3 1 1 1 1\n', ...filled])).toBe(8);
  });

  test('leave nothing behind for the next reader', () => {
    const first = ['0 0.1 0.2 0.3 0.4\n', '0 0.1 0.2 0.3 0.4\n'];
    expect(expectSame(first)).toBe(1);
    expect(expectSame(first, { classes: 0, poseFields: 5 })).toBe(1);
    expect(expectSame([])).toBe(0);
  });
});
