import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  betaOf,
  effectiveNumberOf,
  prototypesOf,
} from '../../../../src/core/weights/numberOfPrototypes';
import { expectPrinted } from './printed';

const counts = fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.maxSafeNat());
const prototypes = fc.oneof(
  fc.double({ min: 0, max: 15, noNaN: true }).map((exponent) => 10 ** exponent),
  fc.constantFrom(1, Infinity),
);

/** E_n = (N^n - (N - 1)^n) / N^(n - 1) in whole numbers, so free of rounding until the last step. */
function exactEffectiveNumber(n: number, whole: number): number {
  const [count, size] = [BigInt(n), BigInt(whole)];
  const numerator = size ** count - (size - 1n) ** count;
  return Number((numerator * 10n ** 20n) / size ** (count - 1n)) / 1e20;
}

describe('effective number', () => {
  test.each([
    [0.9, 5, '4.0951'],
    [0.9, 10, '6.5132'],
    [0.9, 50, '9.9485'],
    [0.99, 10, '9.5618'],
    [0.99, 50, '39.4994'],
    [0.99, 100, '63.3968'],
    [0.99, 500, '99.3430'],
    [0.999, 50, '48.7944'],
    [0.999, 500, '393.6211'],
    [0.999, 1000, '632.3046'],
    [0.999, 5000, '993.2789'],
    [0.9999, 50, '49.8777'],
    [0.9999, 1000, '951.6711'],
    [0.9999, 5000, '3934.8450'],
    [0.9999, 100_000, '9999.5462'],
  ])('of beta %d and n = %d is %s as printed', (beta, n, printed) => {
    expectPrinted(effectiveNumberOf(n, prototypesOf(beta)), printed);
  });

  test('agrees with exact whole-number arithmetic for every N', () => {
    const wide = fc.double({ min: 0, max: 12, noNaN: true }).map((e) => Math.round(10 ** e));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), wide, (n, whole) => {
        const exact = exactEffectiveNumber(n, whole);
        expect(Math.abs(effectiveNumberOf(n, whole) / exact - 1)).toBeLessThan(1e-14);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps the digits that the naive form loses', () => {
    expect(effectiveNumberOf(10, 1e12)).toBeCloseTo(9.999999999955, 13);
  });

  test('meets every limit exactly', () => {
    fc.assert(
      fc.property(counts, prototypes, (n, size) => {
        expect(effectiveNumberOf(0, size)).toBe(0);
        expect(effectiveNumberOf(1, size)).toBe(1);
        expect(effectiveNumberOf(n, 1)).toBe(Math.min(n, 1));
        expect(effectiveNumberOf(n, Infinity)).toBe(n);
      }),
    );
  });

  test('lies between 1 and the smaller of n and N', () => {
    fc.assert(
      fc.property(counts, prototypes, (n, size) => {
        const effective = effectiveNumberOf(n, size);
        expect(effective).toBeLessThanOrEqual(Math.min(n, size));
        expect(effective).toBeGreaterThanOrEqual(Math.min(n, 1));
      }),
    );
  });

  test('never falls as n or N grows', () => {
    fc.assert(
      fc.property(counts, counts, prototypes, prototypes, (n, more, size, bigger) => {
        const [low, high] = [Math.min(n, more), Math.max(n, more)];
        const [small, large] = [Math.min(size, bigger), Math.max(size, bigger)];
        const rounding = 1 + 1e-14;
        const least = effectiveNumberOf(low, small);
        expect(least).toBeLessThanOrEqual(effectiveNumberOf(high, small) * rounding);
        expect(least).toBeLessThanOrEqual(effectiveNumberOf(low, large) * rounding);
      }),
    );
  });

  test('follows the recurrence E_n = 1 + beta E_(n-1)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10_000 }), prototypes, (n, size) => {
        const next = 1 + betaOf(size) * effectiveNumberOf(n - 1, size);
        expect(effectiveNumberOf(n, size) / next).toBeCloseTo(1, 12);
      }),
    );
  });

  test('is N for a count that saturates it', () => {
    expect(effectiveNumberOf(2 ** 53, 10_000)).toBe(10_000);
  });

  test.each([-1, 0.5, NaN, Infinity, 2 ** 53 + 2])('refuses %d as a count', (count) => {
    expect(() => effectiveNumberOf(count, 100)).toThrow(RangeError);
  });

  test.each([0, 0.99, -5, NaN])('refuses %d as N', (size) => {
    expect(() => effectiveNumberOf(3, size)).toThrow(RangeError);
    expect(() => betaOf(size)).toThrow(RangeError);
  });
});

describe('beta and N', () => {
  test.each([
    [0, 1],
    [0.5, 2],
    [0.9, 10],
    [0.99, 100],
    [0.999, 1000],
    [0.9999, 10_000],
    [0.99999, 100_000],
    [0.999999999999, 1e12],
    [1, Infinity],
  ])('beta %d and N %d are the same', (beta, size) => {
    expect(prototypesOf(beta)).toBe(size);
    expect(betaOf(size)).toBe(beta);
  });

  test('come back unchanged from N through beta for whole N up to ten million', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), (size) => {
        expect(prototypesOf(betaOf(size))).toBe(size);
      }),
    );
  });

  test('come back from beta through N to within rounding', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (beta) => {
        expect(Math.abs(betaOf(prototypesOf(beta)) - beta)).toBeLessThan(4e-16);
      }),
    );
  });

  test.each([-0.1, 1.0001, NaN, Infinity])('refuse %d as beta', (beta) => {
    expect(() => prototypesOf(beta)).toThrow(/"beta" is .* 0 to 1/);
  });
});
