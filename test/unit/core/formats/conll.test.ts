// CoNLL files through the whole pipeline.

import { describe, expect, test } from 'vitest';
import { conll } from '../../../../src/core/formats/conll';
import type { Dataset } from '../../../../src/core/model';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(conll);
const lines = (...all: readonly string[]) => [...all, ''].join('\n');

async function spans(...all: readonly string[]): Promise<Record<string, number>> {
  const found = await scan({ 'x.conll': lines(...all) });
  return countsOf(found.find((one) => one.status === 'asserted'));
}

const readings = (all: readonly Dataset[]) =>
  all.map(({ reading, status, unit }) => `${reading ?? ''} ${unit} ${status}`);

const iob1 = lines(
  '-DOCSTART- -X- O O',
  '',
  'U.N. NNP I-NP I-ORG',
  'official NN I-NP O',
  'Ekeus NNP I-NP I-PER',
  'Rolf NNP I-NP B-PER',
  'heads VBZ I-VP O',
  '',
  'Baghdad NNP I-NP I-LOC',
  '',
  'Nothing NN I-NP O',
);

describe('spans', () => {
  test('are counted the same whatever the chunks are, tags of tokens and other columns offered', async () => {
    const all = await inEveryChunk(scan, { 'eng.train': iob1 });
    expect(countsOf(all[0])).toEqual({ LOC: 1, ORG: 1, PER: 2 });
    expect(all[0]).toMatchObject({ samples: 3, unlabelled: 1 });
    expect(readings(all)).toEqual([
      'spans span asserted',
      'tokens token offered',
      'tokens:3 token offered',
      'spans:3 span offered',
    ]);
    expect(countsOf(all[1])).toEqual({ O: 3, 'B-PER': 1, 'I-LOC': 1, 'I-ORG': 1, 'I-PER': 1 });
  });

  test('of IOB2, BIOES and BILOU are read by their own rules', async () => {
    expect(await spans('a B-X', 'b I-X', 'c B-X', 'd O')).toEqual({ X: 2 });
    expect(await spans('a B-X', 'b E-X', 'c I-X', 'd S-Y', 'e S-Y', 'f O')).toEqual({ X: 2, Y: 2 });
    expect(await spans('a B-X', 'b I-X', 'c L-X', 'd U-X', 'e O')).toEqual({ X: 2 });
    expect(await spans('a I-X', 'b I-Y', 'c I-Y-Z', 'd O')).toEqual({ X: 1, Y: 1, 'Y-Z': 1 });
  });

  test('end where a sentence ends', async () => {
    expect(await spans('a B-X', '', 'b I-X', 'c O')).toEqual({ X: 2 });
  });

  test('of eng.train, eng.testa and eng.testb are three splits', async () => {
    const text = lines('a B-X', 'b O', 'c O');
    const [dataset] = await scan({ 'eng.train': text, 'eng.testa': text, 'eng.testb': text });
    expect(splitsOf(dataset)).toEqual({ train: { X: 1 }, val: { X: 1 }, test: { X: 1 } });
  });

  test('are found in the third column of GermEval, comments left out', async () => {
    const text = lines(
      '#\thttp://de.wikipedia.org/x\t[2009-10-17]',
      '1\tSchartau\tB-PER\tO',
      '2\tsagte\tO\tO',
      '3\t"\tO\tO',
      '4\tTagesspiegel\tB-ORG\tB-LOC',
      '5\t#\tO\tO',
    );
    const all = await scan({ 'NER-de-dev.tsv': text });
    expect(countsOf(all[0])).toEqual({ ORG: 1, PER: 1 });
    expect(problemsOf(all[0])).toEqual(['ambiguous-reading NER-de-dev.tsv']);
    expect(countsOf(all.find((one) => one.reading === 'tokens'))).toMatchObject({ O: 3 });
  });

  test('survive tokens that are blanks, a header, a comment behind the tag, a broken line', async () => {
    const text = lines(
      'text\tner\tnote',
      ' \tO\t',
      'Bonn\tB-LOC\tnice B-PER',
      '\tO\tx',
      '#\tO',
      'x\tO\t',
    );
    expect(countsOf((await scan({ 'a.tsv': text }))[0])).toEqual({ LOC: 1 });
    const blanks = lines(
      'Bonn B-LOC a comment',
      'is O',
      'far O really',
      ...Array<string>(60).fill('x O'),
      'broken',
    );
    const [dataset] = await scan({ 'b.txt': blanks });
    expect(countsOf(dataset)).toEqual({ LOC: 1 });
    expect(problemsOf(dataset)[0]).toBe('malformed-tag b.txt:64:7');
  });

  test('survive a cut at any place', async () => {
    await inEveryCut(scan, { 'x.conll': iob1 }, 'x.conll', 2);
  });
});

test('tags without types are counted token by token', async () => {
  const all = await scan({ 'x.tsv': lines('a\tO', 'b\tB', 'c\tI', 'd\tO') });
  expect(readings(all)).toEqual(['tokens token asserted']);
  expect(countsOf(all[0])).toEqual({ B: 1, I: 1, O: 2 });
});

test('prose, options and roads are no CoNLL', async () => {
  const files = {
    'a.txt': lines('Take the I-95', 'then the I-10', 'then B-road'),
    'b.txt': lines('grade A-1', 'grade B-2', 'grade C-3'),
    'c.txt': lines('O', 'O', 'B-X'),
  };
  expect(await scan({ 'b.txt': files['b.txt'], 'c.txt': files['c.txt'] })).toEqual([]);
});
