// What bounds a reader is said where it bites: what was left out, where, and what to do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cvat } from '../../../../src/core/formats/cvat';
import { jsonLines } from '../../../../src/core/formats/jsonLines';
import { kitti } from '../../../../src/core/formats/kitti';
import { maskPng } from '../../../../src/core/formats/maskPng';
import { npz } from '../../../../src/core/formats/npz';
import { tfrecord } from '../../../../src/core/formats/tfrecord';
import { Hdf5File } from '../../../../src/core/hdf5/file';
import { datasetAtPath, hdf5Tree } from '../../../../src/core/hdf5/tree';
import { lookAtMat } from '../../../../src/core/matlab/matLook';
import type { SqlitePages } from '../../../../src/core/sqlite/pages';
import { sqliteRows, type SqliteValue } from '../../../../src/core/sqlite/records';
import { png } from '../../../lib/png';
import { countsOf, type MemoryFiles, scanMemory } from '../../../lib/scanMemory';
import { root } from '../../../lib/shared';

const signal = new AbortController().signal;
const home = join(root, 'test/fixtures/formats');
const fixture = (path: string): Uint8Array => new Uint8Array(readFileSync(join(home, path)));
const numbered = (at: number): string => at.toString().padStart(5, '0');

describe('a workspace of more files than are opened', () => {
  const xml =
    '<annotations><version>1.1</version><meta></meta><image id="0" name="a.jpg" width="9" height="9">' +
    '<box label="cat" xtl="1" ytl="1" xbr="2" ybr="2"></box></image></annotations>';
  const files = Object.fromEntries(
    Array.from({ length: 4003 }, (_, at) => [`job_${numbered(at)}/annotations.xml`, xml]),
  );
  const sampled = { code: 'workspace-sampled', file: 'job_04000/annotations.xml' };

  test('says how many XML files were passed over, and which first', async () => {
    const { problems } = await scanMemory([cvat], files);
    const message = expect.stringContaining('3 more were passed over') as string;
    expect(problems).toContainEqual(expect.objectContaining({ ...sampled, message }));
  });

  test('opens those with a rule all the same', async () => {
    const rules = [{ path: 'job_04*/**', format: 'cvat' }];
    const { problems, datasets } = await scanMemory([cvat], files, { rules });
    expect(problems.map(({ code }) => code)).not.toContain('workspace-sampled');
    const total = datasets.reduce((sum, one) => sum + countsOf(one).cat, 0);
    expect(total).toBe(4003);
  });

  const row = 'Car 0.00 0 1.5 1 2 3 4 1.5 1.6 3.7 1 1 1 0\n';
  const folders = Object.fromEntries(
    Array.from({ length: 4002 }, (_, at) => [`d${numbered(at)}/label_2/000000.txt`, row]),
  );

  test('says how many folders of text files were passed over, and which first', async () => {
    const { problems } = await scanMemory([kitti], folders);
    const first = { code: 'workspace-sampled', file: 'd04000/label_2' };
    expect(problems).toContainEqual(expect.objectContaining(first));
  });

  test('opens folders of text files with a rule all the same', async () => {
    const rules = [{ path: 'd0400*/**', format: 'kitti' }];
    const named = await scanMemory([kitti], folders, { rules });
    expect(named.problems.map(({ code }) => code)).not.toContain('workspace-sampled');
  });

  test('says where files that belong to those that were opened are passed over', async () => {
    const lines = '{"text":"so it is","label":"a"}\n{"text":"it is not so","label":"b"}\n';
    const shards = Object.fromEntries(
      Array.from({ length: 4031 }, (_, at) => [`part-${numbered(at)}.jsonl`, lines]),
    );
    const { datasets, problems } = await scanMemory([jsonLines], shards);
    const [{ sources, samples }] = datasets;
    expect([datasets.length, samples]).toEqual([1, sources.length * 2]);
    const file = `part-${numbered(sources.length)}.jsonl`;
    const message = expect.stringContaining(`${4031 - sources.length} of this folder`) as string;
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'files-not-opened', file, message }),
    );
  });
});

