import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ColumnProfile, widthOf, writeFeatures } from '../../../src/trainer/data/columns';
import { decodeFile } from '../../../src/node/images/decodeFile';
import { resized } from '../../../src/node/images/image';
import { jpegSize } from '../../../src/node/images/jpegImage';
import { NpyFile, NpyWriter } from '../../../src/trainer/data/npyFile';
import { openPacked } from '../../../src/trainer/data/packed';
import { EventFile, readEvents } from '../../../src/trainer/run/eventFile';
import { lockRun } from '../../../src/trainer/run/runLock';
import { newRunFolder } from '../../../src/node/runFolder';
import { eventsFile } from '../../../src/trainer/tensorboard/records';
import { writePacked } from '../../lib/trainer';
import { testFolder } from '../../lib/testFolder';

const folder = testFolder('files');
let number = 0;
const place = (name: string) => join(folder, `${String((number += 1))}-${name}`);

describe('NPY arrays', () => {
  test('are read back as they were written, rows in any order', () => {
    const file = place('x.npy');
    const writer = new NpyWriter(file, '<f4', [3]);
    for (let row = 0; row < 5; row++) writer.append(Float32Array.of(row, row + 0.5, -row), 1);
    writer.finish();
    const array = new NpyFile(file);
    expect(array).toMatchObject({ shape: [5, 3], type: 'f4', rowBytes: 12 });
    const two = new Float32Array(6);
    array.read(2, two);
    expect([...two]).toEqual([2, 2.5, -2, 3, 3.5, -3]);
    array.close();
  });

  test('that end early, are no arrays or are of objects are refused by name', () => {
    const whole = place('x.npy');
    const writer = new NpyWriter(whole, '|u1', [100]);
    writer.append(new Uint8Array(300), 3);
    writer.finish();
    const bytes = readFileSync(whole);
    const open = (content: Uint8Array) => () => {
      const file = place('bad.npy');
      writeFileSync(file, content);
      return new NpyFile(file);
    };
    expect(open(bytes.subarray(0, bytes.length - 1))).toThrow(/ends early/);
    expect(open(Buffer.from('no array at all'))).toThrow(/no NPY array/);
    expect(
      open(Buffer.from(bytes.toString('latin1').replace("'|u1'", "'|O'  "), 'latin1')),
    ).toThrow(/pickle/);
  });
});

describe('openPacked', () => {
  test('sorts samples by split, reads them in any order and leaves out rows that are not finite', () => {
    const data = place('packed');
    writePacked(data, { labels: [0, 1, 0, 1, 0], splits: [0, 2, 1, 0, 0], width: 2 });
    const file = join(data, 'x.npy');
    const bytes = readFileSync(file);
    bytes.writeFloatLE(NaN, bytes.length - 4);
    writeFileSync(file, bytes);
    const opened = openPacked(data, 'features', 2, data);
    expect([...opened.rows.train]).toEqual([0, 3]);
    expect([...opened.train.labels]).toEqual([0, 1]);
    expect([opened.val.count, opened.test.count]).toEqual([1, 1]);
    expect(opened.odd).toEqual({ count: 1, first: [4] });
    const both = new Float32Array(4);
    opened.train.read([1, 0], both);
    const all = new Float32Array(10);
    new NpyFile(file).read(0, all);
    expect([...both]).toEqual([all[6], all[7], all[0], all[1]]);
  });

  test('refuses arrays that do not fit each other', () => {
    const data = place('packed');
    writePacked(data, { labels: [0, 1], splits: [0, 2], width: 2 });
    rmSync(join(data, 'y.npy'));
    const writer = new NpyWriter(join(data, 'y.npy'), '<i4', []);
    writer.append(Int32Array.of(0), 1);
    writer.finish();
    expect(() => openPacked(data, 'features', 2, data)).toThrow(/y\.npy.*must be i4 \(2\)/);
    expect(() => openPacked(data, 'images', 2, data)).toThrow(/uint8/);
  });
});

