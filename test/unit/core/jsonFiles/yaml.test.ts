import { describe, expect, test } from 'vitest';
import { wholeItems, yamlAsJson } from '../../../../src/core/jsonFiles/yaml';

describe('yamlAsJson', () => {
  test('keeps each value on its line', async () => {
    const json = await yamlAsJson('# note\n- a: 1\n  b: [x, y]\n\n- a: 2\n');
    expect(json?.split('\n').map((line) => line.length > 0)).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
    expect(JSON.parse(json ?? '')).toEqual([{ a: 1, b: ['x', 'y'] }, { a: 2 }]);
  });

  test('leaves numbers and words as they are written where they would change', async () => {
    const json = await yamlAsJson('[0012, 1.50, 7, off, no, true, ~, "5", .inf, 0x1F]');
    expect(JSON.parse(json ?? '')).toEqual([
      '0012',
      '1.50',
      7,
      'off',
      'no',
      true,
      null,
      '5',
      '.inf',
      '0x1F',
    ]);
  });

  test('does not follow anchors', async () => {
    const json = await yamlAsJson('a: &a [x, x]\nb: [*a, *a]\n');
    expect(JSON.parse(json ?? '')).toEqual({ a: ['x', 'x'], b: [null, null] });
  });

  test('answers nothing for what is no YAML', async () => {
    expect(await yamlAsJson('a: [1, 2')).toBeUndefined();
    expect(await yamlAsJson('')).toBeUndefined();
  });
});

test('wholeItems leaves out what a cut may have broken', () => {
  expect(wholeItems('- a: 1\n- b:\n  - c\n- d: "x')).toBe('- a: 1\n- b:\n  - c');
  expect(wholeItems('- a: 1')).toBe('');
});
