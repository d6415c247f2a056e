// Texts whose labels stand on lines of their own: Reuters SGML, blocks of lines, brat, PubTator.

import { describe, expect, test } from 'vitest';
import { brat } from '../../../../src/core/formats/brat';
import type { LabelFormat } from '../../../../src/core/formats/format';
import { pubTator } from '../../../../src/core/formats/pubTator';
import { reuters } from '../../../../src/core/formats/reuters';
import { textBlocks } from '../../../../src/core/formats/textBlocks';
import type { Dataset } from '../../../../src/core/model';
import { countsOf, type MemoryFiles, scanMemory } from '../../../lib/scanMemory';

const lines = (...all: readonly string[]) => [...all, ''].join('\n');

async function best(format: LabelFormat, files: MemoryFiles, chunkSize?: number): Promise<Dataset> {
  const { datasets } = await scanMemory([format], files, chunkSize ? { chunkSize } : {});
  const asserted = datasets.find(({ status }) => status === 'asserted');
  if (asserted === undefined) throw new Error('nothing is asserted');
  return asserted;
}

const story = (head: string, topics: readonly string[]) =>
  lines(
    `<REUTERS ${head}>`,
    `<TOPICS>${topics.map((one) => `<D>${one}</D>`).join('')}</TOPICS>`,
    '<BODY>a < b',
    '</BODY></REUTERS>',
    '</REUTERS>',
  );

describe('a Reuters file', () => {
  const text = [
    story('TOPICS="YES" LEWISSPLIT="TRAIN"', ['earn', 'acq', 'earn']),
    story('TOPICS="NO" LEWISSPLIT="TEST"', []),
    story('TOPICS="YES" LEWISSPLIT="NOT-USED"', ['earn']),
  ].join('');

  test('counts a topic once a story, in the split that the story names, in any cut', async () => {
    for (const chunkSize of [1, 7, 1000]) {
      const dataset = await best(reuters, { 'reut2-000.sgm': text }, chunkSize);
      expect(countsOf(dataset)).toEqual({ acq: 1, earn: 2 });
      const splits = dataset.splits.map(({ name, samples, unlabelled }) => [
        name,
        samples,
        unlabelled,
      ]);
      expect(splits).toEqual([
        ['train', 1, 0],
        ['test', 1, 1],
        ['not-used', 1, 0],
      ]);
    }
  });

  test('leaves out a story that is cut off, and says so', async () => {
    const cut = `${text}<REUTERS LEWISSPLIT="TRAIN">\n<TOPICS><D>rand</D></TOPICS>\n`;
    const dataset = await best(reuters, { 'reut2-000.sgm': cut });
    expect(countsOf(dataset)).toEqual({ acq: 1, earn: 2 });
    expect(dataset.problems.map(({ code, line }) => [code, line])).toEqual([['story-cut-off', 16]]);
  });
});

test('a sentence without its label is unlabelled, and said', async () => {
  const block = (label: string) => lines('the $T$ is here', 'menu', label);
  const text = `${block('1')}${block('-1')}${block('1')}the $T$ is gone\nmenu\n`;
  const dataset = await best(textBlocks, { 'train.seg': text });
  expect(countsOf(dataset)).toEqual({ '-1': 1, '1': 2 });
  expect(dataset.unlabelled).toBe(1);
  expect(dataset.problems.map(({ code, line }) => [code, line])).toEqual([['missing-label', 10]]);
});

test('brat counts spans of several pieces once, and documents without spans as unlabelled', async () => {
  const dataset = await best(brat, {
    'a.ann': lines('T1\tDrug 0 4;9 12\tx', 'T2\tDose 1 2\ty', 'R1\tOf Arg1:T1 Arg2:T2', 'oops'),
    'b.ann': '',
    'c.ann': lines('T1\tDrug 0 4\tx'),
    'd.ann': lines('T1\tDrug 0 4\tx'),
  });
  expect(dataset).toMatchObject({ unit: 'span', samples: 4, unlabelled: 1 });
  expect(countsOf(dataset)).toEqual({ Dose: 1, Drug: 3 });
  const places = dataset.problems.map(({ code, line }) => [code, line]);
  expect(places).toContainEqual(['malformed-row', 4]);
});

test('PubTator counts articles, with relations and strange lines left out', async () => {
  const text = lines(
    ...['1|t|Title', '1|a|Text', '1\t0\t5\tTitle\tDrug\tD1', '1\tCID\tD1\tD2', ''],
    ...['2|t|Title', '2|a|Text', ''],
  );
  const dataset = await best(pubTator, { 'train.txt': text });
  expect(dataset).toMatchObject({ samples: 2, unlabelled: 1 });
  expect(countsOf(dataset)).toEqual({ Drug: 1 });
});
