// TFRecord files through the whole pipeline.

import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseLabelMap } from '../../../../src/core/detect/labelMap';
import { tfrecord } from '../../../../src/core/formats/tfrecord';
import {
  expectHostileBytesBorne,
  expectSameForEveryCut,
  expectTruncationSaid,
} from '../../../lib/hostile';
import { countsOf, imagesOf, type MemoryFiles, scanMemory } from '../../../lib/scanMemory';

const field = (number: number, ...data: readonly number[]) => [
  (number << 3) | 2,
  data.length,
  ...data,
];
const text = (value: string) => [...new TextEncoder().encode(value)];
const integers = (...values: readonly number[]) => field(3, ...field(1, ...values));
const texts = (...values: readonly string[]) =>
  field(1, ...values.flatMap((v) => field(1, ...text(v))));

function record(features: Readonly<Record<string, readonly number[]>>): number[] {
  const entries = Object.entries(features).flatMap(([key, feature]) =>
    field(1, ...field(1, ...text(key)), ...field(2, ...feature)),
  );
  const example = field(1, ...entries);
  return [example.length, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, ...example, 5, 6, 7, 8];
}

const scanned = async (files: MemoryFiles) => (await scanMemory([tfrecord], files)).datasets;
const boxes = 'image/object/class/label';

test('boxes are counted, and the images that hold the class', async () => {
  const bytes = Uint8Array.from([
    ...record({ [boxes]: integers(1, 1, 2) }),
    ...record({ [boxes]: integers(1) }),
  ]);
  const [dataset] = await scanned({
    'train.record': bytes,
    'label_map.pbtxt': "item { id: 1 name: 'cat' } item { id: 2 name: 'dog' }",
  });
  expect(dataset.unit).toBe('box');
  expect(countsOf(dataset)).toEqual({ cat: 3, dog: 1 });
  expect(imagesOf(dataset)).toEqual({ cat: 2, dog: 1 });
});

test('without a label map the text beside the ids is counted, an empty one is none', async () => {
  const bytes = record({ [boxes]: integers(1, 9), 'image/object/class/text': texts('cat', '') });
  const [dataset] = await scanned({ 'a.tfrecord': Uint8Array.from(bytes) });
  expect(countsOf(dataset)).toEqual({ cat: 1 });
});

test('a packed file and one with labels of images are read too', async () => {
  const bytes = Uint8Array.from([
    ...record({ label: integers(3) }),
    ...record({ label: integers(0) }),
  ]);
  const [dataset] = await scanned({ 'a.tfrecord.gz': gzipSync(bytes) });
  expect(dataset.unit).toBe('image');
  expect(countsOf(dataset)).toEqual({ 0: 1, 3: 1 });
});

test('files without class features, or none at all, are left alone', async () => {
  const other = Uint8Array.from(record({ x: integers(1) }));
  expect(await scanned({ 'a.tfrecord': other, 'b.tfrecord': 'hello, world, hello' })).toEqual([]);
});

test('every cut gives the same, and damage is said', async () => {
  const bytes = Uint8Array.from([
    ...record({ [boxes]: integers(1, 2) }),
    ...record({ [boxes]: integers(1) }),
  ]);
  const files = { 'a.tfrecord': bytes };
  await expectSameForEveryCut(tfrecord, files);
  expect(await expectTruncationSaid(tfrecord, files, 'a.tfrecord')).toContain('truncated');
  await expectHostileBytesBorne(tfrecord, files, 'a.tfrecord');
});

test('a label map is read in its usual forms', () => {
  const map =
    'item {\n name: "/m/1"\n id: 7\n display_name: "ant"\n}\nitem: { id: 2, name: \'b c\' }';
  expect(parseLabelMap(map)).toEqual([
    { id: '7', name: 'ant' },
    { id: '2', name: 'b c' },
  ]);
});