describe('SQLite', () => {
  const pageSize = 512;
  const text = new TextEncoder().encode('cat');
  const varint = (value: number): number[] => {
    const bytes = [value & 127];
    for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 127) | 128);
    return bytes;
  };

  /** Page 2 is a leaf with one row: a large value of some type, then `cat`. The rest overflows from page 3 on. */
  function withLong(size: number, type: 0 | 1): SqlitePages {
    const types = [...varint(12 + type + size * 2), ...varint(13 + text.length * 2)];
    const payload = new Uint8Array(types.length + 1 + size + text.length).fill(97);
    payload.set([types.length + 1, ...types]);
    payload.set(text, payload.length - text.length);
    const least = Math.floor(((pageSize - 12) * 32) / 255) - 23;
    const fitting = least + ((payload.length - least) % (pageSize - 4));
    const here = fitting <= pageSize - 35 ? fitting : least;
    const page = (number: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(pageSize);
      const view = new DataView(bytes.buffer);
      const from = here + (number - 3) * (pageSize - 4);
      if (number > 2) {
        bytes.set(payload.subarray(from, from + pageSize - 4), 4);
        view.setUint32(0, from + pageSize - 4 < payload.length ? number + 1 : 0);
        return Promise.resolve(bytes);
      }
      const head = [...varint(payload.length), 1];
      bytes.set([13, 0, 0, 0, 1, 0, 0, 0, 0, 10]);
      bytes.set([...head, ...payload.subarray(0, here), 0, 0, 0, 3], 10);
      return Promise.resolve(bytes);
    };
    return { page, count: 4000, usable: pageSize, encoding: 'utf-8' } as unknown as SqlitePages;
  }

  async function rows(
    ...given: Parameters<typeof sqliteRows>
  ): Promise<(readonly SqliteValue[])[]> {
    const all: (readonly SqliteValue[])[] = [];
    for await (const { values } of sqliteRows(...given)) all.push(values);
    return all;
  }

  test('reads a label that stands after three megabytes of picture', async () => {
    expect(await rows(withLong(3 << 20, 0), 2, signal)).toEqual([[undefined, 'cat']]);
  });

  test('reads a label beside a text that is not wanted, and refuses one that is', async () => {
    const pages = withLong(3 << 20, 1);
    const columns = new Set([1]);
    expect(await rows(pages, 2, signal, { columns })).toEqual([[undefined, 'cat']]);
    await expect(rows(pages, 2, signal)).rejects.toThrow(/a value has 3145728 bytes.*shorten it/);
    expect(await rows(pages, 2, signal, { skipLong: true })).toEqual([[undefined, 'cat']]);
  });

  test('stops at pages that lead back to themselves', async () => {
    const bytes = new Uint8Array(pageSize);
    const view = new DataView(bytes.buffer);
    bytes[0] = 5;
    view.setUint16(3, 40);
    view.setUint32(8, 2);
    for (let cell = 0; cell < 40; cell += 1) view.setUint16(12 + cell * 2, 200);
    view.setUint32(200, 2);
    const page = () => Promise.resolve(bytes);
    const pages = { page, count: 1e9, usable: pageSize, encoding: 'utf-8' };
    await expect(rows(pages as unknown as SqlitePages, 2, signal)).rejects.toThrow('in circles');
  });

  test('stops where each page leads to the next a thousand times: a file of few pages has no more rows than fit', async () => {
    let read = 0;
    const page = (number: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(pageSize);
      const view = new DataView(bytes.buffer);
      bytes[0] = number < 16 ? 5 : 13;
      view.setUint16(3, number < 16 ? 40 : 0);
      view.setUint32(8, number + 1);
      for (let cell = 0; cell < 40; cell += 1) view.setUint16(12 + cell * 2, 200);
      view.setUint32(200, number + 1);
      read += 1;
      return Promise.resolve(bytes);
    };
    const pages = { page, count: 40, usable: pageSize, encoding: 'utf-8' };
    await expect(rows(pages as unknown as SqlitePages, 2, signal)).rejects.toThrow('in circles');
    expect(read).toBe(40);
  });
});

test('an HDF5 file of more objects than are looked at says how many were left, and any is found by its path', async () => {
  const bytes = fixture('hdf5/many-links/data/many.h5');
  const file = await Hdf5File.open((start, end) => bytes.slice(start, end), bytes.length);
  const tree = hdf5Tree(file, signal, 5);
  let next = await tree.next();
  const paths: string[] = [];
  for (; next.done !== true; next = await tree.next()) paths.push(next.value.path);
  expect(next.value).toBeGreaterThan(0);
  const all: string[] = [];
  for await (const { path } of hdf5Tree(file, signal)) all.push(path);
  expect(all.length).toBeGreaterThan(paths.length);
  const last = all.at(-1) ?? '';
  expect((await datasetAtPath(file, last)).shape).toBeDefined();
  await expect(datasetAtPath(file, `${last}x`)).rejects.toThrow('is not there');
});

test('a MATLAB file of more variables than are looked at names the first that was not', async () => {
  const variables = Array.from({ length: 10_002 }, (_, at) => {
    const name = `v${numbered(at)}`;
    const bytes = new Uint8Array(20 + name.length + 1 + 8);
    const view = new DataView(bytes.buffer);
    [0, 1, 1, 0, name.length + 1].forEach((value, field) => {
      view.setInt32(field * 4, value, true);
    });
    bytes.set(new TextEncoder().encode(name), 20);
    view.setFloat64(20 + name.length + 1, at, true);
    return bytes;
  });
  const all = new Uint8Array(Buffer.concat(variables));
  const look = await lookAtMat((start, end) => all.slice(start, end), all.length, signal);
  expect(look.arrays).toHaveLength(10_000);
  expect(look.unseen).toBe('v10000');
});

test('a NumPy archive without a whole directory is said, not passed over', async () => {
  const bytes = fixture('npz/keras/data/mnist.npz').slice(0, -12);
  const { problems, datasets } = await scanMemory([npz], { 'mnist.npz': bytes });
  expect(datasets).toEqual([]);
  const place = { file: 'mnist.npz', line: 1, column: bytes.length + 1 };
  expect(problems).toEqual([expect.objectContaining({ code: 'archive-damaged', ...place })]);
});

