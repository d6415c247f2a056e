// ARFF files through the whole pipeline.

import { describe, expect, test } from 'vitest';
import { arff } from '../../../../src/core/formats/arff';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const datasets = scannerOf(arff);
const dense = [
  '% a comment',
  "@RELATION 'my data'",
  '@ATTRIBUTE "the text, quoted" string',
  "@attribute CLASS {'New York', b, \"it's\", unused} % not read",
  '@attribute colour { red, green }',
  '@DATA',
  "'a, b',\t'New York', red",
  '"say \\"hi, you\\"",b,green',
  '% another comment',
  'x,?,red',
  "y,'it\\'s',red,{2}",
  'z,other,red',
  'z',
  '',
].join('\n');

describe('a dense file', () => {
  test('is counted the same whatever the chunks are', async () => {
    const [dataset] = await inEveryChunk(datasets, { 'x.arff': dense });
    expect(countsOf(dataset)).toEqual({ 'New York': 1, b: 1, "it's": 1, unused: 0, other: 1 });
    expect(dataset).toMatchObject({ samples: 6, unlabelled: 2, status: 'asserted' });
    expect(problemsOf(dataset)).toEqual(['ragged-row x.arff:13:1', 'undeclared-class']);
  });

  test('survives a cut at any place', async () => {
    await inEveryCut(datasets, { 'x.arff': dense }, 'x.arff', 3);
  });

  test('of which no attribute is named class is read by the last nominal one, the others offered', async () => {
    const all = await datasets({
      'x.arff':
        '@relation r\n@attribute a {1,2}\n@attribute b {x,y}\n@attribute n real\n@data\n1,x,0\n2,x,1\n',
    });
    expect(all.map(({ reading, status }) => `${reading ?? ''} ${status}`)).toEqual([
      'attribute:b asserted',
      'attribute:a offered',
    ]);
    expect(countsOf(all[0])).toEqual({ x: 2, y: 0 });
  });

  test('with blanks between its values is read too', async () => {
    const [dataset] = await datasets({
      'x.arff':
        '@relation r\n@attribute a real\n@attribute class {x,y}\n@data\n1.0   x\n2 y\n3 y\n',
    });
    expect(countsOf(dataset)).toEqual({ x: 1, y: 2 });
  });

  test('keeps its splits together', async () => {
    const head = '@relation r\n@attribute a real\n@attribute class {x,y}\n@data\n';
    const all = await datasets({ 'seg-train.arff': `${head}1,x`, 'seg-test.arff': `${head}1,y` });
    expect(splitsOf(all[0])).toEqual({ train: { x: 1 }, test: { y: 1 } });
  });

  test('of numbers only is no dataset', async () => {
    const text = '@relation r\n@attribute a real\n@attribute class numeric\n@data\n1,2\n';
    expect(await datasets({ 'x.arff': text })).toEqual([]);
  });
});

describe('a sparse file', () => {
  test('has the first declared value where a row names none', async () => {
    const text =
      "@relation s\n@attribute x numeric\n@attribute class {'a, 1',b}\n@data\n{0 1, 1 b}\n{0 2}\n{}\n{1 ?}\n{1 'a, 1', 0 3}\n{0 1\n{7 1}\n";
    const [dataset] = await inEveryChunk(datasets, { 's.arff': text });
    expect(countsOf(dataset)).toEqual({ 'a, 1': 5, b: 1 });
    expect(dataset.unlabelled).toBe(1);
    expect(problemsOf(dataset)).toEqual([
      'row-not-closed s.arff:10:1',
      'malformed-row s.arff:11:1',
    ]);
  });
});

test('a MEKA file is multi-label', async () => {
  const text =
    "@relation 'music: -C 2'\n@attribute sad {0,1}\n@attribute happy {0,1}\n@attribute x real\n@data\n1,1,0.5\n0,1,0\n0,0,0\n{0 1}\n";
  const [dataset] = await datasets({ 'm.arff': text });
  expect(countsOf(dataset)).toEqual({ sad: 2, happy: 2 });
  expect(dataset).toMatchObject({ multiLabel: true, samples: 4, unlabelled: 1 });
});

test('a header longer than the head is read whole', async () => {
  const many = Array.from({ length: 6000 }, (_, at) => `@attribute f${at} numeric`).join('\n');
  const text = `@relation r\n${many}\n@attribute class {x,y}\n@data\n{0 1}\n{6000 y}\n`;
  const [dataset] = await datasets({ 'wide.arff': text });
  expect(countsOf(dataset)).toEqual({ x: 1, y: 1 });
});
