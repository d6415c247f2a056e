// Files with binary structures (Arrow, HDF5, MATLAB, SQLite, workbooks), cut short and with bytes turned over.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { arrow } from '../../../../src/core/formats/arrow';
import type { LabelFormat } from '../../../../src/core/formats/format';
import { hdf5 } from '../../../../src/core/formats/hdf5';
import { mat } from '../../../../src/core/formats/mat';
import { parquet } from '../../../../src/core/formats/parquet';
import { spreadsheet } from '../../../../src/core/formats/spreadsheet';
import { sqlite } from '../../../../src/core/formats/sqlite';
import { expectHostileBytesBorne, expectTruncationSaid } from '../../../lib/hostile';
import { countsOf, scanMemory } from '../../../lib/scanMemory';
import { root } from '../../../lib/shared';

const home = join(root, 'test/fixtures/formats');

const cases: readonly (readonly [LabelFormat, string, string])[] = [
  [arrow, 'arrow/file-lz4/data/data.arrow', 'arrow-damaged'],
  [arrow, 'arrow/file-zstd/data/data.arrow', 'arrow-damaged'],
  [arrow, 'arrow/dictionary-deltas/data/train.arrow', 'arrow-damaged'],
  [arrow, 'arrow/other-columns/data/table.arrow', 'arrow-damaged'],
  [arrow, 'arrow/feather-v1/data/train.feather', 'arrow-damaged'],
  [hdf5, 'hdf5/newest-v114/data/data.hdf5', 'hdf5-damaged'],
  [hdf5, 'hdf5/growing-both-ways/data/onehot.h5', 'hdf5-damaged'],
  [hdf5, 'hdf5/class-list/data/train_catvnoncat.h5', 'hdf5-damaged'],
  [mat, 'mat/stanford-cars/data/cars_annos.mat', 'mat-damaged'],
  [mat, 'mat/emnist/data/emnist-digits.mat', 'mat-damaged'],
  [mat, 'mat/version-4/data/old.mat', 'mat-damaged'],
  [sqlite, 'sqlite/split-tables/data/reviews.sqlite', 'sqlite-damaged'],
  [spreadsheet, 'spreadsheet/excel/data/labels.xlsx', 'workbook-damaged'],
  [spreadsheet, 'spreadsheet/open-document/data/labels.ods', 'workbook-damaged'],
  [parquet, 'parquet/list-labels/data/all.parquet', 'parquet-damaged'],
];

describe.each(cases)('%o on %s', (format, file, code) => {
  const name = file.replace(/^.*\//, '');
  const files = { [name]: new Uint8Array(readFileSync(join(home, file))) };

  test('says where it was cut', async () => {
    const codes = await expectTruncationSaid(format, files, name);
    expect(codes).toContain(code);
  });

  test('bears bytes turned over', async () => {
    await expectHostileBytesBorne(format, files, name);
  }, 60_000);
});

test('a truncation problem carries the file and a place', async () => {
  const bytes = new Uint8Array(readFileSync(join(home, 'parquet/list-labels/data/all.parquet')));
  const { problems } = await scanMemory([parquet], { 'all.parquet': bytes.slice(0, -20) });
  expect(problems).toEqual([
    expect.objectContaining({ code: 'parquet-damaged', file: 'all.parquet', line: 1 }),
  ]);
});

test('a MATLAB text that claims billions of rows is refused, not looped over', async () => {
  const words = (...values: number[]): number[] => [
    ...new Uint8Array(Uint32Array.from(values).buffer),
  ];
  const head = new TextEncoder().encode('MATLAB 5.0 MAT-file'.padEnd(124));
  const label = [...new TextEncoder().encode('labels'), 0, 0];
  // Flags of a character matrix, 2^32 - 1 rows of one column, its name, and two letters.
  const matrix = [...words(6, 8, 4, 0), ...words(5, 8, 0xffffffff, 1), ...words(1, 6), ...label];
  const text = [...words((2 << 16) | 1), 97, 98, 0, 0];
  const body = [...words(14, matrix.length + text.length), ...matrix, ...text];
  const bytes = Uint8Array.from([...head, 0, 1, 73, 77, ...body]);
  const { problems } = await scanMemory([mat], { 'labels.mat': bytes });
  expect(problems).toEqual([expect.objectContaining({ code: 'mat-damaged', file: 'labels.mat' })]);
});

describe('files that are refused', () => {
  test.each([
    ['labels.duckdb', 'xxxxxxxxDUCK', 'refused-duckdb'],
    ['labels.pkl', '\u0080\u0004.', 'refused-pickle'],
    ['model.pt', 'PK\u0003\u0004'.padEnd(30, '\0') + 'archive/data.pkl', 'refused-checkpoint'],
    ['secret.parquet', 'PARE....PARE', 'refused-encrypted'],
  ])('%s says why', async (name, content, code) => {
    const bytes = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
    const { problems, datasets } = await scanMemory([parquet], { [name]: bytes });
    expect(datasets).toEqual([]);
    expect(problems.map((problem) => [problem.code, problem.file])).toEqual([[code, name]]);
  });
});

test('rows that stand only in the write-ahead log count', async () => {
  const read = (end: string) =>
    new Uint8Array(readFileSync(join(home, `sqlite/wal-side-file/data/labels.db${end}`)));
  const files = { 'labels.db': read(''), 'labels.db-wal': read('-wal') };
  const total = async (some: Readonly<Record<string, Uint8Array>>): Promise<number> => {
    const { datasets } = await scanMemory([sqlite], some);
    return Object.values(countsOf(datasets.at(0))).reduce((sum, count) => sum + count, 0);
  };
  expect(await total(files)).toBe(11);
  expect(await total({ 'labels.db': files['labels.db'] })).toBe(6);
});
