// Limits of readers, each hit by a file that asks for more: what is given up, what is said, and what is counted all the same.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { inflated } from '../../../src/core/archives/inflate';
import { eachTarMember, type TarMember } from '../../../src/core/archives/tarMembers';
import type { ArrowBatch } from '../../../src/core/arrow/messages';
import type { ArrowField } from '../../../src/core/arrow/schema';
import { readColumn } from '../../../src/core/arrow/values';
import { RangedPull } from '../../../src/core/bytes/pull';
import { readColumnPages } from '../../../src/core/columnar/parquetColumn';
import { openParquet } from '../../../src/core/columnar/parquetFile';
import { spreadsheet } from '../../../src/core/formats/spreadsheet';
import { mat } from '../../../src/core/formats/mat';
import { webdataset } from '../../../src/core/formats/webdataset';
import { PickleMachine } from '../../../src/core/pickle/pickleMachine';
import { unzlib } from '../../../src/node/unzlib';
import { countsOf, scanMemory } from '../../lib/scanMemory';
import { root } from '../../lib/shared';

const fixture = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(join(root, 'test/fixtures/formats', path)));

describe('a sheet', () => {
  const rows = Array.from({ length: 20 }, (_, at) => [`${at}.jpg`, at % 2 === 0 ? 'cat' : 'dog']);
  const cell = (place: string, text: string): string =>
    `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;

  /** A workbook with one more cell at that place of its first row of samples. */
  function bookWith(more: string, text = 'far'): Uint8Array {
    const lines = [['file', 'label'], ...rows].map(([file, label], at) => {
      const cells = `${cell(`A${at + 1}`, file)}${cell(`B${at + 1}`, label)}`;
      return `<row r="${at + 1}">${cells}${at === 1 ? cell(`${more}2`, text) : ''}</row>`;
    });
    const names = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
    return zipSync({
      'xl/workbook.xml': strToU8(
        `<workbook ${names}><sheets><sheet name="Labels" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': strToU8(
        `<worksheet><sheetData>${lines.join('')}</sheetData></worksheet>`,
      ),
    });
  }

  test('with cells beyond the last column of Excel says that they are not read, and what to do', async () => {
    const { datasets } = await scanMemory([spreadsheet], { 'labels.xlsx': bookWith('XFE') });
    expect(countsOf(datasets[0])).toEqual({ cat: 10, dog: 10 });
    const message = expect.stringMatching(/“Labels”.*16,384.*Move the labels/) as string;
    const place = { code: 'cells-not-read', severity: 'warning', file: 'labels.xlsx' };
    expect(datasets[0].problems).toContainEqual({ ...place, message });
  });

  test('with a cell in that very column, or a blank one beyond it, says nothing', async () => {
    for (const book of [bookWith('XFD'), bookWith('XFE', '')]) {
      const { datasets } = await scanMemory([spreadsheet], { 'labels.xlsx': book });
      expect(datasets[0].problems).toEqual([]);
    }
  });
});

describe('an Arrow column', () => {
  const field: ArrowField = {
    ...{ name: 'label', kind: 'int', size: 1, signed: false, fixed: 0, buffers: 2 },
    ...{ variadic: false, children: [], dictionary: undefined, values: undefined },
  };
  const limit = 512 * 1024 * 1024;

  /** Reads a column of one buffer, which has that length in the file and begins with these bytes. */
  function read(length: number, codec: ArrowBatch['codec'], bytes: Uint8Array) {
    const asked: number[] = [];
    const batch: ArrowBatch = {
      ...{ rows: 1, nodes: [[1, 0]], codec, variadic: [], body: 0, dictionary: undefined },
      ...{
        buffers: [
          [0, 0],
          [0, length],
        ],
        bodyLength: length,
      },
    };
    const range = (start: number, end: number): Promise<Uint8Array> => {
      asked.push(end - start);
      return Promise.resolve(bytes);
    };
    const reading = readColumn(batch, [field], { field: 0 }, range, new Map());
    return { reading, asked };
  }

  test('of more than 512 MiB in one batch is refused before it is read, with what to do', async () => {
    const { reading, asked } = read(limit + 1, 'none', new Uint8Array(0));
    await expect(reading).rejects.toThrow(/more than 512 MB in one batch; write it in smaller/);
    expect(asked).toEqual([]);
    const allowed = read(limit, 'none', new Uint8Array(0));
    await expect(allowed.reading).rejects.toThrow('cut off');
    expect(allowed.asked).toEqual([limit]);
  });

  test.each(['lz4', 'zstd'] as const)(
    'that says it unpacks to more by %s is refused',
    async (codec) => {
      const bytes = new Uint8Array(64);
      new DataView(bytes.buffer).setBigInt64(0, BigInt(limit) + 1n, true);
      await expect(read(64, codec, bytes).reading).rejects.toThrow('smaller batches');
    },
  );
});