/** A PNG of one colour type by hand. */
function png(
  width: number,
  height: number,
  depth: number,
  colour: number,
  rows: number[][],
  palette?: number[],
): Buffer {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    return crc;
  });
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    let crc = 0xffffffff;
    for (const byte of body) crc = (crc >>> 8) ^ table[(crc ^ byte) & 255];
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colour, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', head),
    ...(palette === undefined ? [] : [chunk('PLTE', Buffer.from(palette))]),
    chunk('IDAT', deflateSync(Buffer.from(rows.flatMap((row) => [0, ...row])))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function decoded(content: Uint8Array) {
  const file = place('image');
  writeFileSync(file, content);
  return decodeFile(file);
}

describe('decodeFile', () => {
  test.each([
    ['RGB', png(2, 1, 8, 2, [[1, 2, 3, 4, 5, 6]]), [1, 2, 3, 4, 5, 6]],
    ['RGB with alpha', png(1, 1, 8, 6, [[1, 2, 3, 99]]), [1, 2, 3]],
    ['gray', png(2, 1, 8, 0, [[7, 200]]), [7, 7, 7, 200, 200, 200]],
    ['one bit', png(3, 1, 1, 0, [[0b10100000]]), [255, 255, 255, 0, 0, 0, 255, 255, 255]],
    ['sixteen bits', png(1, 1, 16, 2, [[1, 99, 2, 99, 3, 99]]), [1, 2, 3]],
    ['a palette', png(2, 1, 8, 3, [[1, 0]], [9, 8, 7, 6, 5, 4]), [6, 5, 4, 9, 8, 7]],
  ])('reads PNG images: %s', async (_, content, pixels) => {
    const image = await decoded(content);
    expect(typeof image === 'string' ? image : [...image.pixels]).toEqual(pixels);
  });

  test('says why there is no image', async () => {
    expect(await decoded(Buffer.from('no picture at all'))).toContain('no JPEG, PNG');
    expect(await decoded(new Uint8Array(0))).toContain('no JPEG');
    const setUp = 'which sharp reads: class-balance engines --set-up sharp';
    expect(await decoded(Buffer.from('II*\0 and no more'))).toBe(`it is a TIFF image, ${setUp}`);
    const brands = (...names: string[]) => Buffer.from(`\0\0\0\u0018ftyp${names.join('\0\0\0\0')}`);
    expect(await decoded(brands('avif'))).toBe(`it is an AVIF image, ${setUp}`);
    expect(await decoded(brands('mif1', 'avif'))).toBe(`it is an AVIF image, ${setUp}`);
    const convert = 'which nothing here reads: convert it to JPEG or PNG';
    expect(await decoded(brands('heic', 'mif1'))).toBe(`it is an HEIC image, ${convert}`);
    const whole = png(2, 2, 8, 2, [
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3, 4, 5, 6],
    ]);
    expect(typeof (await decoded(whole.subarray(0, whole.length - 32)))).toBe('string');
    const huge = png(60_000, 60_000, 8, 2, [[0]]);
    expect(await decoded(huge)).toContain('too many pixels');
    const jpeg = Buffer.from('ffd8ffc0001108ffffffff03', 'hex');
    expect(jpegSize(jpeg)).toEqual({ width: 65_535, height: 65_535 });
    expect(await decoded(jpeg)).toContain('too many pixels');
    expect(await decodeFile(join(folder, 'nowhere.jpg'))).toContain('was not found');
  });
});

describe('resized', () => {
  const image = (side: number, of: (x: number, y: number) => number) => ({
    width: side,
    height: side,
    pixels: Uint8Array.from({ length: side * side * 3 }, (_, at) => {
      const pixel = Math.floor(at / 3);
      return of(pixel % side, Math.floor(pixel / side));
    }),
  });

  test('keeps an image of one colour, up and down', () => {
    for (const size of [3, 8, 50]) {
      const { pixels } = resized(
        image(16, () => 77),
        size,
      );
      expect(new Set(pixels)).toEqual(new Set([77]));
      expect(pixels).toHaveLength(size * size * 3);
    }
  });

  test('averages what it makes smaller', () => {
    const { pixels } = resized(
      image(64, (x) => (x % 2 === 0 ? 0 : 200)),
      8,
    );
    for (const value of pixels) expect(Math.abs(value - 100)).toBeLessThan(8);
  });

  test('keeps left left and top top', () => {
    const { pixels } = resized(
      image(8, (x, y) => x * 10 + y),
      4,
    );
    expect(pixels[0]).toBeLessThan(pixels[9]);
    expect(pixels[0]).toBeLessThan(pixels[36]);
  });
});

