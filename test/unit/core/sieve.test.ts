import { expect, test } from 'vitest';
import { sieve } from '../../../src/core/sieve';

test('a sieve gives the list itself where all are kept, and else those that are', () => {
  const all = [1, 2, 3, 4];
  expect(sieve(all, (one) => one > 0)).toBe(all);
  expect(sieve(all, (one) => one % 2 === 0)).toEqual([2, 4]);
  expect(sieve(all, (one) => one < 4)).toEqual([1, 2, 3]);
  expect(sieve(all, () => false)).toEqual([]);
});
