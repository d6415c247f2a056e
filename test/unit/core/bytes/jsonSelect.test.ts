import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  selectJson,
  type JsonObject,
  type JsonRow,
  type JsonSelection,
  type JsonValue,
} from '../../../../src/core/bytes/jsonSelect';
import { LabelTable } from '../../../../src/core/bytes/labelTable';
import type { ByteProblem } from '../../../../src/core/bytes/problem';
import { feedInChunks, sayNotRun, sharedFixtures, utf8 } from './helpers';

/** Runs a selection over the text in every chunk size up to 9 and whole; all must see the same. */
function everyChunking<T>(text: string, make: (seen: T[]) => JsonSelection): T[] {
  const run = (size: number): T[] => {
    const seen: T[] = [];
    feedInChunks(selectJson(make(seen)), utf8(text), size);
    return seen;
  };
  const whole = run(text.length * 4);
  for (let size = 1; size < 10; size++) expect(run(size)).toEqual(whole);
  return whole;
}

const coco = JSON.stringify({
  info: { description: 'x', annotations: [{ category_id: 99 }] },
  annotations: [
    { segmentation: [[1.5, 2, 3], [4]], category_id: 3, image_id: 7, attributes: { name: 'a"é' } },
    { id: 2, iscrowd: 1, category_id: 1, bbox: [0, 1, 2, 3], image_id: 7 },
    { category_id: '1' },
    { segmentation: { counts: '"]}', size: [1, 2] }, image_id: null, category_id: -2.5e1 },
    {},
    17,
  ],
  images: [{ id: 7 }, { id: 8 }],
  categories: [
    { id: 1, name: 'cat' },
    { id: 3, name: 'dog', keypoints: ['nose'] },
  ],
});

