import { describe, expect, test } from 'vitest';
import type { Claim, Source } from '../../../../src/core/claims';
import { resolveClaims } from '../../../../src/core/detect/resolve';
import { RuleBook } from '../../../../src/core/rules';

const file = (path: string, split = 'all'): Source => ({ path, kind: 'file', split });
const folder = (path: string, ...extensions: string[]): Source => ({
  path,
  kind: 'folder',
  split: 'all',
  ...(extensions.length > 0 ? { extensions } : {}),
});

function claim(
  format: string,
  confidence: number,
  sources: Source[],
  more: Partial<Claim> = {},
): Claim {
  return {
    format,
    name: format,
    unit: 'image',
    confidence,
    evidence: [],
    sources,
    options: {},
    ...more,
  };
}

const reading = (id: string) => ({ reading: { id, title: `column “${id}”` } });
const noRules = new RuleBook([]);
const names = (claims: readonly Claim[]): string[] =>
  claims.map((one) => `${one.format}${one.reading === undefined ? '' : `#${one.reading.id}`}`);

describe('resolveClaims', () => {
  test('keeps the stronger of two claims on a file', () => {
    const settled = resolveClaims(
      [claim('weak', 0.6, [file('a.csv')]), claim('strong', 0.9, [file('a.csv')])],
      noRules,
    );
    expect(names(settled)).toEqual(['strong']);
  });

  test('does not depend on the order of claims', () => {
    const claims = [
      claim('a', 0.8, [file('x')]),
      claim('b', 0.8, [file('x')]),
      claim('c', 0.7, [file('y')]),
    ];
    expect(names(resolveClaims([...claims].reverse(), noRules))).toEqual(
      names(resolveClaims(claims, noRules)),
    );
  });

  test('keeps claims on different files', () => {
    const settled = resolveClaims(
      [claim('a', 0.6, [file('train.txt')]), claim('b', 0.9, [folder('images', '.jpg')])],
      noRules,
    );
    expect(names(settled)).toEqual(['b', 'a']);
  });

  test('lets a folder source exclude files below it with its extensions only', () => {
    const yolo = claim('yolo', 0.9, [folder('labels', '.txt')]);
    const settled = resolveClaims(
      [
        yolo,
        claim('list', 0.8, [file('labels/a.txt')]),
        claim('table', 0.7, [file('labels/a.csv')]),
      ],
      noRules,
    );
    expect(names(settled)).toEqual(['yolo', 'table']);
  });

  test('lets a file source exclude a folder that holds it', () => {
    const settled = resolveClaims(
      [claim('list', 0.9, [file('a/b.txt')]), claim('folder', 0.8, [folder('a', '.txt')])],
      noRules,
    );
    expect(names(settled)).toEqual(['list']);
  });

  test('keeps weaker claims off files that a claim explains', () => {
    const settled = resolveClaims(
      [
        claim('yolo', 0.9, [folder('labels', '.txt')], { covers: [folder('images', '.jpg')] }),
        claim('class-folders', 0.7, [folder('images/train', '.jpg')]),
      ],
      noRules,
    );
    expect(names(settled)).toEqual(['yolo']);
  });

  test('lets readings of the same sources stand side by side', () => {
    const settled = resolveClaims(
      [
        claim('table', 0.8, [file('a.csv')], reading('species')),
        claim('table', 0.3, [file('a.csv')], reading('colour')),
        claim('other', 0.5, [file('a.csv')]),
      ],
      noRules,
    );
    expect(names(settled)).toEqual(['table#species', 'table#colour']);
  });

  test('follows a rule that names the format', () => {
    const rules = new RuleBook([{ path: '*.csv', format: 'weak' }]);
    const [first, ...rest] = resolveClaims(
      [claim('weak', 0.2, [file('a.csv')]), claim('strong', 0.9, [file('a.csv')])],
      rules,
    );
    expect(first).toMatchObject({ format: 'weak', confidence: 1, chosen: true });
    expect(rest).toEqual([]);
  });

  test('takes the strongest reading where a rule names only the format', () => {
    const rules = new RuleBook([{ path: 'a.csv', format: 'table' }]);
    const settled = resolveClaims(
      [
        claim('table', 0.3, [file('a.csv')], reading('colour')),
        claim('table', 0.4, [file('a.csv')], reading('species')),
      ],
      rules,
    );
    expect(settled.map((one) => [one.reading?.id, one.confidence])).toEqual([
      ['species', 1],
      ['colour', 0.3],
    ]);
  });

  test('follows a rule that names the reading, and only offers the others', () => {
    const rules = new RuleBook([{ path: 'a.csv', reading: 'colour' }]);
    const settled = resolveClaims(
      [
        claim('table', 0.8, [file('a.csv')], reading('species')),
        claim('table', 0.3, [file('a.csv')], reading('colour')),
      ],
      rules,
    );
    expect(names(settled)).toEqual(['table#colour', 'table#species']);
    expect(settled.map((one) => one.confidence < 0.5)).toEqual([false, true]);
  });

  test('follows a rule that names the split', () => {
    const rules = new RuleBook([{ path: 'b.txt', split: 'val' }]);
    const [settled] = resolveClaims(
      [claim('list', 0.8, [file('a.txt', 'train'), file('b.txt', 'train')])],
      rules,
    );
    expect(settled.sources.map((source) => source.split)).toEqual(['train', 'val']);
  });
});