test('a record of 100,000 labels is counted whole', async () => {
  const varint = (value: number): number[] => {
    const bytes: number[] = [];
    let rest = value;
    for (; rest > 127; rest >>= 7) bytes.push((rest & 127) | 128);
    return [...bytes, rest];
  };
  const field = (number: number, content: Uint8Array): Uint8Array =>
    Buffer.concat([Uint8Array.from([(number << 3) | 2, ...varint(content.length)]), content]);
  const recordOf = (labels: number): Uint8Array => {
    const key = field(1, new TextEncoder().encode('image/object/class/label'));
    const value = field(3, field(1, new Uint8Array(labels).fill(7)));
    const data = field(1, field(1, Buffer.concat([key, field(2, value)])));
    const head = new Uint8Array(12);
    new DataView(head.buffer).setUint32(0, data.length, true);
    return Buffer.concat([head, data, new Uint8Array(4)]);
  };
  const bytes = new Uint8Array(Buffer.concat([recordOf(2), recordOf(100_000)]));
  const { datasets } = await scanMemory([tfrecord], { 'train.tfrecord': bytes });
  expect(countsOf(datasets[0])).toEqual({ 7: 100_002 });
});

describe('a TFRecord file packed by zlib', () => {
  const record = (label: number): number[] => {
    const key = [0x0a, 5, ...new TextEncoder().encode('label')];
    const value = [0x12, 5, 0x1a, 3, 0x0a, 1, label];
    const entry = [0x0a, key.length + value.length, ...key, ...value];
    const data = [0x0a, entry.length, ...entry];
    return [data.length, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, ...data, 5, 6, 7, 8];
  };
  // Labels in no order, so that there are several blocks.
  const labels = Array.from({ length: 40_000 }, (_, at) => ((at * 48271) % 2147483647) % 97);
  const whole = Uint8Array.from(labels.flatMap(record));

  test('that is damaged is counted up to there, and the record is said', async () => {
    const packed = deflateSync(whole);
    const bytes = Uint8Array.from(packed.subarray(0, Math.floor(packed.length * 0.8)));
    const { datasets } = await scanMemory([tfrecord], { 'a.tfrecord': bytes });
    expect(datasets[0].samples).toBeGreaterThan(1000);
    expect(datasets[0].samples).toBeLessThan(labels.length);
    expect(datasets[0].problems.map(({ message }) => message).join()).toContain('is damaged');
  });

  test('is said to be damaged where its first record is cut off, packed or not', async () => {
    const packed = Uint8Array.from(deflateSync(Uint8Array.from(record(3))).subarray(0, 14));
    const files = { 'a.tfrecord': packed, 'b.tfrecord-00000-of-00001': whole.slice(0, 20) };
    const { datasets, problems } = await scanMemory([tfrecord], { ...files, 'c.record': packed });
    expect(datasets).toEqual([]);
    expect(problems.map(({ code, file }) => [code, file])).toEqual([
      ['tfrecord-damaged', 'a.tfrecord'],
      ['tfrecord-damaged', 'b.tfrecord-00000-of-00001'],
    ]);
  });

  test('is read whole where it is whole', async () => {
    const { datasets } = await scanMemory([tfrecord], { 'a.tfrecord': deflateSync(whole) });
    expect(datasets[0].samples).toBe(labels.length);
    expect(datasets[0].problems).toEqual([]);
  });
});

test('a mask of more colours than a mask has is said and counts nothing', async () => {
  const plain = png(2, 8, 2, [[0, 128, 0, 0, 0, 128, 0]]);
  const side = 300;
  const rows = Array.from({ length: side }, (_, y) => [
    0,
    ...Array.from({ length: side }, (__, x) => [x % 256, y % 256, (x >> 8) * 2 + (y >> 8)]).flat(),
  ]);
  const masks = Array.from({ length: 40 }, (_, at): [string, Uint8Array] => [
    `masks/${numbered(at)}.png`,
    plain,
  ]);
  const files: MemoryFiles = {
    ...Object.fromEntries(masks),
    'masks/00019.png': png(side, 8, 2, rows),
  };
  const { datasets } = await scanMemory([maskPng], files);
  expect(datasets[0].problems).toContainEqual(
    expect.objectContaining({ code: 'too-many-colours', file: 'masks/00019.png' }),
  );
});

test('a NumPy archive with an encrypted array says which was not read', async () => {
  const bytes = fixture('npz/keras/data/mnist.npz').slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 10 < bytes.length; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true);
  }
  const { datasets, problems } = await scanMemory([npz], { 'mnist.npz': bytes });
  const all = [...problems, ...datasets.flatMap((one) => one.problems)];
  expect(all.map(({ message }) => message).join()).toMatch(/encrypt/i);
  expect(datasets.filter(({ status }) => status === 'asserted')).toEqual([]);
});