describe('selectJson', () => {
  test('gives the rows of an array with the wanted fields, and nothing of the rest', () => {
    const rows = everyChunking<unknown[]>(coco, (seen) => ({
      rows: [
        {
          path: 'annotations[]',
          fields: ['category_id', 'image_id', 'attributes.name', 'iscrowd', 'segmentation', ''],
          onRow: (row) =>
            seen.push([
              row.number(0),
              row.kind(1),
              row.text(2),
              row.kind(3),
              row.kind(4),
              row.kind(5),
            ]),
        },
      ],
    }));
    expect(rows).toEqual([
      [3, 'number', 'a"é', 'missing', 'array', 'object'],
      [1, 'number', '', 'number', 'missing', 'object'],
      [NaN, 'missing', '', 'missing', 'missing', 'object'],
      [-25, 'null', '', 'missing', 'object', 'object'],
      [NaN, 'missing', '', 'missing', 'missing', 'object'],
      [NaN, 'missing', '', 'missing', 'missing', 'number'],
    ]);
  });

  test('gives small values whole, in the order of the text with the rows', () => {
    const seen = everyChunking<unknown>(coco, (all) => ({
      rows: [{ path: 'images[]', fields: ['id'], onRow: (row) => all.push(row.text(0)) }],
      values: [
        { path: 'categories[]', onValue: (value) => all.push(value) },
        { path: 'info.description', onValue: (value) => all.push(value) },
      ],
    }));
    expect(seen).toEqual([
      'x',
      '7',
      '8',
      { id: 1, name: 'cat' },
      { id: 3, name: 'dog', keypoints: ['nose'] },
    ]);
  });

  test('gives inner rows before the row around them, which may still throw them away', () => {
    const text = JSON.stringify([
      {
        annotations: [
          {
            result: [
              { type: 'choices', value: { choices: ['a', 'b'] } },
              { value: { rectanglelabels: ['c'] } },
            ],
            was_cancelled: true,
          },
        ],
      },
      { annotations: [{ was_cancelled: false, result: [] }], data: { text: 'x' } },
    ]);
    const seen = everyChunking<string>(text, (all) => ({
      rows: [
        {
          path: '[]',
          fields: ['data.text'],
          onStart: () => all.push('task'),
          onRow: (row) => all.push(`end ${row.text(0)}`),
        },
        {
          path: '[].annotations[]',
          fields: ['was_cancelled'],
          onRow: (row) => all.push(`by ${row.kind(0)}`),
        },
        {
          path: '[].annotations[].result[]',
          fields: ['type'],
          onRow: (row) => all.push(`result ${row.text(0)}`),
        },
        {
          path: '[].annotations[].result[].value.*[]',
          fields: [''],
          onRow: (row) => all.push(`${row.keyText(0)} ${row.text(0)}`),
        },
      ],
    }));
    expect(seen).toEqual([
      'task',
      'choices a',
      'choices b',
      'result choices',
      'rectanglelabels c',
      'result ',
      'by true',
      'end ',
      'task',
      'by false',
      'end x',
    ]);
  });

  test('gives maps by wildcard, keys and labels interned as bytes', () => {
    const labels = new LabelTable();
    const files = new LabelTable();
    const selector = selectJson({
      rows: [
        {
          path: '*',
          fields: [''],
          onRow: (row) => seen.push([row.internKey(0, files), row.intern(0, labels)]),
        },
      ],
    });
    const seen: number[][] = [];
    feedInChunks(
      selector,
      utf8('{"a.jpg": "cat", "b\\u002ejpg": 3, "c": "c\\u0061t", "d": null, "e": [1]}'),
      1,
    );
    expect(seen).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
      [3, -1],
      [4, -1],
    ]);
    expect(labels.texts()).toEqual(['cat', '3']);
    expect(files.texts()).toEqual(['a.jpg', 'b.jpg', 'c', 'd', 'e']);
  });

  test('remembers a wildcard of each depth until its row ends', () => {
    const text = '{"x": {"a": {"v": 1, "z": {"v": 9}}, "b": {"v": 2}}, "y": {"c": {}}}';
    const seen = everyChunking<string>(text, (all) => ({
      rows: [
        {
          path: '*.*',
          fields: ['v'],
          onRow: (row) => all.push(`${row.keyText(0)}/${row.keyText(1)}=${row.text(0)}`),
        },
      ],
    }));
    expect(seen).toEqual(['x/a=1', 'x/b=2', 'y/c=']);
  });

  test('lets a named key and a wildcard both see it', () => {
    const seen = everyChunking<string>('{"a": {"v": 1}, "b": {"v": 2}}', (all) => ({
      rows: [
        { path: '*', fields: ['v'], onRow: (row) => all.push(`* ${row.text(0)}`) },
        { path: 'a', fields: ['v'], onRow: (row) => all.push(`a ${row.text(0)}`) },
      ],
    }));
    expect(seen).toEqual(['* 1', 'a 1', '* 2']);
  });

  test('reads the whole text as a row, whatever it is', () => {
    for (const [text, kind] of [
      ['{"label": "x", "shapes": [1]}', 'object'],
      ['[]', 'array'],
      ['3', 'number'],
      ['null', 'null'],
    ]) {
      const seen = everyChunking<string>(text, (all) => ({
        rows: [{ path: '', fields: [''], onRow: (row) => all.push(row.kind(0)) }],
      }));
      expect(seen).toEqual([kind]);
    }
  });

  test('takes the last of repeated keys and escaped keys for what they mean', () => {
    const seen = everyChunking<string>(
      '[{"label": "a", "l\\u0061bel": "b"}, {"label ": "c", "Label": "d"}]',
      (all) => ({
        rows: [{ path: '[]', fields: ['label'], onRow: (row) => all.push(row.text(0)) }],
      }),
    );
    expect(seen).toEqual(['b', '']);
  });

  test('counts no half row of a text that is cut', () => {
    const counted: number[] = [];
    for (let length = 0; length <= coco.length; length++) {
      let rows = 0;
      const problems: ByteProblem[] = [];
      const selector = selectJson({
        rows: [{ path: 'annotations[]', fields: ['category_id'], onRow: () => rows++ }],
        onProblem: (problem) => problems.push(problem),
      });
      feedInChunks(selector, utf8(coco.slice(0, length)), 7);
      counted.push(rows);
      expect(selector.failed).toBe(length < coco.length - 1 || problems.length > 0);
    }
    const second = coco.indexOf('{"id":2');
    expect(counted[second - 2]).toBe(0);
    expect(counted[second]).toBe(1);
    expect(counted.at(-1)).toBe(6);
  });

  test('gives each row and value the line it begins on', () => {
    const text = '{\n "a": [\n  {"v":\n 1},\r\n  2\n ]}';
    const seen = everyChunking<number>(text, (all) => ({
      rows: [{ path: 'a[]', fields: ['v'], onRow: (row) => all.push(row.line) }],
      values: [{ path: 'a', onValue: (_, line) => all.push(line) }],
    }));
    expect(seen).toEqual([3, 5, 2]);
  });

  test('begins again for the next line of a file', () => {
    const labels: string[] = [];
    const problems: ByteProblem[] = [];
    const selector = selectJson({
      rows: [
        { path: '', fields: ['label'], onRow: (row) => labels.push(`${row.text(0)}@${row.line}`) },
      ],
      values: [{ path: 'v', onValue: (value) => labels.push(JSON.stringify(value)) }],
      onProblem: (problem) => problems.push(problem),
    });
    ['{"label": "a", "v": 1}', '{"label": "b", "v": [', '{"label"', '{"label": "c"} '].forEach(
      (line, i) => {
        selector.reset(i + 1);
        selector.feed(utf8(line));
        selector.end();
      },
    );
    expect(labels).toEqual(['1', 'a@1', 'c@4']);
    expect(problems).toMatchObject([
      { line: 2, column: 22 },
      { line: 3, column: 9 },
    ]);
  });

  test('gives a value of any kind as soon as it ends', () => {
    const text = '[1, "x", null, true, {}, [], {"a": {"b": [2]}}]';
    const seen = everyChunking<unknown>(text, (all) => ({
      values: [{ path: '[]', limit: 60, onValue: (value) => all.push(value) }],
    }));
    expect(seen).toEqual([1, 'x', null, true, {}, [], { a: { b: [2] } }]);
  });

  test('gives a value up at the very key that is too large', () => {
    const seen: string[] = [];
    const selector = selectJson({
      values: [{ path: '', limit: 20, onValue: () => seen.push('value') }],
      onProblem: ({ code }) => seen.push(code),
    });
    selector.feed(utf8(`{"${'k'.repeat(30)}"`));
    expect(seen).toEqual(['json-value-too-large']);
  });

  test('builds values that lie in each other, and rows in them', () => {
    const seen = everyChunking<unknown>('{"a": {"b": [1, {"c": 2}]}}', (all) => ({
      values: [
        { path: 'a', onValue: (value) => all.push(value) },
        { path: 'a.b[]', onValue: (value) => all.push(value) },
      ],
      rows: [{ path: 'a.b[]', fields: ['c'], onRow: (row) => all.push(row.kind(0)) }],
    }));
    expect(seen).toEqual([1, 'missing', { c: 2 }, 'number', { b: [1, { c: 2 }] }]);
  });

  test('leaves out a value that is too large, says where, and goes on', () => {
    const large = JSON.stringify({
      list: Array.from({ length: 50 }, (_, i) => ({ i, deep: [['x']] })),
    });
    const text = `{"v": [\n 1, ${large}, "${'y'.repeat(300)}", {"k": 2}]}`;
    const problems: ByteProblem[] = [];
    const seen = everyChunking<JsonValue>(text, (all) => ({
      values: [{ path: 'v[]', limit: 200, onValue: (value) => all.push(value) }],
      onProblem: (problem) => problems.push(problem),
    }));
    expect(seen).toEqual([1, { k: 2 }]);
    expect(problems.slice(0, 2)).toMatchObject([
      { code: 'json-value-too-large', severity: 'warning', line: 2, column: 5 },
      { code: 'json-value-too-large', line: 2 },
    ]);
  });
});

