// Several labels in one cell.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sniffJoin, splitLabels } from '../../../../src/core/tables/multiLabel';

const join = (...cells: readonly string[]) =>
  sniffJoin(new Map(cells.map((cell) => [cell, 1] as const)));

describe('joined labels', () => {
  test.each([
    ['|', ['Infiltration|Effusion', 'No Finding', 'Effusion|Mass']],
    [';', ['a;b', 'b', 'c']],
    [',', ['Action, Comedy', 'Comedy', 'Action, Drama', 'Drama']],
    [' ', ['haze primary', 'clear primary agriculture', 'clear agriculture haze']],
    [' ', ['16 0', '0', '16']],
    ['list', ["['a', 'b']", "['a']", '[]']],
    ['list', ['["a"]', '["a","b c"]']],
    ['list', ['[1, 4]', '[4]']],
  ])('are told by %j', (wanted, cells) => {
    expect(join(...cells)).toBe(wanted);
  });

  test.each([
    ['names of two words', ['guinea pig', 'sea lion', 'cat']],
    ['two words in every cell, none alone', ['light blue', 'dark blue', 'light red', 'dark red']],
    ['a word that stands alone, another that does not', ['General', 'General Petite', 'Intimates']],
    ['synonyms behind a comma', ['tench, Tinca tinca', 'goldfish, Carassius auratus', 'ox']],
    ['a bar in one name', ['a|b', 'c', 'd']],
    ['plain names', ['cat', 'dog']],
    ['JSON objects', ['{"x": 1}', '{"x": 2}']],
    ['nothing', []],
  ])('are not seen in %s', (_, cells) => {
    expect(join(...cells)).toBeUndefined();
  });
});

describe('a joined cell', () => {
  test.each([
    ['a|b', '|', ['a', 'b']],
    [' a | a |', '|', ['a']],
    ['', '|', []],
    ['x y  x', ' ', ['x', 'y']],
    ["['it\\'s', \"b, c\"]", 'list', ["it's", 'b, c']],
    ['[]', 'list', []],
    ['[1, 4]', 'list', ['1', '4']],
    ["['a' 'b']", 'list', ['a', 'b']],
    ["('a',)", 'list', ['a']],
    ['plain', 'list', ['plain']],
  ] as const)('%j by %j has the labels %j', (cell, by, labels) => {
    expect(splitLabels(cell, by)).toEqual(labels);
  });

  test('gives back what was joined, each label once', () => {
    const label = fc.stringMatching(/^[a-z]{1,8}$/);
    const joins = fc.constantFrom('|' as const, ';' as const, ',' as const, ' ' as const);
    fc.assert(
      fc.property(fc.uniqueArray(label, { minLength: 1 }), joins, (labels, by) => {
        expect(splitLabels([...labels, labels[0]].join(by), by)).toEqual(labels);
      }),
    );
  });

  test('of any text never fails', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (cells) => {
        const by = join(...cells);
        for (const cell of cells) expect(splitLabels(cell, by ?? 'list')).toBeInstanceOf(Array);
      }),
    );
  });
});
