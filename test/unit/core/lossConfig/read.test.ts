import { describe, expect, test } from 'vitest';
import { migrate } from '../../../../src/core/lossConfig/migrations';
import { readLossConfig } from '../../../../src/core/lossConfig/read';
import { lossConfigText } from '../../../../src/core/lossConfig/write';
import { configNamed } from './documents';

const focal = lossConfigText(configNamed('focal'));

function problemOf(text: string, options?: Parameters<typeof readLossConfig>[1]) {
  const reading = readLossConfig(text, options);
  if (reading.ok) throw new Error('was accepted');
  return reading.problem;
}

/** The focal config with one piece of its text replaced. */
function edited(from: string | RegExp, to: string): string {
  const text = focal.replace(from, () => to);
  expect(text).not.toBe(focal);
  return text;
}

const weight = /"weight": [\d.]+ }/;

describe('readLossConfig', () => {
  test('accepts a byte order mark and a $schema of the editor', () => {
    const reading = readLossConfig(`\uFEFF${edited('{', '{ "$schema": "./x.json",')}`);
    expect(reading.ok).toBe(true);
  });

  test.each([
    ['NaN', edited(weight, '"weight": NaN }'), 'classes[0].weight', /is NaN.*finite number/],
    ['-Infinity', edited(weight, '"weight": -Infinity }'), 'classes[0].weight', /is -Infinity/],
    ['a number too large', edited(weight, '"weight": 1e999 }'), 'classes[0].weight', /finite/],
    ['a negative weight', edited(weight, '"weight": -1 }'), 'classes[0].weight', /is -1.*>=0/],
    ['a missing field', edited('    "gamma": 0.5,\n', ''), 'loss.gamma', /is missing/],
    ['an unknown field', edited('"gamma": 0.5', '"gamma": 0.5, "tau": 1'), 'loss.tau', /no field/],
    ['text for a number', edited('"gamma": 0.5', '"gamma": "1"'), 'loss.gamma', /is "1".*number/],
    [
      'a list of parameters',
      edited(/"parameters": {[^}]*}/, '"parameters": []'),
      'loss.parameters',
      /is a list/,
    ],
    ['an unknown family', edited('"focal",', '"dice",'), 'loss.family', /is "dice".*"softmax"/],
    ['half a count', edited('"count": 80', '"count": 80.5'), 'classes[1].count', /whole number/],
    ['a swapped index', edited('"index": 1', '"index": 2'), 'classes[1].index', /is 2.*place 1/],
    ['an id given twice', edited('"id": "1"', '"id": "0"'), 'classes[1].id', /class 0 too/],
    ['a beta beside N', edited('"beta": 0.999', '"beta": 0.9'), 'loss.beta', /N is 1000.*0\.999/],
    ['other counts', edited('"count": 80', '"count": 81'), 'dataset.fingerprint', /set it to null/],
    [
      'an unknown arm',
      edited('"chosen": "focal"', '"chosen": "x"'),
      'provenance.training.chosen',
      /none of the arms/,
    ],
    ['no class', edited(/"classes": \[[^\]]*\]/, '"classes": []'), 'classes', /are empty/],
    ['a newer version', edited('"version": 1', '"version": 2'), 'version', /is 2.*up to version 1/],
    [
      'an unknown older version',
      edited('"version": 1', '"version": 0'),
      'version',
      /is 0.*version 1/,
    ],
    ['a version in words', edited('"version": 1', '"version": "1"'), 'version', /whole number/],
    ['no version', edited('"version": 1,', ''), 'version', /is missing/],
    ['another document', '{"schema": "class-balance/scan@1"}', 'schema', /no loss config/],
    ['a list', '[]', '', /must be an object/],
  ])('refuses %s, naming the field', (_what, text, path, message) => {
    const problem = problemOf(text);
    expect(problem.path).toBe(path);
    expect(problem.message).toMatch(message);
    if (path !== '') expect(problem.message).toContain(`“${path}”`);
  });

  test('refuses counts and weights that are all 0', () => {
    const empty = focal
      .replace(/"count": \d+/g, '"count": 0')
      .replace(/"fingerprint": "[^"]*"/, '"fingerprint": null');
    expect(problemOf(empty).message).toMatch(/every count is 0/);
    expect(problemOf(focal.replace(/"weight": [\d.]+/g, '"weight": 0')).message).toMatch(
      /every weight is 0/,
    );
  });

  test('accepts changed counts where the fingerprint is set to null', () => {
    const changed = edited('"count": 80', '"count": 81');
    const reading = readLossConfig(changed.replace(/"fnv1a64:\w+"/, 'null'));
    expect(reading.ok && reading.config.classes[1].count).toBe(81);
  });

  test.each([
    ['a text that breaks off', focal.slice(0, 300), /ends before|lacks a/],
    ['nothing', '', /ends before its value/],
    ['a comma too many', '{\n  "a": 1,\n}', /line 3, column 1.*field name/],
    ['a missing colon', '{"a" 1}', /line 1, column 6.*“:” after "a"/],
    ['single quotes', "{'a': 1}", /line 1, column 2.*double quotes/],
    ['a missing comma', '[1 2]', /line 1, column 4.*“,” or “]”/],
    ['a comment', '{"a": /* 1 */ 2}', /“a” is no JSON value: "\/\*/],
    ['two documents', '{} {}', /line 1, column 4.*followed by more text/],
    ['a leading zero', '{"a": [0, 01]}', /“a\[1\]” is no JSON value: "01"/],
    ['an open text', '{"a b": "x\n"}', /“\["a b"\]” is no JSON value/],
  ])('says where %s stops being JSON', (_what, text, message) => {
    expect(problemOf(text).message).toMatch(message);
  });

  test('gives the line and column of the field', () => {
    const text = edited('"gamma": 0.5', '"gamma": -1');
    const before = text.slice(0, text.indexOf('-1,')).split('\n');
    const problem = problemOf(text);
    expect([problem.line, problem.column]).toEqual([
      before.length,
      (before.at(-1) ?? '').length + 1,
    ]);
  });

  test('does not run out of stack on hostile nesting', () => {
    const deep = '['.repeat(200_000);
    expect(problemOf(deep).message).toMatch(/nested too deep/);
    const inField = edited('"gamma": 0.5', `"gamma": ${deep}${']'.repeat(200_000)}`);
    expect(problemOf(inField).path).toBe('loss.gamma');
  });
});

