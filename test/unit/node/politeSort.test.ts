// Names in one order, however many they are, and an abort that is heard meanwhile.

import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { byCodePoint, sortNames } from '../../../src/node/names';
import { Pace } from '../../../src/node/pace';
import { sortedPolitely } from '../../../src/node/politeSort';

afterEach(() => {
  vi.restoreAllMocks();
});

const never = new AbortController().signal;

/** So many names in no order, all different. */
function mixed(count: number, prefix = ''): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${(at * 7919) % count}.txt`);
}

describe('a polite sort', () => {
  test.each([0, 1, 16_384, 16_385, 50_000, 70_000])('puts %i names in order', async (count) => {
    const names = mixed(count);
    const before = [...names];
    const sorted = await sortedPolitely(names, new Pace(), never);
    expect(names).toEqual(before);
    expect(sorted).toEqual(count === 0 ? [] : sortNames([...names]));
  });

  test('sorts names beyond U+FFFF behind all others, in any run', async () => {
    const names = [...mixed(40_000, '\u{1f600}'), ...mixed(40_000, '\uff5e'), ...mixed(3)];
    const sorted = await sortedPolitely(names, new Pace(), never);
    expect(sorted.every((name, at) => at === 0 || byCodePoint(sorted[at - 1], name) <= 0)).toBe(
      true,
    );
    expect(sorted).toHaveLength(names.length);
  });

  test('does as the usual one does', async () => {
    const name = fc.string({ unit: 'binary', maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(name, { maxLength: 40 }), async (names) => {
        expect(await sortedPolitely(names, new Pace(), never)).toEqual(sortNames([...names]));
      }),
    );
  });

  test('answers the same list where it is in order', async () => {
    const names = sortNames(mixed(20_000));
    expect(await sortedPolitely(names, new Pace(), never)).toBe(names);
  });

  test('hears an abort between two runs, and while runs are merged', async () => {
    for (const turns of [2, 8]) {
      const controller = new AbortController();
      let turned = 0;
      vi.spyOn(Pace.prototype, 'due').mockReturnValue(true);
      vi.spyOn(Pace.prototype, 'turn').mockImplementation((signal) => {
        turned += 1;
        if (turned === turns) controller.abort(new Error('enough'));
        signal.throwIfAborted();
        return Promise.resolve();
      });
      const sorting = sortedPolitely(mixed(60_000), new Pace(), controller.signal);
      await expect(sorting).rejects.toThrow('enough');
      expect(turned).toBe(turns);
    }
  });
});
