// CoNLL-U files through the whole pipeline.

import { expect, test } from 'vitest';
import { conllu } from '../../../../src/core/formats/conllu';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(conllu);
const row = (...fields: readonly string[]) =>
  [...fields, ...Array<string>(10 - fields.length).fill('_')].join('\t');
const text = [
  '# text = vámonos al mar',
  row('1-2', 'vámonos'),
  row('1', 'vamos', 'ir', 'VERB', 'V', '_', '0', 'root'),
  row('2', 'nos', 'nosotros', 'PRON', 'P'),
  row('2.1', 'x', 'x', 'NOUN', 'N'),
  row('3', 'mar', 'mar', 'NOUN', 'N'),
  row('4', '#', '#', '_', 'S'),
  '',
].join('\n');

test('words are counted the same whatever the chunks are, ranges and empty nodes are none', async () => {
  const all = await inEveryChunk(scan, { 'x.conllu': text });
  expect(countsOf(all[0])).toEqual({ NOUN: 1, PRON: 1, VERB: 1 });
  expect(all[0]).toMatchObject({ samples: 4, unlabelled: 1, unit: 'token', status: 'asserted' });
  expect(all.map(({ reading, status }) => `${reading ?? ''} ${status}`)).toEqual([
    'upos asserted',
    'xpos offered',
    'deprel offered',
  ]);
});

test('treebank files are splits of one dataset', async () => {
  const files = { 'en-ud-train.conllu': text, 'en-ud-dev.conllu': text };
  expect(splitsOf((await scan(files))[0])).toEqual({
    train: { NOUN: 1, PRON: 1, VERB: 1 },
    val: { NOUN: 1, PRON: 1, VERB: 1 },
  });
});

test('columns are taken as CoNLL-U Plus names them', async () => {
  const plus = '# global.columns = ID FORM XPOS UPOS\n1\ta\tDT\tDET\n2\tb\tNN\tNOUN\n';
  expect(countsOf((await scan({ 'x.conllup': plus }))[0])).toEqual({ DET: 1, NOUN: 1 });
});

test('a broken line is said with its place', async () => {
  const many = Array.from({ length: 60 }, () => row('1', 'a', 'a', 'NOUN')).join('\n');
  const [dataset] = await scan({ 'x.conllu': `${many}\n1\ta\nfoo\tb\n` });
  expect(problemsOf(dataset)).toEqual([
    'malformed-row x.conllu:61:1',
    'malformed-row x.conllu:62:1',
  ]);
  expect(dataset).toMatchObject({ samples: 61, unlabelled: 1 });
});

test('a cut at any place is survived', async () => {
  await inEveryCut(scan, { 'x.conllu': text }, 'x.conllu', 2);
});

test('ten columns of anything else are no CoNLL-U', async () => {
  expect(await scan({ 'x.tsv': `${row('a', 'b')}\n${row('c', 'd')}\n` })).toEqual([]);
});
