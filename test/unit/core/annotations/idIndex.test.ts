// Indexes of ids: the same as a plain map gives, whether they come one behind the other or not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdIndex } from '../../../../src/core/annotations/idIndex';

const run = fc
  .tuple(fc.constantFrom(0, 1, 4095, 2 ** 24 - 3, 2 ** 32 - 3), fc.nat({ max: 12 }))
  .map(([first, length]) => Array.from({ length }, (_, at): number | string => first + at));
const any = fc.oneof(
  ...[fc.nat({ max: 20 }), fc.constantFrom(-1, 0.5, 2 ** 24, 2 ** 32, 2 ** 53), fc.string()],
);

describe('ids', () => {
  test('have the indexes of a map in order of first sight', () => {
    fc.assert(
      fc.property(run, fc.array(fc.oneof(any, fc.nat({ max: 40 }))), (begin, rest) => {
        const ids = new IdIndex();
        const known = new Map<number | string, number>();
        for (const id of [...begin, ...rest, ...begin]) {
          if (!known.has(id)) known.set(id, known.size);
          expect(ids.of(id)).toBe(known.get(id));
          expect(ids.size).toBe(known.size);
        }
      }),
    );
  });

  test('are a run until one is missing, comes before or is no whole number', () => {
    for (const other of [7, 2, 'a', 3.5, -1]) {
      const ids = new IdIndex();
      for (const id of [3, 4, 3, 5]) ids.of(id);
      expect(ids.run).toEqual({ first: 3, length: 3 });
      expect(ids.of(other)).toBe(3);
      expect(ids.run.length).toBe(0);
      expect([3, 4, 5, other, 6].map((id) => ids.of(id))).toEqual([0, 1, 2, 3, 4]);
    }
  });
});
