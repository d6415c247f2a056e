// IDX label files through the whole pipeline.

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { idx } from '../../../../src/core/formats/idx';
import {
  expectHostileBytesBorne,
  expectSameForEveryCut,
  expectTruncationSaid,
} from '../../../lib/hostile';
import {
  countsOf,
  type MemoryFiles,
  problemsOf,
  scanMemory,
  splitsOf,
} from '../../../lib/scanMemory';

function file(type: number, dims: readonly number[], payload: readonly number[]): Uint8Array {
  const sizes = dims.flatMap((dim) => [
    dim >>> 24,
    (dim >>> 16) & 255,
    (dim >>> 8) & 255,
    dim & 255,
  ]);
  return Uint8Array.of(0, 0, type, dims.length, ...sizes, ...payload);
}

const labels = (...payload: readonly number[]) => file(8, [payload.length], payload);
const datasets = async (files: MemoryFiles) => (await scanMemory([idx], files)).datasets;

describe('IDX labels', () => {
  test('are counted by split, images left alone, packed or not', async () => {
    const [dataset, ...others] = await datasets({
      'raw/train-labels-idx1-ubyte': labels(5, 0, 5, 3),
      'raw/train-images-idx3-ubyte': file(8, [4, 1, 1], [1, 2, 3, 4]),
      'raw/t10k-labels-idx1-ubyte': labels(1),
    });
    expect(others).toEqual([]);
    expect(dataset.unit).toBe('image');
    expect(splitsOf(dataset)).toEqual({ train: { 0: 1, 3: 1, 5: 2 }, test: { 1: 1 } });
    const packed = await datasets({ 'train-labels-idx1-ubyte.gz': gzipSync(labels(5, 0, 5)) });
    expect(countsOf(packed[0])).toMatchObject({ 0: 1, 5: 2 });
  });

  test('beside their packed twin are counted once', async () => {
    const all = await datasets({
      'train-labels-idx1-ubyte': labels(1, 1, 0),
      'train-labels-idx1-ubyte.gz': gzipSync(labels(1, 1, 0)),
    });
    expect(all.map((dataset) => dataset.samples)).toEqual([3]);
  });

  test('take names from an EMNIST mapping', async () => {
    const [dataset] = await datasets({
      'emnist-letters-train-labels-idx1-ubyte': labels(1, 2, 2),
      'emnist-letters-mapping.txt': '1 65 97\n2 66 98\n3 67 99\n',
    });
    expect(countsOf(dataset)).toEqual({ Aa: 1, Bb: 2, Cc: 0 });
  });

  test('of QMNIST are in the first of eight big-endian columns', async () => {
    const row = (label: number) => Array.from({ length: 32 }, (_, at) => (at < 3 ? 0 : label));
    const bytes = file(0x0c, [2, 8], [...row(7), ...row(2)]);
    const [dataset] = await datasets({ 'qmnist-train-labels-idx2-int': bytes });
    expect(dataset.samples).toBe(2);
    expect(countsOf(dataset)).toMatchObject({ 2: 1, 7: 1 });
  });

  test('that end early are said with the byte', async () => {
    const short = labels(5, 0, 5, 3).slice(0, -1);
    const [dataset] = await datasets({ 'train-labels-idx1-ubyte': short });
    expect(problemsOf(dataset)).toContain('truncated train-labels-idx1-ubyte:1:12');
    expect(dataset.samples).toBe(3);
  });

  test('are the same for every cut, and damage is borne', async () => {
    const files = { 'train-labels.idx1-ubyte.gz': gzipSync(labels(5, 0, 5, 3)) };
    await expectSameForEveryCut(idx, files);
    const plain = { 'train-labels.idx1-ubyte': labels(5, 0, 5, 3) };
    const codes = await expectTruncationSaid(idx, plain, 'train-labels.idx1-ubyte');
    expect(codes).toContain('truncated');
    await expectHostileBytesBorne(idx, plain, 'train-labels.idx1-ubyte');
  });

  test('are not seen in images or in other files', async () => {
    const images = file(8, [4, 1, 1], [1, 2, 3, 4]);
    expect(await datasets({ 'train-images.idx1-ubyte': images, 'x-ubyte': 'text' })).toEqual([]);
  });
});
