// Labelbox NDJSON: objects, classifications, frames of videos, several labelers.

import { describe, expect, test } from 'vitest';
import { labelbox } from '../../../../src/core/formats/labelbox';
import {
  assertedIn,
  expectCutsSaid,
  expectSameInAnyCut,
  onlyIn,
} from '../../../lib/documentChecks';
import { countsOf, imagesOf, scanMemory } from '../../../lib/scanMemory';

const row = (...annotations: readonly object[]): string =>
  `${JSON.stringify({ data_row: { id: '1' }, projects: { p: { labels: annotations.map((one) => ({ annotations: one })) } } })}\n`;
const objects = (...names: readonly string[]): object => ({
  objects: names.map((name) => ({ name })),
  classifications: [],
});

describe('a Labelbox export', () => {
  test('counts objects of all labels of a data row', async () => {
    const text = row(objects('a', 'a'), objects('b')) + row() + row(objects('a'));
    const dataset = await onlyIn([labelbox], { 'e.ndjson': text });
    expect(countsOf(dataset)).toEqual({ a: 3, b: 1 });
    expect(imagesOf(dataset)).toEqual({ a: 2, b: 1 });
    expect(dataset).toMatchObject({ unit: 'box', samples: 3, unlabelled: 1 });
  });

  test('keeps classifications apart from objects', async () => {
    const classes = [
      { radio_answer: { name: 'x' } },
      { checklist_answers: [{ name: 'y' }, { name: 'z' }] },
    ];
    const datasets = await assertedIn([labelbox], {
      'e.ndjson': row({ objects: [{ name: 'a' }], classifications: classes }),
    });
    expect(datasets.map((one) => [one.reading, countsOf(one)])).toEqual([
      ['classifications', { x: 1, y: 1, z: 1 }],
      ['objects', { a: 1 }],
    ]);
  });

  test('counts objects of frames', async () => {
    const frames = { 1: { objects: { k: { name: 'a' } } }, 2: { objects: { k: { name: 'a' } } } };
    expect(countsOf(await onlyIn([labelbox], { 'e.ndjson': row({ frames }) }))).toEqual({ a: 2 });
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    const text = row(objects('a', 'ü')) + row(objects('a'));
    await expectSameInAnyCut([labelbox], { 'e.ndjson': text });
    await expectCutsSaid([labelbox], { 'e.ndjson': text }, 'e.ndjson');
  });

  test('is not what else has projects', async () => {
    expect(
      (await scanMemory([labelbox], { 'a.json': '{"projects": {"a": {}}}' })).datasets,
    ).toEqual([]);
  });
});
