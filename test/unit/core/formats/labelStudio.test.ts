// Label Studio: which annotation holds, what a result labels, JSON-MIN.

import { describe, expect, test } from 'vitest';
import { labelStudio } from '../../../../src/core/formats/labelStudio';
import {
  assertedIn,
  expectCutsSaid,
  expectSameInAnyCut,
  onlyIn,
} from '../../../lib/documentChecks';
import { countsOf, problemsOf, scanMemory } from '../../../lib/scanMemory';

function result(type: string, ...labels: readonly unknown[]): object {
  return { id: 'r', type, from_name: 'f', value: { x: 1, [type]: labels } };
}

const box = (...labels: readonly string[]): object => result('rectanglelabels', ...labels);

function annotation(results: readonly object[], more: object = {}): object {
  return { id: 1, was_cancelled: false, ground_truth: false, result: results, ...more };
}

function task(annotations: readonly object[], more: object = {}): object {
  return {
    id: 1,
    annotations,
    data: { image: 'a.jpg' },
    predictions: [annotation([box('no')])],
    ...more,
  };
}

const json = (value: unknown): string => JSON.stringify(value);

describe('a Label Studio export', () => {
  test('counts labels of regions, and tasks without any', async () => {
    const dataset = await onlyIn([labelStudio], {
      'a.json': json([
        task([annotation([box('b'), result('polygonlabels', 'a', 'b')])]),
        task([annotation([])]),
      ]),
    });
    expect(countsOf(dataset)).toEqual({ a: 1, b: 2 });
    expect(dataset).toMatchObject({ unit: 'box', samples: 2, unlabelled: 1 });
  });

  test('takes the ground truth, else all regions, never a cancelled annotation, and says so', async () => {
    const dataset = await onlyIn([labelStudio], {
      'a.json': json([
        task([annotation([box('a')], { ground_truth: true }), annotation([box('b')])]),
        task([
          annotation([box('a')]),
          annotation([box('c')]),
          annotation([box('d')], { was_cancelled: true }),
        ]),
      ]),
    });
    expect(countsOf(dataset)).toEqual({ a: 2, c: 1 });
    expect(problemsOf(dataset)).toEqual([
      'cancelled-annotations a.json',
      'several-annotations a.json',
    ]);
    expect(dataset.problems.at(1)?.message).toMatch(/^2 tasks/);
  });

  test('takes the last choices of a document', async () => {
    const both = [annotation([result('choices', 'x')]), annotation([result('choices', 'y')])];
    const dataset = await onlyIn([labelStudio], { 'a.json': json([task(both)]) });
    expect(countsOf(dataset)).toEqual({ y: 1 });
  });

  test('keeps regions and choices apart', async () => {
    const mixed = task([annotation([box('car'), result('choices', 'day')])]);
    const datasets = await assertedIn([labelStudio], { 'a.json': json([mixed]) });
    expect(datasets.map((dataset) => [dataset.reading, dataset.unit, countsOf(dataset)])).toEqual([
      ['choices', 'image', { day: 1 }],
      ['regions', 'box', { car: 1 }],
    ]);
  });

  test('joins the steps of a taxonomy', async () => {
    const dataset = await onlyIn([labelStudio], {
      'a.json': json([task([annotation([result('taxonomy', ['animal', 'cat'], ['plant'])])])]),
    });
    expect(countsOf(dataset)).toEqual({ 'animal/cat': 1, plant: 1 });
    expect(dataset.multiLabel).toBe(true);
  });

  test('may be of the time of completions, and of text', async () => {
    const old = {
      id: 1,
      data: { text: 'x' },
      completions: [{ id: 1, result: [result('labels', 'PER')] }],
    };
    const dataset = await onlyIn([labelStudio], { 'a.json': json([old]) });
    expect(countsOf(dataset)).toEqual({ PER: 1 });
    expect(dataset.unit).toBe('span');
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    const text = json([task([annotation([box('a')])]), task([annotation([box('b'), box('ü')])])]);
    await expectSameInAnyCut([labelStudio], { 'a.json': text });
    await expectCutsSaid([labelStudio], { 'a.json': text }, 'a.json');
  });
});

describe('Label Studio JSON-MIN', () => {
  const own = {
    id: 1,
    annotator: 1,
    annotation_id: 1,
    created_at: 'x',
    updated_at: 'x',
    lead_time: 1,
  };

  test('has its labels under the name of the control', async () => {
    const rows = ['pos', 'neg', 'pos'].map((mood, at) => ({ ...own, text: `a text ${at}`, mood }));
    const dataset = await onlyIn([labelStudio], { 'a.json': json(rows) });
    expect(countsOf(dataset)).toEqual({ neg: 1, pos: 2 });
    expect(dataset.unit).toBe('document');
  });

  test('may pack them as choices or regions', async () => {
    const choices = [
      { ...own, text: 'x', c: { choices: ['a', 'b'] } },
      { ...own, text: 'y', c: 'a' },
    ];
    expect(countsOf(await onlyIn([labelStudio], { 'a.json': json(choices) }))).toEqual({
      a: 2,
      b: 1,
    });
    const regions = [
      {
        ...own,
        image: 'a.jpg',
        label: [
          { x: 1, rectanglelabels: ['car'] },
          { x: 1, rectanglelabels: ['bus'] },
        ],
      },
    ];
    const dataset = await onlyIn([labelStudio], { 'a.json': json(regions) });
    expect(countsOf(dataset)).toEqual({ bus: 1, car: 1 });
    expect(dataset.unit).toBe('box');
  });
});

test('a list of other things is no Label Studio export', async () => {
  const others = {
    'a.json': json([{ image: 'a', annotations: [{ label: 'x', coordinates: {} }] }]),
    'b.json': '[]',
  };
  expect((await scanMemory([labelStudio], others)).datasets).toEqual([]);
});