describe('selectJson on real files', () => {
  const fixtures = sharedFixtures();
  if (fixtures === undefined) sayNotRun('boxes of the COCO fixture by selectJson');
  const cases = [
    ['coco-relaxed', 'annotations[]', 'category_id'],
    ['coco-iscrowd-empty', 'annotations[]', 'category_id'],
    ['labelstudio-keypoints', '[].annotations[].result[]', 'type'],
    ['datumaro-json-cls', 'items[].annotations[]', 'label_id'],
  ] as const;

  test.skipIf(fixtures === undefined).each(cases)(
    '%s has as many rows as JSON.parse sees',
    (name, rowPath, field) => {
      const folder = path.join(fixtures ?? '', name, 'data');
      const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
      let total = 0;
      for (const file of files.filter((each) => each.endsWith('.json'))) {
        const bytes = fs.readFileSync(path.join(folder, file));
        const seen: string[] = [];
        const onRow = (row: JsonRow): unknown => seen.push(row.text(0));
        const selector = selectJson({ rows: [{ path: rowPath, fields: [field], onRow }] });
        feedInChunks(selector, bytes, 13);
        const expected = rowsAt(
          JSON.parse(bytes.toString()) as JsonValue,
          rowPath.match(/\[\]|\w+/g) ?? [],
        );
        expect(seen).toEqual(expected.map((row) => textOf((row as JsonObject)[field])));
        total += seen.length;
      }
      expect(total).toBeGreaterThan(0);
    },
  );
});

function rowsAt(value: JsonValue | undefined, steps: readonly string[]): (JsonValue | undefined)[] {
  const [step] = steps;
  const rest = steps.slice(1);
  if (steps.length === 0) return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (step !== '[]') return rowsAt((value as JsonObject)[step], rest);
  return Array.isArray(value) ? value.flatMap((each: JsonValue) => rowsAt(each, rest)) : [];
}

function textOf(value: JsonValue | undefined): string {
  return value === undefined || typeof value === 'object' ? '' : String(value);
}
