// WebDataset shards through the whole pipeline.

import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { webdataset } from '../../../../src/core/formats/webdataset';
import {
  expectHostileBytesBorne,
  expectSameForEveryCut,
  expectTruncationSaid,
} from '../../../lib/hostile';
import { countsOf, type MemoryFiles, scanMemory, splitsOf } from '../../../lib/scanMemory';

function member(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write('        0', 148);
  header.write('ustar\0', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header, Buffer.from(content), padding]);
}

function tar(...members: readonly (readonly [string, string])[]): Uint8Array {
  const parts = members.map(([name, content]) => member(name, content));
  return new Uint8Array(Buffer.concat([...parts, Buffer.alloc(1024)]));
}

const scanned = async (files: MemoryFiles) => (await scanMemory([webdataset], files)).datasets;
const pair = tar(['1.jpg', 'x'.repeat(900)], ['1.cls', '3'], ['2.cls', '1\n'], ['2.jpg', '']);

test('a shard is counted by the .cls of its samples, packed or not', async () => {
  const [dataset] = await scanned({ 'a.tar': pair });
  expect(countsOf(dataset)).toEqual({ 1: 1, 3: 1 });
  expect(dataset).toMatchObject({ unit: 'image', samples: 2, unlabelled: 0 });
  expect(countsOf((await scanned({ 'a.tgz': gzipSync(pair) }))[0])).toEqual({ 1: 1, 3: 1 });
});

test('shards of one name are one dataset with splits', async () => {
  const other = tar(['9.cls', '1'], ['10.jpg', 'no label']);
  const [dataset, ...others] = await scanned({
    'd/x-train-000.tar': pair,
    'd/x-train-001.tar': other,
    'd/x-val-000.tar': other,
  });
  expect(others).toEqual([]);
  expect(splitsOf(dataset)).toEqual({ train: { 1: 2, 3: 1 }, val: { 1: 1 } });
  expect(dataset.unlabelled).toBe(2);
});

test('a label in JSON is taken where no .cls is, and offered beside one', async () => {
  const json = tar(['1.json', '{"label": "cat"}'], ['2.json', '{"label": "dog"}'], ['3.json', '{']);
  const [dataset] = await scanned({ 'a.tar': json });
  expect(countsOf(dataset)).toEqual({ cat: 1, dog: 1 });
  expect(dataset.unlabelled).toBe(1);
  const both = tar(['1.cls', '0'], ['1.json', '{"label": 7}'], ['2.cls', '1']);
  expect((await scanned({ 'a.tar': both })).map(({ status }) => status)).toEqual([
    'asserted',
    'offered',
  ]);
});

test('an archive without labels, or none at all, is left alone', async () => {
  const plain = tar(['src/a.py', 'print()'], ['package.json', '{"name": "x"}']);
  expect(await scanned({ 'a.tar': plain, 'b.tar': 'no tar', 'c.tgz': 'no gzip' })).toEqual([]);
});

test('every cut gives the same, and damage is said', async () => {
  const files = { 'a.tar': pair };
  await expectSameForEveryCut(webdataset, files);
  await expectSameForEveryCut(webdataset, { 'a.tar.gz': gzipSync(pair) });
  expect(await expectTruncationSaid(webdataset, files, 'a.tar')).toContain('truncated');
  await expectHostileBytesBorne(webdataset, files, 'a.tar');
});
