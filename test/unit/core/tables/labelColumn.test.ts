// Which column is the label: names first, values second, several candidates ranked.

import { describe, expect, test } from 'vitest';
import { readLabelName } from '../../../../src/core/tables/columnNames';
import { readTable } from '../../../../src/core/tables/tableReading';
import type { TableSample } from '../../../../src/core/tables/tableSample';
import { bareSampleOf, rowsOf, sampleOf } from './samples';

const asserted = (sample: TableSample) =>
  readTable(sample)
    .filter((reading) => reading.confidence >= 0.5)
    .map((reading) => reading.id);
const ids = (sample: TableSample) => readTable(sample).map((reading) => reading.id);
const pick = (at: number, ...names: readonly string[]) => names[at % names.length];

describe('a column name', () => {
  test.each<[string, number, boolean]>([
    ['label', 3, false],
    ['Class Name', 3, false],
    ['classID', 3, true],
    ['e\u0301tiquette', 3, false],
    ['klasse_id', 3, true],
    ['bild_kategorie', 2, false],
    ['label_idx', 3, true],
    ['pet_category', 2, false],
    ['Finding Labels', 3, false],
    ...[
      'Klasse',
      'ラヘ\u3099ル',
      'Etikett',
      'étiquette',
      'e\u0301tiquette',
      'clase',
      'categoria',
      'Categoría',
      'catégorie',
    ].map((name): [string, number, boolean] => [name, 3, false]),
    ...['类别', '标签', 'класс', 'ラベル'].map((name): [string, number, boolean] => [
      name,
      3,
      false,
    ]),
    ['landmark_id', 0.5, true],
    ['Survived', 1, false],
    ['is_fraud', 1, false],
    ['isFraud', 1, false],
    ['color_type', 0.5, false],
    ['Division Name', 0, false],
    ['is_train', -1, false],
    ['kfold', -1, false],
    ['annotator', -1, false],
    ['label_confidence', -1, false],
    ['class_weight', -1, false],
    ['predicted_label', -1, false],
    ['annotation_id', -1, false],
    ['Unnamed: 0', -1, false],
    ['', -1, false],
    ['list_eval_partition', 0, false],
  ])('%j promises %d', (name, promise, isId) => {
    const reading = readLabelName(name);
    if (name === 'annotation_id') expect(reading.promise).toBeLessThanOrEqual(0);
    else expect(reading).toEqual({ promise, isId });
  });
});

describe('the label column', () => {
  test('is the one named like a label, wherever it stands', () => {
    const sample = sampleOf('label,file', ...rowsOf(8, (at) => `${pick(at, 'a', 'b')},${at}.jpg`));
    expect(asserted(sample)).toEqual(['column:label']);
  });

  test('is the name rather than its id', () => {
    const rows = rowsOf(9, (at) => `${at}.jpg,${at % 3},${pick(at, 'x', 'y', 'z')}`);
    expect(ids(sampleOf('file,target,category', ...rows))).toEqual([
      'column:category',
      'column:target',
    ]);
    expect(ids(sampleOf('file,class_id,class', ...rows))[0]).toBe('column:class');
  });

  test('is the last of two that promise the same', () => {
    const rows = rowsOf(20, (at) => `${at},${at % 2},${at % 3}`);
    expect(ids(sampleOf('id,breed_category,pet_category', ...rows))[0]).toBe('column:pet_category');
  });

  test('without a name is the text of few values beside a path', () => {
    const rows = rowsOf(12, (at) => `${at}.jpg,${pick(at, 'oak', 'elm')}`);
    expect(asserted(sampleOf('path,tree', ...rows))).toEqual(['column:tree']);
    expect(asserted(bareSampleOf(...rows))).toEqual(['column:column 2']);
  });

  test('without a name among many columns is only offered', () => {
    const rows = rowsOf(
      30,
      (at) => `${at},${pick(at, 'n', 's')},${at * 3}.5,${pick(at, 'x', 'y', 'z')}`,
    );
    expect(asserted(sampleOf('id,region,amount,channel', ...rows))).toEqual([]);
    expect(ids(sampleOf('id,region,amount,channel', ...rows)).sort()).toEqual([
      'column:channel',
      'column:region',
    ]);
  });

  test('is never a split, a fold, a path, a number or a date', () => {
    const rows = rowsOf(
      20,
      (at) => `${at}.jpg,${pick(at, 'train', 'val')},${at % 5},0.${at},2024-01-0${(at % 9) + 1}`,
    );
    expect(ids(sampleOf('file,split,fold,score,day', ...rows))).toEqual([]);
  });

  test('whose values never recur is offered at most', () => {
    const words = rowsOf(30, (at) => `${at}.png,word${at}`);
    expect(asserted(sampleOf('file,label', ...words))).toEqual([]);
    const prices = rowsOf(80, (at) => `${at}.png,${at * 13}`);
    expect(asserted(sampleOf('file,target', ...prices))).toEqual([]);
    const floats = rowsOf(30, (at) => `${at}.png,0.${at + 1}`);
    expect(ids(sampleOf('file,target', ...floats))).toEqual([]);
  });

  test('may have as many classes as a few samples beside a path', () => {
    expect(asserted(sampleOf('file,label', '1.jpg,cat', '2.jpg,dog', '3.jpg,emu'))).toEqual([
      'column:label',
    ]);
    expect(asserted(sampleOf('id,label', '0,cat', '1,dog', '2,emu'))).toEqual([]);
  });

  test('of one class is offered, of boxes asserted', () => {
    expect(asserted(sampleOf('file,label', '1.jpg,cat', '2.jpg,cat'))).toEqual([]);
    const boxes = sampleOf(
      'file,label,xmin,ymin,xmax,ymax',
      '1.jpg,cat,1,2,3,4',
      '1.jpg,cat,1,2,3,4',
    );
    expect(asserted(boxes)).toEqual(['column:label']);
  });

  test('of measurements is offered at most', () => {
    const sample = sampleOf(
      'class,precision,recall,f1-score',
      'a,0.1,0.2,0.3',
      'a,0.1,0.2,0.3',
      'b,1,1,1',
    );
    expect(asserted(sample)).toEqual([]);
  });

  test('that the user names is read whatever it holds', () => {
    const sample = sampleOf('id,score', '1,0.5', '2,0.5');
    expect(readTable(sample, 'column:score').map((reading) => reading.id)).toEqual([
      'column:score',
    ]);
    expect(readTable(sample, 'column:nothing')).toEqual([]);
  });

  test('gets its place as id where two columns carry one name', () => {
    const rows = rowsOf(8, (at) => `${at}.jpg,${pick(at, 'a', 'b')},${pick(at, 'c', 'd')}`);
    expect(ids(sampleOf('file,label,label', ...rows))).toEqual(['column:label', 'column:label#2']);
  });
});
