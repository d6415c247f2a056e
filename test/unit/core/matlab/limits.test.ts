// What MATLAB files may not ask for, and what of them is said not to be read.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mat } from '../../../../src/core/formats/mat';
import { lookAtMat } from '../../../../src/core/matlab/matLook';
import { scanMemory } from '../../../lib/scanMemory';
import { root } from '../../../lib/shared';

const { signal } = new AbortController();
const look = (bytes: Uint8Array) =>
  lookAtMat((start, end) => bytes.slice(start, end), bytes.length, signal);

function element(kind: number, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + Math.ceil(content.length / 8) * 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, kind, true);
  view.setUint32(4, content.length, true);
  bytes.set(content, 8);
  return bytes;
}

const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const words = (...values: number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);

/** A cell that holds a cell, and so on. */
function nestedCells(depth: number): Uint8Array {
  const name = new TextEncoder().encode(depth === 0 ? 'labels' : '');
  const inner = depth === 20 ? element(14, new Uint8Array(0)) : nestedCells(depth + 1);
  return element(
    14,
    joined(element(6, words(1, 0)), element(5, words(1, 1)), element(1, name), inner),
  );
}

const head = new Uint8Array(128);
head.set(new TextEncoder().encode('MATLAB 5.0 MAT-file'));
head.set([0, 1, 0x49, 0x4d], 124);

test('cells within cells without end are refused', async () => {
  const { error } = await look(joined(head, nestedCells(0)));
  expect(error?.message).toContain('nested too deep');
});

test('a text of version 4 that claims more than there may be is refused, not looped over', async () => {
  const name = new TextEncoder().encode('labels\0');
  const claimed = joined(words(1, 1 << 13, 1 << 12, 0, name.length), name);
  const bytes = new Uint8Array(claimed.length + (1 << 28));
  bytes.set(claimed);
  const { error } = await lookAtMat(
    (start, end) => bytes.subarray(start, end),
    bytes.length,
    signal,
  );
  expect(error?.message).toContain('the text labels is longer than it may be');
});

describe('what is not read is said, with what to do:', () => {
  test.each([
    ['categorical', /mat-not-read: The array labels .*\(categorical\).*cellstr\(labels\)/],
    ['sparse-labels', /mat-not-read: The array labels .*full\(labels\)/],
    ['v73-categorical', /hdf5-not-read: .*labels: .*\(categorical\).*cellstr\(labels\)/],
    ['cut', /mat-damaged: The MATLAB file cannot be read, it is damaged or cut off/],
  ])('%s', async (name, message) => {
    const path = join(root, 'test/fixtures/formats/mat', name, 'data/data.mat');
    const report = await scanMemory([mat], { 'data.mat': new Uint8Array(readFileSync(path)) });
    const texts = report.problems.map((problem) => `${problem.code}: ${problem.message}`);
    expect(texts.join('\n')).toMatch(message);
  });
});
