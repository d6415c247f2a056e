// -1 and -100 among numbers: a mark for no label where what stands beside it says so, else a class; never left out silently.

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { npy } from '../../../../src/core/formats/npy';
import { tfrecord } from '../../../../src/core/formats/tfrecord';
import { marksNoLabel } from '../../../../src/core/arrays/noLabel';
import { countsOf, type MemoryFiles, problemsOf, scanMemory } from '../../../lib/scanMemory';

const text = (value: string): number[] => [...new TextEncoder().encode(value)];

function npyOf(...values: readonly number[]): Uint8Array {
  const header = text(`{'descr': '<i4', 'fortran_order': False, 'shape': (${values.length},), }\n`);
  const start = [0x93, ...text('NUMPY'), 1, 0, header.length & 255, header.length >> 8];
  return Uint8Array.from([...start, ...header, ...new Uint8Array(Int32Array.from(values).buffer)]);
}

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
};
const field = (number: number, content: readonly number[]): number[] => [
  (number << 3) | 2,
  ...varint(content.length),
  ...content,
];

/** A record of images with boxes of these classes; `check` stands behind its length. */
function record(labels: readonly number[], check: readonly number[] = [0, 0, 0, 0]): number[] {
  const value = field(3, field(1, labels.flatMap(varint)));
  const key = field(1, text('image/object/class/label'));
  const data = field(1, field(1, [...key, ...field(2, value)]));
  return [data.length, 0, 0, 0, 0, 0, 0, 0, ...check, ...data, 0, 0, 0, 0];
}

const of = async (files: MemoryFiles) => (await scanMemory([npy, tfrecord], files)).datasets;

test.each([
  { values: [-1, 0, 1], marked: false },
  { values: [-1, 1], marked: false },
  { values: [-1, 0, 1, 2], marked: true },
  { values: [-100, 0, 1], marked: true },
  { values: [-2, -1, 0, 1, 2], marked: false },
  { values: [-1], marked: false },
])('$values: -1 is no label: $marked', ({ values, marked }) => {
  expect(marksNoLabel(values)).toBe(marked);
});

describe('an array', () => {
  test('of -1, 0 and 1 has three classes', async () => {
    const [dataset] = await of({ 'y.npy': npyOf(-1, -1, 0, 1) });
    expect(countsOf(dataset)).toEqual({ '-1': 2, 0: 1, 1: 1 });
  });

  test('of -1 beside 0, 1 and 2 leaves it out and says how often', async () => {
    const [dataset] = await of({ 'y.npy': npyOf(-1, -1, 0, 1, 2) });
    expect(countsOf(dataset)).toEqual({ 0: 1, 1: 1, 2: 1 });
    expect(dataset).toMatchObject({ samples: 5, unlabelled: 2 });
    expect(problemsOf(dataset)).toContain('ignored-value y.npy');
  });

  test('whose classes are declared leaves -1 out', async () => {
    const files = { 'y.npy': npyOf(-1, 0, 1), 'classes.txt': 'no\nyes\n' };
    const [dataset] = await of(files);
    expect(countsOf(dataset)).toEqual({ no: 1, yes: 1 });
    expect(problemsOf(dataset)).toContain('ignored-value y.npy');
  });

  test('takes no names from a list that ends before its largest label', async () => {
    const [dataset] = await of({ 'y.npy': npyOf(0, 1, 2, 3), 'classes.txt': 'a\nb\nc\n' });
    expect(countsOf(dataset)).toEqual({ 0: 1, 1: 1, 2: 1, 3: 1 });
  });

  test('that counts from 1 takes the names of a list from there', async () => {
    const [dataset] = await of({ 'y.npy': npyOf(1, 2, 3, 3), 'classes.txt': 'a\nb\nc\n' });
    expect(countsOf(dataset)).toEqual({ a: 1, b: 1, c: 2 });
  });
});

describe('records', () => {
  test('of -1 and 1 have two classes', async () => {
    const bytes = Uint8Array.from([...record([-1, 1]), ...record([1])]);
    const [dataset] = await of({ 'a.tfrecord': bytes });
    expect(countsOf(dataset)).toEqual({ '-1': 1, 1: 2 });
  });

  test('of -1 beside more than two classes leave it out and say how often', async () => {
    const bytes = Uint8Array.from([...record([-1, 1]), ...record([2, -1])]);
    const [dataset] = await of({ 'a.tfrecord': bytes });
    expect(countsOf(dataset)).toEqual({ 1: 1, 2: 1 });
    expect(dataset.problems).toContainEqual(
      expect.objectContaining({
        code: 'ignored-value',
        message: expect.stringContaining('2 labels') as string,
      }),
    );
  });

  test('with a label map without -1 leave it out', async () => {
    const map = "item { id: 0 name: 'no' } item { id: 1 name: 'yes' }";
    const bytes = Uint8Array.from([...record([-1, 1]), ...record([0])]);
    const [dataset] = await of({ 'a.tfrecord': bytes, 'label_map.pbtxt': map });
    expect(countsOf(dataset)).toEqual({ no: 1, yes: 1 });
    expect(problemsOf(dataset)).toContain('ignored-value a.tfrecord');
  });

  test('whose first length looks like gzip are told by their checksum', async () => {
    // A record of 0x088b1f bytes begins as gzip does.
    const name = text('image/object/class/label');
    const label = field(1, [...field(1, name), ...field(2, field(3, field(1, [7])))]);
    const length = 0x088b1f;
    const rest = length - label.length;
    const pad = (wrap: number): number[] => {
      const key = field(1, text('x'));
      const inner = wrap - key.length;
      const value = field(2, field(1, field(1, new Array<number>(inner).fill(0))));
      return field(1, [...key, ...value]);
    };
    let padding = pad(rest - 40);
    for (let wrap = rest - 40; padding.length + label.length + 4 < length; wrap += 1)
      padding = pad(wrap);
    const data = field(1, [...label, ...padding]);
    expect(data.length).toBe(length);
    const head = [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0];
    const bytes = Uint8Array.from([...head, ...maskedSum(head), ...data, 0, 0, 0, 0]);
    const [dataset] = await of({ 'a.tfrecord': bytes });
    expect(countsOf(dataset)).toEqual({ 7: 1 });
    const packed = gzipSync(Uint8Array.from(record([3])));
    expect(countsOf((await of({ 'b.tfrecord': packed }))[0])).toEqual({ 3: 1 });
  });
});

/** TensorFlow's masked CRC-32C, by its table. */
function maskedSum(bytes: readonly number[]): number[] {
  const table = Array.from({ length: 256 }, (_, at) => {
    let entry = at;
    for (let bit = 0; bit < 8; bit += 1)
      entry = entry & 1 ? (entry >>> 1) ^ 0x82f63b78 : entry >>> 1;
    return entry >>> 0;
  });
  const sum = bytes.reduce((crc, byte) => (crc >>> 8) ^ table[(crc ^ byte) & 255], 0xffffffff);
  const whole = (sum ^ 0xffffffff) >>> 0;
  const masked = (((whole >>> 15) | (whole << 17)) + 0xa282ead8) >>> 0;
  return [0, 8, 16, 24].map((shift) => (masked >>> shift) & 255);
}
