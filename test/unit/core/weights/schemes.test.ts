import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schemes } from '../../../../src/core/weights/registry';
import type { WeightRequest } from '../../../../src/core/weights/scheme';
import { weighClasses } from '../../../../src/core/weights/table';
import { classesOf, expectPrinted, longTailed } from './printed';

const weigh = (counts: readonly number[], request: WeightRequest): readonly number[] =>
  weighClasses({ ...request, classes: classesOf(counts) }).rows.map((row) => row.weight);
const raw = (scheme: string, counts: readonly number[], parameters = {}): readonly number[] =>
  weigh(counts, { scheme, parameters, normalisation: 'none' });

function expectClose(actual: readonly number[], expected: readonly number[], relative = 1e-12) {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value / expected[i] - 1)).toBeLessThanOrEqual(relative);
  });
}

const anyCounts = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 2 ** 53 - 1 })),
  { minLength: 1, maxLength: 40 },
);
const presentCounts = anyCounts.map((counts) => counts.map((count) => Math.max(1, count)));
const requests: fc.Arbitrary<WeightRequest> = fc.oneof(
  fc.record({ scheme: fc.constantFrom(...schemes.map((scheme) => scheme.id)) }),
  fc.record({
    scheme: fc.constant('effective-number'),
    parameters: fc.record({ n: fc.constantFrom(1, 2, 10, 1e4, 1e8, 1e12, Infinity) }),
  }),
  fc.record({
    scheme: fc.constant('power'),
    parameters: fc.record({ q: fc.double({ min: 0, max: 2, noNaN: true }) }),
  }),
);

describe('schemes', () => {
  test('have unique ids and ranks', () => {
    expect(new Set(schemes.map((scheme) => scheme.id)).size).toBe(schemes.length);
    expect(new Set(schemes.map((scheme) => scheme.rank)).size).toBe(schemes.length);
  });

  test('have defaults inside their ranges', () => {
    for (const parameter of schemes.flatMap((scheme) => scheme.parameters)) {
      expect(parameter.defaultValue).toBeGreaterThanOrEqual(parameter.minimum);
      expect(parameter.defaultValue).toBeLessThanOrEqual(parameter.maximum);
    }
  });

  test('give present classes positive finite weights that sum to their number', () => {
    fc.assert(
      fc.property(anyCounts, requests, (counts, request) => {
        const weights = weigh(counts, request);
        const present = counts.filter((count) => count > 0).length;
        expect(Math.abs(weights.reduce((sum, w) => sum + w, 0) - present)).toBeLessThan(1e-9);
        weights.forEach((weight, i) => {
          expect(Number.isFinite(weight)).toBe(true);
          expect(weight > 0).toBe(counts[i] > 0);
        });
      }),
      { numRuns: 500 },
    );
  });

  test('never give the larger of two classes the larger weight, and equal classes equal weights', () => {
    fc.assert(
      fc.property(presentCounts, requests, (counts, request) => {
        const weights = weigh(counts, request);
        counts.forEach((count, i) => {
          counts.forEach((other, j) => {
            if (count === other) expect(weights[i]).toBe(weights[j]);
            if (count > other) expect(weights[i]).toBeLessThanOrEqual(weights[j] * (1 + 1e-14));
          });
        });
      }),
    );
  });

  test('weigh a class the same wherever it stands', () => {
    fc.assert(
      fc.property(anyCounts, requests, (counts, request) => {
        expectClose(
          weigh(counts.toReversed(), request)
            .toReversed()
            .filter((w) => w > 0),
          weigh(counts, request).filter((w) => w > 0),
        );
      }),
    );
  });

  test('give balanced classes weight 1', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 50 }), requests, (n, c, request) => {
        expectClose(weigh(Array<number>(c).fill(n + 1), request), Array<number>(c).fill(1));
      }),
    );
  });

  test('of frequency alone do not change when every count is scaled', () => {
    const free = ['inverse', 'inverse-square-root', 'power', 'balanced', 'median-frequency'];
    const small = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        small,
        fc.integer({ min: 2, max: 1000 }),
        fc.constantFrom(...free, 'enet-log'),
        (counts, factor, scheme) => {
          expectClose(
            weigh(
              counts.map((n) => n * factor),
              { scheme },
            ),
            weigh(counts, { scheme }),
            1e-11,
          );
        },
      ),
    );
  });
});

