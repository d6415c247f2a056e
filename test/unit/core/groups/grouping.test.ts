// What groups samples: how a rule is read, and which part of a path it means.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupOfPath, readGrouping, type Grouping } from '../../../../src/core/groups/grouping';

function groupIn(rule: string, path: string): string | undefined {
  const grouping = readGrouping(rule);
  if (typeof grouping === 'string') throw new Error(grouping);
  return groupOfPath(grouping, path);
}

describe('a grouping', () => {
  test.each<[string, Grouping | RegExp]>([
    ['patient_id', { kind: 'column', name: 'patient_id' }],
    ['column:3', { kind: 'column', name: '3' }],
    ['3', { kind: 'place', at: 3 }],
    ['path:-2', { kind: 'place', at: -2 }],
    ['path:patient', /whole number/],
    ['', /names no column/],
    ['{group}/{group}', /only once/],
  ])('reads %s', (text, expected) => {
    if (expected instanceof RegExp) expect(readGrouping(text)).toMatch(expected);
    else expect(readGrouping(text)).toEqual(expected);
  });

  test.each([
    ['-2', 'train/cat/video1/0001.jpg', 'video1'],
    ['0', 'train/cat/video1/0001.jpg', 'train'],
    ['9', 'train/cat/0001.jpg', undefined],
    ['{group}_*.png', 'cat/p1_a_b.png', 'p1'],
    ['{group}_frame*.jpg', 'cat/my_video_frame12.jpg', 'my_video'],
    ['{group}_frame*.jpg', 'cat/still.jpg', undefined],
    ['{group}/*/*.jpg', 'a/patient7/left/1.jpg', 'patient7'],
    ['{group}/*/*.jpg', 'left/1.jpg', undefined],
    ['*-{group}-*', 'x/cam1-site2-99.png', 'site2'],
    ['site{group}.png', 'x/site.png', undefined],
  ])('by %s of %s is %s', (rule, path, expected) => {
    expect(groupIn(rule, path)).toBe(expected);
  });

  test('by a pattern is a part of the path, whatever the path', () => {
    const part = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes('/'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const found = groupIn('{group}*', parts.join('/'));
        expect(found).toBe(parts.at(-1)?.slice(0, 1));
        expect(groupIn('-1', parts.join('/'))).toBe(parts.at(-1));
      }),
    );
  });

  test('by a pattern made to stall a matcher is found out in bounded steps', () => {
    expect(groupIn(`${'*a'.repeat(7)}{group}b`, 'a'.repeat(500))).toBeUndefined();
    expect(groupIn('{group}*', 'a'.repeat(513))).toBeUndefined();
    expect(readGrouping(`${'*a'.repeat(8)}{group}`)).toMatch(/at most 8/);
  });
});
