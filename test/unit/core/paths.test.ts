import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionOf, isBelow, resolvePath } from '../../../src/core/paths';

describe('resolvePath', () => {
  test.each([
    ['data', 'images/train', 'data/images/train'],
    ['data/yaml', '../images', 'data/images'],
    ['', './a//b/', 'a/b'],
    ['a', '.\\b\\c', 'a/b/c'],
  ])('joins %s and %s', (folder, written, wanted) => {
    expect(resolvePath(folder, written)).toBe(wanted);
  });

  test.each([
    ['', '../x'],
    ['a', '../../x'],
    ['a', '/etc/passwd'],
    ['a', 'C:\\x'],
    ['a', 'file:///x'],
    ['a', 'https://x/y'],
  ])('refuses to leave the root from “%s” by %s', (folder, written) => {
    expect(resolvePath(folder, written)).toBeUndefined();
  });

  test('never answers a path with a parent in it', () => {
    const part = fc.constantFrom('..', '.', 'a', 'b', '');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const path = resolvePath('one/two', parts.join('/') || '.');
        expect(path?.split('/').includes('..') ?? false).toBe(false);
      }),
    );
  });
});

describe('extensionOf', () => {
  test.each([
    ['a/b.CSV', '.csv'],
    ['a.csv.gz', '.csv'],
    ['.hidden', ''],
    ['a.b/c', ''],
    ['a.', '.'],
    ['a/.', ''],
    ['.gz', ''],
    ['a.csv.GZ', '.csv'],
  ])('of %s is %s', (path, wanted) => {
    expect(extensionOf(path)).toBe(wanted);
  });

  test('does not hang on the paths asked before', () => {
    const slow = (path: string): string => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const bare = name.replace(/\.gz$/i, '');
      const seen = bare.lastIndexOf('.');
      return seen <= 0 ? '' : bare.slice(seen).toLowerCase();
    };
    const path = fc.array(fc.constantFrom('a', '.', '/', '.b', '.B', '.gz', '.Gz'));
    fc.assert(
      fc.property(fc.array(path), (paths) => {
        for (const parts of paths) {
          const text = parts.join('');
          expect([text, extensionOf(text)]).toEqual([text, slow(text)]);
        }
      }),
    );
  });
});

describe('isBelow', () => {
  test('does not take a longer name for a child', () => {
    expect(isBelow('train2/a', 'train')).toBe(false);
    expect(isBelow('train/a', 'train')).toBe(true);
    expect(isBelow('train', 'train')).toBe(true);
    expect(isBelow('anything', '')).toBe(true);
  });
});
