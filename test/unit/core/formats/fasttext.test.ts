// fastText files through the whole pipeline.

import { describe, expect, test } from 'vitest';
import { fasttext } from '../../../../src/core/formats/fasttext';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const datasets = scannerOf(fasttext);

const text = [
  '__label__Sci/Tech chips are up',
  '__label__a __label__New_York two labels __label__a',
  'in the middle __label__a too',
  '',
  'nothing here',
  '__label__ empty',
  '__label__Sci/Tech é',
  '',
].join('\r\n');

describe('fastText', () => {
  test('is counted the same whatever the chunks are', async () => {
    const whole = await inEveryChunk(datasets, { 'x.txt': text });
    expect(countsOf(whole[0])).toEqual({ 'Sci/Tech': 2, a: 2, New_York: 1 });
    expect(whole[0]).toMatchObject({ samples: 6, unlabelled: 2, multiLabel: true });
    expect(problemsOf(whole[0])).toEqual([
      'missing-label x.txt:5:1',
      'empty-label x.txt:6:1',
      'missing-label x.txt:6:1',
    ]);
  });

  test('takes train, valid and test files for one dataset', async () => {
    const all = await datasets({
      'cooking.train': '__label__a x\n__label__b y\n',
      'cooking.valid': '__label__b y',
    });
    expect(all).toHaveLength(1);
    expect(splitsOf(all[0])).toEqual({ train: { a: 1, b: 1 }, val: { b: 1 } });
  });

  test('knows another prefix where every line begins with it', async () => {
    const [dataset] = await datasets({ 'a.txt': '__class__x 1\n__class__y 2\n__class__x 3\n' });
    expect(countsOf(dataset)).toEqual({ x: 2, y: 1 });
  });

  test('is not seen in prose that mentions the prefix once, nor in Python names', async () => {
    const prose = 'fastText wants\n__label__x first\nin each line\nof the file\n';
    const dunder = '__init__ a\n__call__ b\n';
    expect(await datasets({ 'readme.txt': prose, 'names.txt': dunder })).toEqual([]);
  });

  test('survives a cut at any place', async () => {
    await inEveryCut(datasets, { 'x.txt': text }, 'x.txt');
  });
});
