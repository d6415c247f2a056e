// The quick look at a .gitignore must never hold back what the exact rules decide.

import fc from 'fast-check';
import ignore from 'ignore';
import { expect, test } from 'vitest';
import { Gitignore } from '../../../src/node/gitignore';
import { GitignoreHints } from '../../../src/node/gitignoreHints';

const segment = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'B',
        '.',
        '*',
        '?',
        '[ab]',
        '[!a]',
        '[a-c]',
        '[+-9]',
        '\\*',
        '**',
        '-',
        '(',
        '+',
        '$',
        '~',
      ],
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''));
const line = fc
  .tuple(
    fc.constantFrom('', '!', '/'),
    fc.array(segment, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '/', '  ', '/*', '/**'),
  )
  .map(([start, parts, end]) => start + parts.join('/') + end);
const name = fc
  .array(fc.constantFrom('a', 'b', 'B', '.', '*', '-', '(', '+', '$', '\\', '~', '7'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''))
  .filter((text) => !/^\.+$/.test(text));

test('gitignore hints let through every name that a line speaks of', () => {
  const cases = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    folders: fc.array(name, { maxLength: 2 }),
    name,
    isFolder: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, ({ lines, folders, name: last, isFolder }) => {
      const rules = ignore({ ignorecase: false }).add(lines.join('\n'));
      // The walk never enters an ignored folder, so only names in folders that are kept are asked about.
      const above = folders.map((_, at) => `${folders.slice(0, at + 1).join('/')}/`);
      fc.pre(above.every((folder) => !rules.ignores(folder)));
      const path = [...folders, last].join('/') + (isFolder ? '/' : '');
      const { ignored, unignored } = rules.test(path);
      if (!ignored && !unignored) return;
      expect(new GitignoreHints(lines.join('\n')).in(folders.join('/'))(last)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('gitignore hints hold back what no line speaks of', () => {
  const may = new GitignoreHints('# data\n\nbuild/\n*.py[cod]\n/top\ndata/*\n').in('train/cat');
  expect(may('0001.jpg')).toBe(false);
  expect(may('top')).toBe(false);
  expect(may('BUILD')).toBe(true);
  expect(may('x.pyc')).toBe(true);
  expect(may('x.jpg')).toBe(false);
  const odd = new GitignoreHints('*~\nI\u0307X\n').in('');
  expect(['a~', 'a.jpg~', 'İx'].map(odd)).toEqual([true, true, true]);
  expect(['a', 'a.jpg', '~.jpg'].map(odd)).toEqual([false, false, false]);
});

test('gitignore lets the deepest file decide, with case as the disk has it', () => {
  const root = new Gitignore('*.csv\nCache\n', '', undefined, true);
  const deep = new Gitignore('!labels.csv\n', 'data', root, true);
  expect(root.in('data')('labels.csv', false)).toBe(true);
  expect(deep.in('data')('labels.csv', false)).toBe(false);
  expect(deep.in('data/sub')('labels.csv', false)).toBe(false);
  expect(deep.in('data/sub')('other.csv', false)).toBe(true);
  expect(root.in('')('cache', true)).toBe(false);
  expect(new Gitignore('Cache\n', '', undefined, false).in('')('cache', true)).toBe(true);
});
