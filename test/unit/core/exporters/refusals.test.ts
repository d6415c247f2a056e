// What no target may write: weights of nothing, and keys that mean two classes.
import { describe, expect, test } from 'vitest';
import { exporters } from '../../../../src/core/exporters/registry';
import { classesOf, exportInput } from '../../../lib/exportInput';

const refusal = (id: string, ...input: Parameters<typeof exportInput>): string => {
  const exporter = exporters.find((one) => one.id === id);
  try {
    exporter?.files(exportInput(...input), 'file');
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
  return '';
};

describe.each(exporters)('exporter $id', (exporter) => {
  const { id } = exporter;

  test('refuses to write weights of no classes', () => {
    expect(refusal(id, [])).toMatch(/no class(es)? /);
  });

  test('refuses counts that are all 0, naming the split', () => {
    expect(refusal(id, classesOf(0, 0, 0), { samples: 3 })).toMatch(
      /All 3 counts are 0 in “pets.*”, split “train”|no class has a sample/s,
    );
  });

  test('refuses the same for the clipboard', () => {
    if (exporter.snippet === undefined) return;
    expect(() => exporter.snippet?.(exportInput([]))).toThrow(RangeError);
    expect(() => exporter.snippet?.(exportInput(classesOf(0)))).toThrow(RangeError);
  });
});

const twice = (id: string, name: string) => [
  { id, name, count: 3 },
  { id: `${id}2`, name, count: 4 },
];

describe('duplicates', () => {
  test.each(['json-map', 'fastai', 'flair', 'spacy'])('%s refuses a name of two classes', (id) => {
    expect(refusal(id, twice('a', 'same'))).toMatch(/Two classes are named “same”/);
  });

  test.each(['scikit-learn', 'lightgbm', 'catboost'])('%s refuses labels that are one', (id) => {
    const classes = ['1', '01'].map((label) => ({ id: label, name: label, count: 2 }));
    expect(refusal(id, classes)).toMatch(/Two classes have the label 1/);
  });

  test('are no matter where the index is the key', () => {
    for (const id of ['pytorch', 'keras', 'json-list', 'npy', 'csv', 'json', 'yaml']) {
      expect(refusal(id, twice('a', 'same')), id).toBe('');
    }
  });
});

describe('several labels a sample', () => {
  test.each(['scikit-learn', 'xgboost', 'lightgbm', 'catboost', 'keras-sample-weight'])(
    '%s says that it weighs by one',
    (id) => {
      const more = { multiLabel: true, samples: 10 };
      expect(refusal(id, classesOf(8, 7), more)).toMatch(/can carry several classes/);
    },
  );
});
