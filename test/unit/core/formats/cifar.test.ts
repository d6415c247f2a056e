// CIFAR pickles and binaries and STL-10 through the whole pipeline.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cifarBinary } from '../../../../src/core/formats/cifarBinary';
import { cifarPickle } from '../../../../src/core/formats/cifarPickle';
import { stl10 } from '../../../../src/core/formats/stl10';
import {
  expectHostileBytesBorne,
  expectSameForEveryCut,
  expectTruncationSaid,
} from '../../../lib/hostile';
import { countsOf, problemsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

const fixtures = join(import.meta.dirname, '../../../fixtures/formats');
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, path)));

describe('CIFAR pickles', () => {
  const evil = read('cifar-pickle/numpy-and-globals/data/data_batch_1');

  test('with arrays and calls are read by their opcodes alone', async () => {
    const report = await scanMemory([cifarPickle], { data_batch_1: evil });
    expect(countsOf(report.datasets[0])).toMatchObject({ 0: 1, 3: 2 });
  });

  test('of protocol 0 are read too', async () => {
    const text = "(dp0\nVlabels\np1\n(lp2\nI1\naI4\naL1L\nasVx\np3\ncos\nsystem\n(S'ls'\ntRp4\ns.";
    const report = await scanMemory([cifarPickle], { test_batch: text });
    expect(splitsOf(report.datasets[0])).toEqual({ test: { 1: 2, 4: 1 } });
  });

  test('that end early or hold no list of labels say where', async () => {
    const cut = await scanMemory([cifarPickle], { test_batch: evil.slice(0, 9000) });
    expect(problemsOf(cut.datasets[0])).toContain('pickle-malformed test_batch:1:9001');
    const none = await scanMemory([cifarPickle], {
      test_batch: Uint8Array.of(0x80, 2, 0x7d, 0x2e),
    });
    expect(problemsOf(none.datasets[0])).toContain('no-labels-in-file test_batch:1:5');
  });

  test('of CIFAR-100 assert the fine labels and offer the coarse ones', async () => {
    const folder = 'cifar-pickle/cifar-100-protocols/data';
    const files = Object.fromEntries(
      ['train', 'test', 'meta'].map((n) => [n, read(join(folder, n))]),
    );
    const { datasets } = await scanMemory([cifarPickle], files);
    expect(datasets.map(({ reading, status }) => [reading, status])).toEqual([
      ['fine_labels', 'asserted'],
      ['coarse_labels', 'offered'],
    ]);
    expect(countsOf(datasets[1])).toEqual({ beasts: 3, things: 3 });
    await expectSameForEveryCut(cifarPickle, files);
    const codes = await expectTruncationSaid(cifarPickle, files, 'train');
    expect(codes).toContain('pickle-malformed');
    await expectHostileBytesBorne(cifarPickle, files, 'train');
  });
});

describe('CIFAR binaries', () => {
  const image = (...labels: readonly number[]) => [...labels, ...new Uint8Array(3072).fill(9)];

  test('of one and of two label bytes are told by their names and sizes', async () => {
    const ten = await scanMemory([cifarBinary], {
      'data_batch_1.bin': Uint8Array.from([...image(4), ...image(0), ...image(4)]),
    });
    expect(countsOf(ten.datasets[0])).toMatchObject({ 0: 1, 4: 2 });
    const hundred = { 'train.bin': Uint8Array.from([...image(1, 99), ...image(0, 7)]) };
    const { datasets } = await scanMemory([cifarBinary], hundred);
    expect(countsOf(datasets[0])).toMatchObject({ 7: 1, 99: 1 });
    expect(datasets[1].status).toBe('offered');
  });

  test('that end inside an image say so and keep the whole ones', async () => {
    const files = {
      'test_batch.bin': Uint8Array.from([...image(4), ...image(0)]).slice(0, -1),
      'batches.meta.txt': 'a\nb\nc\nd\ne\n',
    };
    const { datasets } = await scanMemory([cifarBinary], files);
    expect(countsOf(datasets[0])).toEqual({ a: 0, b: 0, c: 0, d: 0, e: 1 });
    expect(problemsOf(datasets[0])).toContain('truncated test_batch.bin:1:6146');
    await expectSameForEveryCut(cifarBinary, files);
  });

  test('are not seen in other files of those names', async () => {
    const files = { 'train.bin': new Uint8Array(3074).fill(200), 'test.bin': new Uint8Array(100) };
    expect((await scanMemory([cifarBinary], files)).datasets).toEqual([]);
  });
});

describe('STL-10 labels', () => {
  test('count from 1, also without names', async () => {
    const files = { 'train_y.bin': Uint8Array.of(10, 1, 1), 'train_X.bin': new Uint8Array(9) };
    const { datasets } = await scanMemory([stl10], files);
    expect(countsOf(datasets[0])).toEqual({ 1: 2, 10: 1 });
    await expectSameForEveryCut(stl10, files);
  });

  test('are not seen in bytes that hold a 0', async () => {
    const { datasets } = await scanMemory([stl10], { 'train_y.bin': Uint8Array.of(1, 0) });
    expect(datasets).toEqual([]);
  });
});