describe('columns', () => {
  const planOf = (
    name: string,
    cells: readonly (string | number | null | number[])[],
    labels: readonly number[],
  ) => {
    const profile = new ColumnProfile();
    cells.forEach((cell, at) => {
      profile.add(cell, labels[at]);
    });
    return profile.plan(name);
  };
  const labels = [0, 0, 1, 1, 2, 2];

  test('of numbers are standardised, with an indicator where some are missing', () => {
    const plan = planOf('size', ['1', '2', null, '3', '2', '2'], labels);
    expect(plan).toMatchObject({ kind: 'number', mean: 2, indicator: true });
    const into = new Float32Array(2);
    writeFeatures(plan, '2', into, 0);
    expect([...into]).toEqual([0, 0]);
    writeFeatures(plan, null, into, 0);
    expect([...into]).toEqual([0, 1]);
  });

  test('of few texts become one column each', () => {
    const plan = planOf('colour', ['red', 'blue', 'red', 'red', 'blue', 'red'], labels);
    expect(plan).toEqual({ kind: 'category', values: ['blue', 'red'] });
    const into = new Float32Array(2);
    writeFeatures(plan, 'red', into, 0);
    expect([...into]).toEqual([0, 1]);
    writeFeatures(plan, 'green', into, 0);
    expect([...into]).toEqual([0, 0]);
  });

  test('that give the label away, number the rows, hold one value or nothing are not used', () => {
    const reasons = [
      planOf('species', ['a', 'a', 'b', 'b', 'c', 'c'], labels),
      planOf('code', ['7', '7', '8', '8', '9', '9'], labels),
      planOf('id', ['1', '2', '3', '4', '5', '6'], labels),
      planOf('same', ['x', 'x', 'x', 'x', 'x', 'x'], labels),
      planOf('empty', [null, null], labels),
      planOf('lists', [[1, 2], [1]], labels),
    ].map((plan) => (plan.kind === 'unused' ? plan.reason : plan.kind));
    expect(reasons).toEqual([
      'it says the label in other words',
      'it says the label in other words',
      'it numbers the rows',
      'it has one value only',
      'it is empty',
      'its lists differ in length',
    ]);
  });

  test('of lists are as wide as the lists', () => {
    expect(widthOf(planOf('embedding', [[1, 2, 3]], [0]))).toBe(3);
  });
});

describe('events.jsonl', () => {
  const log = { type: 'log', level: 'info', message: 'x' } as const;

  test('goes on with its numbers behind a line that was cut off', () => {
    const file = place('events.jsonl');
    const now = () => new Date(0);
    const first = new EventFile(file, 0, now);
    first.write(log);
    first.write(log);
    first.close();
    appendFileSync(file, '{"v":1,"se');
    const second = new EventFile(file, readEvents(file).length, now);
    second.write(log);
    second.close();
    expect(readEvents(file).map(({ seq }) => seq)).toEqual([0, 1, 2]);
  });

  test('that is not there holds no events', () => {
    expect(readEvents(place('none'))).toEqual([]);
  });
});

describe('lockRun', () => {
  test('keeps a second run out until it is given back', () => {
    const run = mkdtempSync(join(folder, 'run-'));
    const unlock = lockRun(run);
    expect(() => lockRun(run)).toThrow(/being trained by process/);
    unlock();
    lockRun(run)();
  });

  test('takes over from a process that is gone, or from a lock that says nothing', () => {
    const run = mkdtempSync(join(folder, 'run-'));
    for (const content of ['4194304999\n', 'nobody', '']) {
      writeFileSync(join(run, 'run.lock'), content);
      lockRun(run)();
    }
  });
});

describe('a lock that is given back', () => {
  test('may be gone with its folder', () => {
    const run = mkdtempSync(join(folder, 'run-'));
    const unlock = lockRun(run);
    rmSync(run, { recursive: true });
    expect(unlock).not.toThrow();
  });

  test('is left where another process holds the folder by now', () => {
    const run = mkdtempSync(join(folder, 'run-'));
    const unlock = lockRun(run);
    writeFileSync(join(run, 'run.lock'), '1\n');
    unlock();
    expect(readFileSync(join(run, 'run.lock'), 'utf8')).toBe('1\n');
  });
});

describe('newRunFolder', () => {
  test('is named by time and dataset, without what names of files must not hold', () => {
    const request = { created: '2026-01-02T03:04:05.678Z', name: '../a b: <c>' };
    const at = newRunFolder(folder, request);
    expect(at).toBe(join(folder, '.class-balance', 'runs', '20260102T030405Z-a-b-c'));
  });
});

describe('TensorBoard files', () => {
  test('frame every event by its length', () => {
    const bytes = Buffer.from(
      eventsFile([{ tag: 'loss/train', value: 0.5, step: 300, time: 1 }], 1),
    );
    const lengths: number[] = [];
    for (let at = 0; at < bytes.length;) {
      const length = Number(bytes.readBigUInt64LE(at));
      lengths.push(length);
      at += 8 + 4 + length + 4;
    }
    expect(lengths).toHaveLength(2);
    expect(bytes.includes('brain.Event:2')).toBe(true);
    expect(bytes.includes('loss/train')).toBe(true);
  });
});
