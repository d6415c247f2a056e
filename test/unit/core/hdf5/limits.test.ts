// What HDF5 files may not ask for: structures without an end, chunks beyond memory, data that nobody wrote.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hdf5 } from '../../../../src/core/formats/hdf5';
import type { Hdf5Dataset } from '../../../../src/core/hdf5/dataset';
import { openElements } from '../../../../src/core/hdf5/elements';
import { Fields, nowhere } from '../../../../src/core/hdf5/fields';
import type { Hdf5File } from '../../../../src/core/hdf5/file';
import { unfilter } from '../../../../src/core/hdf5/filters';
import { checkLength } from '../../../../src/core/hdf5/globalHeap';
import { readMessages } from '../../../../src/core/hdf5/objects';
import { hdf5Texts } from '../../../../src/core/hdf5/texts';
import { readType } from '../../../../src/core/hdf5/types';
import { scanMemory } from '../../../lib/scanMemory';
import { root } from '../../../lib/shared';

const widths = { address: 8, length: 8 };
const fixture = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(join(root, 'test/fixtures/formats/hdf5', path)));

/** A file of these bytes, whose address 0 is its first. */
function fileOf(bytes: Uint8Array): Hdf5File {
  const slice = (address: number, length: number) => bytes.slice(address, address + length);
  const file = {
    widths,
    bytes: (address: number, length: number) => Promise.resolve(slice(address, length)),
    fields: (address: number, length: number) =>
      Promise.resolve(new Fields(slice(address, length), widths)),
  };
  return file as unknown as Hdf5File;
}

/** A dataset of chunks none of which was written. */
function unwritten(shape: readonly number[], chunk: readonly number[]): Hdf5Dataset {
  return {
    shape,
    type: { use: 'plain', kind: 'f', size: 8, little: true, names: [] },
    storage: { kind: 'chunked', chunk, index: { kind: 'tree', address: nowhere } },
    filters: [],
  };
}

async function taken(dataset: Hdf5Dataset): Promise<Uint8Array> {
  return (await openElements(fileOf(new Uint8Array(0)), dataset)).take(64);
}

/** Every place where the bytes stand. */
function placesOf(all: Uint8Array, bytes: readonly number[]): number[] {
  const places: number[] = [];
  for (let at = 0; at + bytes.length <= all.length; at += 1) {
    if (bytes.every((byte, offset) => all[at + offset] === byte)) places.push(at);
  }
  return places;
}

async function problemsOf(bytes: Uint8Array): Promise<string[]> {
  const { problems, datasets } = await scanMemory([hdf5], { 'data.h5': bytes });
  const all = [...problems, ...datasets.flatMap((dataset) => dataset.problems)];
  return all.map(({ code, message }) => `${code}: ${message}`);
}

describe('chunks', () => {
  test('of more than 256 MiB a row of them are refused, with what to do', async () => {
    const wide = unwritten([1 << 20, 64], [1 << 20, 64]);
    await expect(taken(wide)).rejects.toThrow(/256 MiB.*smaller chunks/);
    const flat = unwritten([1 << 10, 1 << 16], [1 << 10, 1]);
    await expect(taken(flat)).rejects.toThrow('256 MiB');
    const fits = await taken(unwritten([1 << 18, 16], [1 << 18, 16]));
    expect(fits).toHaveLength(64);
  });

  test('that nobody wrote are not made up for more than 256 MiB', async () => {
    await expect(taken(unwritten([1 << 26], [1 << 12]))).rejects.toThrow(/never written; save/);
  });

  test('of more than can be listed are refused', async () => {
    await expect(taken(unwritten([2 ** 33], [1]))).rejects.toThrow('too many chunks');
  });

  test('of no length are refused, not looped over', async () => {
    const bytes = fixture('storage-zstd/data/data.h5');
    // Layout version 3, chunked, two sizes: behind the address 50 elements of 4 bytes.
    const [place] = placesOf(bytes, [50, 0, 0, 0, 4, 0, 0, 0]);
    bytes[place] = 0;
    expect(await problemsOf(bytes)).toEqual([
      expect.stringContaining(
        'hdf5-not-read: A dataset is not read: labels: the sizes of its chunks',
      ),
    ]);
  });

  test('whose list leads back to itself are given up', async () => {
    const bytes = fixture('index-tree/data/data.h5');
    const view = new DataView(bytes.buffer);
    const [tree] = placesOf(bytes, [0x54, 0x52, 0x45, 0x45, 1, 0]);
    bytes[tree + 5] = 1;
    // A key of a chunk of one dimension has 24 bytes, the child's address follows.
    view.setBigUint64(tree + 24 + 24, BigInt(tree), true);
    expect((await problemsOf(bytes)).join()).toContain('go round in circles');
  });

  test('of a filter that is not known say how to save them anew', () => {
    const filters = [{ id: 4, name: 'szip', values: [] }];
    expect(() => unfilter(new Uint8Array(8), filters, 0, 8)).toThrow(/szip.*h5repack/);
  });
});

test('an object header whose parts lead to themselves has an end', async () => {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  view.setUint32(8, 24, true);
  view.setUint16(16, 0x10, true);
  view.setUint16(18, 16, true);
  view.setBigUint64(24, 16n, true);
  view.setBigUint64(32, 24n, true);
  await expect(readMessages(fileOf(bytes), 0)).rejects.toThrow('no end');
});

test('a type within types without end is refused', () => {
  const nested = Uint8Array.from({ length: 8 * 20 }, (_, at) => (at % 8 === 0 ? 0x19 : 0));
  expect(() => readType(new Fields(nested, widths))).toThrow('nested too deep');
});

test('a text of more than 64 KiB is no label', () => {
  expect(() => {
    checkLength(65_536);
  }).not.toThrow();
  expect(() => {
    checkLength(65_537);
  }).toThrow('65537 letters');
});

test("MATLAB's matrix of more than 32 million letters is refused before it is read", async () => {
  const dataset: Hdf5Dataset = {
    shape: [1 << 20, 64],
    type: { use: 'plain', kind: 'u', size: 2, little: true, names: [] },
    storage: { kind: 'contiguous', address: 0 },
    filters: [],
    matlab: 'char',
  };
  const texts = hdf5Texts(fileOf(new Uint8Array(0)), dataset);
  await expect(texts.next()).rejects.toThrow('67108864 letters');
});

describe('what is not read is said, with what to do:', () => {
  test.each([
    ['storage-szip', /hdf5-not-read: .*labels: .*szip.*h5repack/],
    ['external-link-only', /hdf5-not-read: .*labels: it is a link into another file/],
    ['external-storage', /hdf5-not-read: .*labels: its data lies in another file/],
    ['virtual', /hdf5-not-read: .*labels: its storage is virtual/],
    ['link-circle', /hdf5-not-read: .*labels: it is a link to .*, which is not there/],
    ['pandas-fixed', /hdf5-not-read: .*train: .*data_columns=True/],
    ['fill-value-contiguous', /hdf5-not-read: .*labels: nothing was written into it/],
  ])('%s', async (name, message) => {
    const file = name === 'pandas-fixed' ? 'frame.h5' : 'data.h5';
    expect((await problemsOf(fixture(`${name}/data/${file}`))).join('\n')).toMatch(message);
  });
});
