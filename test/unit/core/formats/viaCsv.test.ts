// CSV of the VGG Image Annotator through the whole pipeline.

import { expect, test } from 'vitest';
import { viaCsv } from '../../../../src/core/formats/viaCsv';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, imagesOf, problemsOf } from '../../../lib/scanMemory';

const scan = scannerOf(viaCsv);
const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
const row = (image: string, region: unknown, file: unknown = {}) =>
  [image, 1, cell(file), 1, 0, cell({ name: 'rect', x: 1 }), cell(region)].join(',');
const header =
  'filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes';
const text = [
  header,
  row('a.jpg', { quality: 'good', class: 'cat' }),
  row('a.jpg', { quality: 'bad', class: 'cat' }),
  row('b.jpg', { class: { dog: true, wolf: true, fox: false } }),
  row('c.jpg', {}),
  '',
].join('\n');

test('regions are counted by the attribute named like a class, others are readings', async () => {
  const all = await inEveryChunk(scan, { 'via.csv': text });
  expect(all.map(({ reading, status }) => `${reading ?? ''} ${status}`)).toEqual([
    'region:class asserted',
    'region:quality offered',
  ]);
  expect(countsOf(all[0])).toEqual({ cat: 2, dog: 1, wolf: 1 });
  expect(imagesOf(all[0])).toEqual({ cat: 1, dog: 1, wolf: 1 });
  expect(all[0]).toMatchObject({ samples: 3, unlabelled: 1, multiLabel: true, unit: 'instance' });
});

test('attributes of images are counted once an image', async () => {
  const lines = [
    header,
    row('a.jpg', {}, { scene: 'day' }),
    row('a.jpg', {}, { scene: 'day' }),
    row('b.jpg', {}, { scene: 'night' }),
  ];
  const [dataset] = await scan({ 'via.csv': lines.join('\n') });
  expect(countsOf(dataset)).toEqual({ day: 1, night: 1 });
  expect(dataset).toMatchObject({ samples: 2, unit: 'image' });
});

test('the older header with a hash is known, broken attributes are said', async () => {
  const lines = [
    `#${header}`,
    row('a.jpg', { class: 'cat' }),
    row('b.jpg', { class: 'dog' }),
    'c.jpg,1,"{}",1,0,"{}","{""class"": "',
  ];
  const [dataset] = await scan({ 'via.csv': lines.join('\n') });
  expect(countsOf(dataset)).toEqual({ cat: 1, dog: 1 });
  expect(problemsOf(dataset)).toContain('malformed-attributes via.csv:4');
});

test('a cut at any place is survived', async () => {
  await inEveryCut(scan, { 'via.csv': text }, 'via.csv', 3);
});

test('any other CSV is none', async () => {
  expect(await scan({ 'a.csv': 'filename,class\na.jpg,cat\n' })).toEqual([]);
});