describe('effective number weights', () => {
  const counts = longTailed(10, 5000, 100);

  test.each([
    [
      0.99,
      '0.783832 0.783832 0.783832 0.783848 0.785034 0.800201 0.868159 1.041415 1.385429 1.984417',
    ],
    [
      0.999,
      '0.181187 0.189414 0.215742 0.272859 0.378479 0.560581 0.868804 1.386165 2.258450 3.688319',
    ],
    [
      0.9999,
      '0.050611 0.076900 0.121134 0.195037 0.318805 0.524590 0.868349 1.442627 2.409223 3.992724',
    ],
  ])('of long-tailed CIFAR-10 at beta %d are as printed', (beta, printed) => {
    const weights = weigh(counts, { scheme: 'effective-number', parameters: { beta } });
    printed.split(' ').forEach((digits, i) => {
      expectPrinted(weights[i], digits);
    });
  });

  test('are all 1 at beta 0, and inverse frequency at beta 1', () => {
    fc.assert(
      fc.property(presentCounts, (some) => {
        const at = (beta: number) =>
          weigh(some, { scheme: 'effective-number', parameters: { beta } });
        expectClose(at(0), Array<number>(some.length).fill(1));
        expectClose(at(1), weigh(some, { scheme: 'inverse' }));
      }),
    );
  });

  test('approach those limits as beta does', () => {
    const small = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(small, (some) => {
        const at = (parameters: Readonly<Record<string, number>>) =>
          weigh(some, { scheme: 'effective-number', parameters });
        expectClose(at({ beta: 1e-9 }), Array<number>(some.length).fill(1), 1e-8);
        expectClose(at({ n: 1e12 }), weigh(some, { scheme: 'inverse' }), 1e-8);
      }),
    );
  });
});

describe('other schemes', () => {
  const counts = [1, 4, 16, 100];

  test('inverse frequency is 1 / n', () => {
    expectClose(raw('inverse', counts), [1, 0.25, 0.0625, 0.01]);
  });

  test('inverse square root is 1 / sqrt n', () => {
    expectClose(raw('inverse-square-root', counts), [1, 0.5, 0.25, 0.1]);
  });

  test('power is (n_min / n)^q and meets its neighbours at q = 0, one half, 1', () => {
    expectClose(raw('power', [2, 8, 32], { q: 1.5 }), [1, 0.125, 0.015625]);
    expectClose(raw('power', counts, { q: 0 }), [1, 1, 1, 1]);
    expectClose(raw('power', counts), raw('inverse-square-root', counts));
    expectClose(raw('power', counts, { q: 1 }), raw('inverse', counts));
  });

  test('balanced gives scikit-learn’s numbers', () => {
    expectClose(raw('balanced', [1, 2, 3]), [2, 1, 2 / 3]);
  });

  test('ENet is 1 / ln(1.02 + p), from 1.42 to 50.50', () => {
    const [rare, common] = raw('enet-log', [1, 2 ** 53]);
    expectPrinted(rare, '50.50');
    expectPrinted(common, '1.42');
    expectClose(raw('enet-log', [1, 3]), [1 / Math.log(1.27), 1 / Math.log(1.77)]);
  });

  test('median frequency is median over n without image counts', () => {
    expectClose(raw('median-frequency', [10, 40, 20]), [2, 0.5, 1]);
    expectClose(raw('median-frequency', [10, 40, 20, 30]), [2.5, 0.625, 1.25, 25 / 30]);
  });

  test('median frequency judges a class by the images that hold it', () => {
    const classes = classesOf([10, 40, 20]).map((entry, i) => ({ ...entry, images: [1, 8, 1][i] }));
    const table = weighClasses({ scheme: 'median-frequency', normalisation: 'none', classes });
    expectClose(
      table.rows.map((row) => row.weight),
      [1, 2, 0.5],
    );
    expect(table.notes).toEqual([]);
  });
});
