// Compiled excludes must leave out exactly what the globs say, however they were sped up.

import fc from 'fast-check';
import picomatch from 'picomatch/posix';
import { expect, test } from 'vitest';
import { compileExcludes } from '../../../src/node/excludes';

const name = fc.constantFrom('a', 'b.log', 'tmp', 'A', '.x', 'a.tar.gz');
const part = fc.constantFrom(
  'a',
  'tmp',
  '*',
  '*.log',
  '*.gz',
  '.x',
  'b.*',
  '{a,tmp}',
  '?',
  'a.tar.gz',
);
const glob = fc
  .tuple(
    fc.constantFrom('', '**/'),
    fc.array(part, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '/', '/**'),
  )
  .map(([start, parts, end]) => start + parts.join('/') + end);

test.each([true, false])(
  'excludes leave out what the globs match, case counting: %s',
  (isStrict) => {
    fc.assert(
      fc.property(
        fc.array(glob, { minLength: 1, maxLength: 3 }),
        fc.array(name, { minLength: 1, maxLength: 3 }),
        (globs, parts) => {
          const tests = globs.map((text) =>
            picomatch(text.replace(/\/$/, ''), { dot: true, nocase: !isStrict }),
          );
          const matches = (path: string): boolean => tests.some((one) => one(path));
          const above = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('/'));
          // Nothing is asked about below a folder that is left out.
          fc.pre(!above.some(matches));
          const excluded = compileExcludes(globs, isStrict);
          const folder = parts.slice(0, -1).join('/');
          expect(excluded(parts.at(-1) ?? '', folder)).toBe(matches(parts.join('/')));
        },
      ),
      { numRuns: 3000 },
    );
  },
);

test('excludes leave nothing out without globs', () => {
  expect(compileExcludes([], true)('anything', '')).toBe(false);
  expect(compileExcludes(['', '/'], true)('anything', '')).toBe(false);
});