test('a Parquet column of more than 256 MiB in a row group is left to the slower reader, unread', async () => {
  const bytes = fixture(
    'parquet/label-in-folder/data/table/label=cat/c102aab080e7498f90bd23475eda2393-0.parquet',
  );
  const slice = (start: number, end: number): Promise<Uint8Array> =>
    Promise.resolve(bytes.slice(start, end));
  const info = await openParquet(bytes.length, slice);
  const name = info.columns[0].name;
  const range = { start: 0, end: info.groups[0] };
  expect(await readColumnPages(info, slice, name, range)).toBeDefined();
  const meta = info.metadata.row_groups[0].columns[0].meta_data;
  if (meta === undefined) throw new Error('the column has no description');
  meta.total_compressed_size = BigInt(256 * 1024 * 1024) + 1n;
  const untouched = (): Promise<Uint8Array> => Promise.reject(new Error('it was read'));
  expect(await readColumnPages(info, untouched, name, range)).toBeUndefined();
});

describe('a tar archive', () => {
  /** A header of 512 bytes with its checksum, the payload, and what fills its last block. */
  function member(
    name: string,
    content: Uint8Array,
    { type = '0', size = content.length } = {},
  ): Uint8Array {
    const bytes = new Uint8Array(512 + Math.ceil(content.length / 512) * 512);
    const put = (at: number, text: string): void => {
      bytes.set(strToU8(text), at);
    };
    put(0, name);
    put(124, size.toString(8).padStart(11, '0'));
    put(156, type);
    put(257, 'ustar');
    let sum = 8 * 32;
    for (let at = 0; at < 512; at += 1) sum += bytes[at];
    put(148, sum.toString(8).padStart(6, '0'));
    bytes.set(content, 512);
    return bytes;
  }
  const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
    Uint8Array.from(parts.flatMap((part) => [...part]));

  async function read(bytes: Uint8Array, use: (one: TarMember) => Promise<boolean>) {
    const slice = (start: number, end: number): Uint8Array => bytes.slice(start, end);
    return eachTarMember(new RangedPull(slice, 0, bytes.length), use);
  }

  test('whose member has a name of more than 64 KiB is read up to there, and says how to pack it anew', async () => {
    const long = (length: number): Uint8Array =>
      member('long', new Uint8Array(length).fill(97), { type: 'L' });
    const names: number[] = [];
    const use = ({ name }: TarMember): Promise<boolean> => {
      names.push(name.length);
      return Promise.resolve(true);
    };
    const one = member('a', strToU8('1'));
    expect((await read(joined(one, long(65_536), one), use)).problem).toBeUndefined();
    expect(names).toEqual([1, 65_536]);
    const end = await read(joined(one, long(65_537), one), use);
    expect(end).toEqual({ offset: 1024, problem: expect.stringContaining('64 KiB') as string });
    expect(names).toEqual([1, 65_536, 1]);
  });

  test('gives no payload of more bytes than are asked for, nor one that is cut off', async () => {
    const given: unknown[] = [];
    const use = async ({ read: payload }: TarMember): Promise<boolean> => {
      given.push((await payload(4))?.length);
      return true;
    };
    const end = await read(
      joined(member('a', strToU8('1234')), member('b', strToU8('12345'))),
      use,
    );
    expect([given, end.problem]).toEqual([[4, undefined], undefined]);
    const cut = member('c', strToU8('12'), { size: 8 ** 11 - 1 });
    expect((await read(cut, use)).problem).toBe('its last file is cut off');
    expect(given).toEqual([4, undefined, undefined]);
  });

  test('with a label of more than 256 bytes says that it was not read', async () => {
    const samples = Array.from({ length: 6 }, (_, at) => [
      member(`${at}.jpg`, new Uint8Array(4)),
      member(`${at}.cls`, strToU8(at === 5 ? '1'.repeat(257) : (at % 2).toString())),
    ]);
    const { datasets } = await scanMemory([webdataset], {
      'train-000000.tar': joined(...samples.flat()),
    });
    expect(countsOf(datasets[0])).toEqual({ 0: 3, 1: 2 });
    expect(datasets[0].problems.map(({ code }) => code)).toContain('label-not-read');
  });
});

