// Text on its way to a terminal: no control gets through, and columns line up.

import { describe, expect, test } from 'vitest';
import { bar } from '../../../src/cli/bars';
import { paintFor } from '../../../src/cli/paint';
import { table } from '../../../src/cli/table';
import { cutTo, plain, safeJson, widthOf } from '../../../src/cli/text';
import { collector } from './fakeIo';

describe('plain text', () => {
  test.each([
    ['\u001b[2J\u001b]0;owned\u0007', '\\x1b[2J\\x1b]0;owned\\x07'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['\u009b31mred', '\\x9b31mred'],
    ['cat\u202egnp.exe', 'cat\\u202egnp.exe'],
    ['a\u2028b\u2066c\ufeff', 'a\\u2028b\\u2066c\\ufeff'],
    ['half \ud83d of it', 'half \ufffd of it'],
    ['Größe 猫 😀 👩‍👩‍👧', 'Größe 猫 😀 👩‍👩‍👧'],
  ])('plain text of %j is %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  test('safe JSON means the same and holds no control', () => {
    const value = { name: 'a\u001b[0m\u009b\u202e\u007f\n"ü' };
    const json = safeJson(value);
    expect(JSON.parse(json)).toEqual(value);
    expect(json).toMatch(/^[ -~ü]*$/);
  });
});

describe('width of text', () => {
  test.each([
    ['', 0],
    ['cat', 3],
    ['größe', 5],
    ['gro\u0308ße', 5],
    ['猫', 2],
    ['ｶﾀｶﾅ', 4],
    ['カタカナ', 8],
    ['고양이', 6],
    ['😀', 2],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['a\u200db', 2],
  ])('width of %j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['猫猫猫', 5, '猫猫…'],
    ['猫猫猫', 4, '猫…'],
  ])('cutting %j to %i gives %j', (text, width, expected) => {
    expect(cutTo(text, width)).toBe(expected);
  });
});

describe('bar', () => {
  test.each([
    [10, 10, 4, '████'],
    [5, 10, 4, '██'],
    [1, 16, 4, '▎'],
    [1, 1e9, 4, '▏'],
    [0, 10, 4, ''],
    [0, 0, 4, ''],
    [20, 10, 2, '██'],
  ])('bar of %d of %d in %i columns is %j', (value, most, width, expected) => {
    expect(bar(value, most, width)).toBe(expected);
  });
});

describe('table', () => {
  const columns = [
    { title: 'class', cells: ['猫', 'größe', 'x\u001b[1m'] },
    { title: 'n', isNumber: true, cells: ['5', '10', '0'] },
  ];

  test('table lines columns up under wide characters and escapes', () => {
    const { output } = collector();
    const lines = table(columns, undefined, output, paintFor(output));
    expect(lines).toEqual(['class      n', '猫         5', 'größe     10', 'x\\x1b[1m   0']);
    const ends = lines.map(widthOf);
    expect(new Set(ends).size).toBe(1);
  });

  test('table draws a bar a row within the width and colours only where there are colours', () => {
    const black = collector({ columns: 30 }).output;
    const lines = table(columns, [5, 10, 0], black, paintFor(black));
    expect(Math.max(...lines.map(widthOf))).toBe(30);
    expect(lines[2]).toMatch(/10 {2}█+$/);
    expect(lines[3]).toBe('x\\x1b[1m   0');
    const coloured = collector({ columns: 30, hasColours: true }).output;
    const painted = table(columns, [5, 10, 0], coloured, paintFor(coloured));
    expect(painted[2]).toMatch(/\u001b\[36m█+\u001b\[39m$/);
  });

  test('table cuts long names on a terminal only', () => {
    const long = [{ title: 'class', cells: ['a'.repeat(100)] }];
    const terminal = collector({ isTerminal: true, columns: 40 }).output;
    const piped = collector().output;
    expect(table(long, undefined, terminal, paintFor(terminal))[1]).toBe(`${'a'.repeat(19)}…`);
    expect(table(long, undefined, piped, paintFor(piped))[1]).toHaveLength(100);
  });
});
