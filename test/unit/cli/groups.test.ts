// --group-by: groups beside the counts, weights from them, for tables and class folders.
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import type { ScanReport } from '../../../src/core/model';
import { tempFolder } from '../node/temp';
import { ran } from './fakeIo';

const table = [
  'file,label,patient,split',
  ...['a1.png,sick,p1,train', 'a2.png,sick,p1,train', 'a3.png,sick,p1,train'],
  ...['b1.png,well,p2,train', 'c1.png,well,p3,train', 'd1.png,well,p3,val', 'e1.png,sick,p4,val'],
].join('\n');

async function datasetOf(root: string, ...args: readonly string[]) {
  const { out, err, code } = await ran(['scan', root, '--json', ...args]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return (JSON.parse(out) as ScanReport).datasets[0];
}

async function countsOf(root: string, ...args: readonly string[]) {
  const { out, err } = await ran(['weights', root, '--json', ...args]);
  expect(err).toBe('');
  const { dataset, classes } = JSON.parse(out) as {
    dataset: { unit: string };
    classes: { name: string; count: number }[];
  };
  return [dataset.unit, ...classes.map(({ name, count }) => `${name} ${count}`)];
}

describe('--group-by', () => {
  test('counts the groups of a table’s column, a group of two splits once over all', async () => {
    const root = tempFolder({ 'labels.csv': table });
    const dataset = await datasetOf(
      root,
      '--group-by',
      'patient',
      '--source',
      'labels.csv=column:label',
    );
    expect(dataset.grouping).toBe('patient');
    expect(dataset.classes.map(({ groups }) => groups)).toEqual([2, 2]);
    expect(dataset.splits.map(({ name, groups }) => [name, groups])).toEqual([
      ['train', [1, 2]],
      ['val', [1, 1]],
    ]);
    const codes = dataset.problems.map(({ code }) => code);
    expect(codes).toContain('groups-across-splits');
    const source = ['--source', 'labels.csv=column:label'];
    const counts = await countsOf(root, '--group-by', 'patient', ...source);
    expect(counts).toEqual(['group', 'sick 1', 'well 2']);
    const all = await countsOf(root, '--group-by', 'patient', '--split', 'all', ...source);
    expect(all).toEqual(['group', 'sick 2', 'well 2']);
    const rows = await countsOf(root, '--group-by', 'patient', '--unit', dataset.unit, ...source);
    expect(rows).toEqual([dataset.unit, 'sick 3', 'well 2']);
  });

  test('counts the groups of a typed column, which a Parquet file has', async () => {
    const data = (...values: string[]) => values;
    const columnData = [
      {
        name: 'label',
        data: data('sick', 'sick', 'well', 'well', 'well'),
        type: 'STRING' as const,
      },
      { name: 'patient', data: data('p1', 'p1', 'p2', 'p3', ''), type: 'STRING' as const },
    ];
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData }));
    const root = tempFolder({ 'labels.parquet': bytes });
    const source = ['--source', 'labels.parquet=column:label'];
    const dataset = await datasetOf(root, '--group-by', 'patient', ...source);
    expect(dataset.grouping).toBe('patient');
    expect(dataset.classes.map(({ name, groups }) => [name, groups])).toEqual([
      ['sick', 1],
      ['well', 3],
    ]);
  });

  test('counts the groups of a part of the path, in class folders', async () => {
    const names = ['cat/v1_f1', 'cat/v1_f2', 'cat/v2_f1', 'dog/v9_f1', 'dog/v9_f2', 'dog/v9_f3'];
    const root = tempFolder(Object.fromEntries(names.map((name) => [`${name}.jpg`, ''])));
    const counts = await countsOf(root, '--group-by', '{group}_f*.jpg');
    expect(counts).toEqual(['group', 'cat 2', 'dog 1']);
    const weights = await ran([
      'weights',
      root,
      '--group-by',
      '{group}_f*.jpg',
      '--scheme',
      'inverse',
    ]);
    expect(weights.out).toContain('counted by group');
  });

  test('says where there is nothing to group by, and counts as ever', async () => {
    const root = tempFolder({ 'labels.csv': table });
    const dataset = await datasetOf(root, '--group-by', 'doctor');
    expect(dataset.grouping).toBeUndefined();
    expect(dataset.problems.map(({ code }) => code)).toContain('no-groups');
    const { code, err } = await ran(['weights', root, '--group-by', 'doctor']);
    expect(code).toBe(2);
    expect(err).toContain('not by group. No sample has a group by “doctor”');
  });

  test('that cannot be understood is refused', async () => {
    const { code, err } = await ran(['scan', tempFolder(), '--group-by', '{group}{group}']);
    expect({ code, hasReason: err.includes('only once') }).toEqual({ code: 2, hasReason: true });
  });
});