describe('packed bytes', () => {
  const bomb = new Uint8Array(deflateSync(new Uint8Array(64 << 20)));

  test('grow little by little: no part of 64 MiB of zeros is more than 8 MiB', async () => {
    let [largest, all] = [0, 0];
    for await (const part of inflated([bomb], 'zlib')) {
      largest = Math.max(largest, part.length);
      all += part.length;
    }
    expect(all).toBe(64 << 20);
    expect(largest).toBeLessThanOrEqual(8 << 20);
  });

  test('are not unpacked beyond what is asked for', async () => {
    let all = 0;
    for await (const part of inflated([bomb], 'zlib', 1 << 20)) all += part.length;
    expect(all).toBeGreaterThanOrEqual(1 << 20);
    expect(all).toBeLessThanOrEqual(8 << 20);
  });

  test('that fill more than was set aside are given up by the quick way', () => {
    expect(unzlib(bomb, 1 << 20)).toBeUndefined();
    expect(unzlib(bomb, 64 << 20)).toHaveLength(64 << 20);
  });
});

test('a sample of more labels than any has is refused before they are read', async () => {
  const bytes = fixture('mat/svhn-full/data/test/digitStruct.mat');
  const view = new DataView(bytes.buffer);
  const found: string[] = [];
  for (let at = 0; at + 24 <= bytes.length; at += 1) {
    // A dataspace of version 1 and two dimensions, of which the second is 1: the labels of a sample, or the samples.
    const isSpace = bytes[at] === 1 && bytes[at + 1] === 2 && view.getUint32(at + 4, true) === 0;
    const rows = view.getBigUint64(at + 8, true);
    if (!isSpace || view.getBigUint64(at + 16, true) !== 1n || rows < 2n || rows > 9n) continue;
    view.setBigUint64(at + 8, 20_000n, true);
    const { datasets } = await scanMemory([mat], { 'digitStruct.mat': bytes });
    found.push(...datasets.flatMap(({ problems }) => problems.map(({ message }) => message)));
    view.setBigUint64(at + 8, rows, true);
  }
  expect(found.join('\n')).toContain('20000 labels, more than the 10000');
});

describe('a pickle', () => {
  test('that remembers one value two million times is given up', () => {
    const machine = new PickleMachine();
    machine.push(null);
    const remember = (): void => {
      for (let count = 0; count <= 1 << 21; count += 1) machine.remember(undefined);
    };
    expect(remember).toThrow('it remembers too many values');
  });

  test('of eight million marks is given up as one of so many values', () => {
    const machine = new PickleMachine();
    const fill = (): void => {
      for (let count = 0; count <= 1 << 23; count += 1) machine.mark();
    };
    expect(fill).toThrow('it holds too many values');
  });
});