describe('readLossConfig for a dataset', () => {
  const classes = ['0', '1', '2', '3'].map((id) => ({ id, name: `class ${id}` }));

  test('accepts the classes it was made for', () => {
    expect(readLossConfig(focal, { classes }).ok).toBe(true);
  });

  test.each([
    ['fewer classes', classes.slice(1), 'classes', /are 4, but the dataset has 3/],
    ['another order', classes.toReversed(), 'classes[0].id', /is "0".*"3" there.*order differs/],
    ['another id', classes.with(1, { id: 'x', name: 'class 1' }), 'classes[1].id', /"x" there\.$/],
    [
      'another name',
      classes.with(2, { id: '2', name: 'dog' }),
      'classes[2].name',
      /"dog" there\.$/,
    ],
  ])('refuses %s', (_what, other, path, message) => {
    const problem = problemOf(focal, { classes: other });
    expect(problem.path).toBe(path);
    expect(problem.message).toMatch(message);
  });
});

describe('migrate', () => {
  const steps = {
    1: (document: object) => ({ ...document, b: 1 }),
    2: (document: object) => ({ ...document, c: 2 }),
  };

  test('takes a document through every step up to the current version', () => {
    expect(migrate({ version: 1, a: 0 }, 3, steps)).toEqual({
      document: { version: 3, a: 0, b: 1, c: 2 },
    });
    expect(migrate({ version: 3 }, 3, steps)).toEqual({ document: { version: 3 } });
  });

  test('refuses what it knows no way from', () => {
    expect(migrate({ version: 0 }, 3, steps)).toMatchObject({ fault: { path: ['version'] } });
    expect(migrate({ version: 4 }, 3, steps)).toMatchObject({ fault: { path: ['version'] } });
    expect(migrate({ version: 1.5 }, 3, steps)).toMatchObject({ fault: { path: ['version'] } });
  });
});
