// Parquet files through the whole pipeline; the files are those of the fixtures, written by pyarrow.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cellText } from '../../../../src/core/columnar/cells';
import { readFeatureNames } from '../../../../src/core/columnar/featureNames';
import { parquet } from '../../../../src/core/formats/parquet';
import {
  expectHostileBytesBorne,
  expectSameForEveryCut,
  expectTruncationSaid,
} from '../../../lib/hostile';
import { countsOf, problemsOf, scanMemory } from '../../../lib/scanMemory';

const fixtures = join(import.meta.dirname, '../../../fixtures/formats/parquet');
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, path)));
const shard = read('hf-shards/data/data/train-00000-of-00002.parquet');

describe('a Parquet file', () => {
  test('is counted by row groups, with the names that it declares', async () => {
    const { datasets } = await scanMemory([parquet], { 'a.parquet': shard });
    expect(countsOf(datasets[0])).toEqual({ ant: 1, bee: 1, crab: 2 });
    expect(datasets[0].evidence[0]).toContain('declares the class names of “label”');
  });

  test('is the same for every cut, cut short it is left alone', async () => {
    await expectSameForEveryCut(parquet, { 'a.parquet': shard });
    await expectTruncationSaid(parquet, { 'a.parquet': shard }, 'a.parquet');
  });

  test('whose pages are damaged says from which row on', async () => {
    const bad = shard.slice();
    bad.fill(0xff, 4, 400);
    const rules = [{ path: 'a.parquet', format: 'parquet' }];
    const { datasets, problems } = await scanMemory([parquet], { 'a.parquet': bad }, { rules });
    const said = [...problems, ...datasets.flatMap((dataset) => problemsOf(dataset))];
    expect(JSON.stringify(said)).not.toContain('internal-error');
  });

  test('with bytes turned over is borne', async () => {
    await expectHostileBytesBorne(parquet, { 'a.parquet': shard }, 'a.parquet');
  });
});

test('names of classes are found in every form of features', () => {
  const label = { _type: 'ClassLabel', names: ['a', 'b'] };
  const read = (features: object) => readFeatureNames(JSON.stringify({ info: { features } }));
  expect(read({ y: label })).toEqual({ y: ['a', 'b'] });
  expect(read({ y: { _type: 'Sequence', feature: label } })).toEqual({ y: ['a', 'b'] });
  expect(read({ y: [label], x: { dtype: 'int64', _type: 'Value' } })).toEqual({ y: ['a', 'b'] });
  expect(readFeatureNames(JSON.stringify({ features: { y: label } }))).toEqual({ y: ['a', 'b'] });
  expect(readFeatureNames('{')).toEqual({});
});

test('a value becomes the cell that a table would hold', () => {
  expect([1n, 2, 'x', true, null, Number.NaN, ['a, b', 'c'], [1n], {}].map(cellText)).toEqual([
    '1',
    '2',
    'x',
    'true',
    '',
    '',
    '["a, b", "c"]',
    '[1]',
    '',
  ]);
});
