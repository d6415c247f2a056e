import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../src/core/model';
import { formatsIn } from '../../../src/host/sources/formatList';
import { choicesOf, ignoreRules, rulesAfter } from '../../../src/host/sources/choices';
import { datasetOf } from './fixtures';

const species = datasetOf({ id: 'species', reading: 'column:species' });
const mood = datasetOf({ id: 'mood', reading: 'column:mood', status: 'offered' });
const coco = datasetOf({ id: 'coco', format: 'coco', sources: ['a.json', 'b.json'] });

const after = (datasets: readonly Dataset[], picked: readonly string[], rules = [{ path: 'x' }]) =>
  rulesAfter(rules, choicesOf(datasets), new Set(picked));

describe('rulesAfter', () => {
  test('changes nothing where nothing was changed', () => {
    const rules = [{ path: 'x' }];
    expect(after([species, mood, coco], ['species', 'coco'], rules)).toEqual(rules);
  });

  test('names the other reading of the same file', () => {
    expect(after([species, mood, coco], ['mood', 'coco'])).toEqual([
      { path: 'x' },
      { path: 'pets.csv', format: 'delimited', reading: 'column:mood' },
    ]);
  });

  test('lets a newly chosen reading win over the old one', () => {
    const next = after([species, mood], ['species', 'mood'], []);
    expect(next).toEqual([{ path: 'pets.csv', format: 'delimited', reading: 'column:mood' }]);
  });

  test('ignores what is no longer wanted, source by source', () => {
    expect(after([species, coco], ['species'], [])).toEqual([
      { path: 'a.json', format: 'ignore' },
      { path: 'b.json', format: 'ignore' },
    ]);
  });

  test('leaves what was only offered alone', () => {
    expect(after([{ ...mood, sources: ['q.csv'] }], [], [])).toEqual([]);
  });

  test('replaces the old rule of a source and keeps what it said of its split', () => {
    const rules = [{ path: 'pets.csv', reading: 'column:species', split: 'val' }];
    expect(rulesAfter(rules, choicesOf([species, mood]), new Set(['mood']))).toEqual([
      { path: 'pets.csv', format: 'delimited', reading: 'column:mood', split: 'val' },
    ]);
  });

  test('takes an ignore back', () => {
    const rules = [
      { path: 'old/**', format: 'ignore' },
      { path: 'y', format: 'coco' },
    ];
    expect(ignoreRules(rules)).toEqual([rules[0]]);
    expect(rulesAfter(rules, [], new Set(), [rules[0]])).toEqual([rules[1]]);
  });

  test('names the folder around many sources', () => {
    const sources = Array.from({ length: 30 }, (_, at) => `labels/s${at}/x.txt`);
    const many = datasetOf({ id: 'many', sources, status: 'offered', format: 'yolo' });
    expect(after([many], ['many'], [])).toEqual([{ path: 'labels/**', format: 'yolo' }]);
  });
});

describe('formatsIn', () => {
  test('reads what the command line prints, and leaves out what is no format', () => {
    const coco = { id: 'coco', title: 'COCO', detects: 'json', units: [] };
    expect(formatsIn(JSON.stringify({ formats: [coco, { id: 'x' }, null] }))).toEqual([coco]);
    expect(() => formatsIn('{}')).toThrow('could not be read');
  });
});
