// svmlight and libsvm files through the whole pipeline.

import { describe, expect, test } from 'vitest';
import { svmlight } from '../../../../src/core/formats/svmlight';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const datasets = scannerOf(svmlight);
const text = [
  '# made by hand',
  '+1 1:0.5 3:-1e-3 # first',
  '-1 2:1',
  '1.0 qid:3 1:1 2:nan',
  ' 3:1',
  '1,-1 1:1',
  '1',
  '',
  '01 4:1',
  '',
].join('\n');

describe('svmlight', () => {
  test('is counted the same whatever the chunks are, +1 and 1.0 as 1', async () => {
    const [dataset] = await inEveryChunk(datasets, { 'x.svm': text });
    expect(countsOf(dataset)).toEqual({ '-1': 2, 1: 5 });
    expect(dataset).toMatchObject({ samples: 7, unlabelled: 1, multiLabel: true, unit: 'row' });
    expect(dataset.classes.map(({ id }) => id)).toEqual(['-1', '1']);
  });

  test('takes a9a and a9a.t for train and test', async () => {
    const all = await datasets({ a9a: '+1 3:1\n-1 4:1\n', 'a9a.t': '-1 3:1\n-1 4:1\n' });
    expect(all).toHaveLength(1);
    expect(splitsOf(all[0])).toEqual({ train: { '-1': 1, 1: 1 }, test: { '-1': 2 } });
  });

  test('of fractions is only offered', async () => {
    const [dataset] = await datasets({ 'housing.txt': '24.0 1:1\n21.6 1:2\n34.7 1:3\n' });
    expect(dataset.status).toBe('offered');
  });

  test('says where a label behind the head is no number', async () => {
    const lines = Array.from({ length: 9000 }, (_, at) => `${at % 2} 1:1 2:2`);
    lines[8000] = 'two 1:1';
    const [dataset] = await datasets({ 'x.txt': lines.join('\n') });
    expect(problemsOf(dataset)).toEqual(['malformed-row x.txt:8001:1']);
    expect(dataset.unlabelled).toBe(1);
  });

  test('is not seen in times, ratios, YAML or descending indexes', async () => {
    expect(
      await datasets({
        'times.txt': ' 12:30 13:40\n 14:00 15:10\n',
        'map.txt': '1: 2\n2: 3\n',
        'down.txt': '1 5:1 3:1\n0 4:1 2:1\n',
        'log.txt': '1 12:30 started\n2 12:31 stopped\n',
        'numbers.txt': '1\n2\n3\n',
      }),
    ).toEqual([]);
  });

  test('survives a cut at any place', async () => {
    await inEveryCut(datasets, { 'x.svm': text }, 'x.svm');
  });
});
