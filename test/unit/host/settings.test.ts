import { describe, expect, test } from 'vitest';
import { readGlobs, readRules, readWeighting } from '../../../src/host/settings';

describe('readRules', () => {
  test('keeps what is usable, in order, and tidies paths', () => {
    const { rules, faults } = readRules([
      { path: './data\\pets.csv', reading: 'column:species', format: ' ' },
      { path: 'old/', format: 'ignore', split: 7 },
    ]);
    expect(rules).toEqual([
      { path: 'data/pets.csv', reading: 'column:species' },
      { path: 'old', format: 'ignore' },
    ]);
    expect(faults).toEqual([]);
  });

  test('names what is not usable', () => {
    const { rules, faults } = readRules([null, 'a', { format: 'coco' }, { path: '  ' }]);
    expect(rules).toEqual([]);
    expect(faults).toHaveLength(4);
    expect(faults[2]).toContain('classBalance.sources[2]');
  });

  test.each([undefined, null, 'x', 3, {}])('takes %j for no rules', (value) => {
    expect(readRules(value)).toEqual({ rules: [], faults: [] });
  });
});

describe('readGlobs', () => {
  test('joins the tables, the later overruling the earlier', () => {
    const files = { '**/.git': true, '**/data': true, '**/*.js': { when: '$(basename).ts' } };
    const own = { '**/data': false, '**/tmp': true };
    expect(readGlobs([files, undefined, own])).toEqual(['**/.git', '**/*.js', '**/tmp']);
  });
});

describe('readWeighting', () => {
  const defaults = {
    scheme: 'effective-number',
    prototypes: 10_000,
    normalisation: 'sum-to-classes',
    zeroCount: 'zero',
  };

  test('takes what the settings say', () => {
    const values: Record<string, unknown> = {
      scheme: 'inverse',
      numberOfPrototypes: 100,
      normalisation: 'max-one',
      zeroCount: 'pseudo-count',
    };
    expect(readWeighting((key) => values[key])).toEqual({
      scheme: 'inverse',
      prototypes: 100,
      normalisation: 'max-one',
      zeroCount: 'pseudo-count',
    });
  });

  test.each([undefined, null, 'nonsense', 0.5, -1, NaN, Infinity, {}])(
    'replaces %j by the defaults',
    (value) => {
      expect(readWeighting(() => value)).toEqual(defaults);
    },
  );
});
