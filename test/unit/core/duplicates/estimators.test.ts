// Estimators of N: published and worked numbers, laws for any clusters, and simulated draws whose N is known.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterCounts, sizesOf } from '../../../../src/core/duplicates/clusterCounts';
import {
  chao1,
  collision,
  collisionsOf,
  estimatePrototypes,
  fewestCollisions,
  occupancy,
  type PrototypeEstimate,
} from '../../../../src/core/duplicates/estimators';
import { effectiveNumberOf } from '../../../../src/core/weights/numberOfPrototypes';

const clusters = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 200 });

/** A small generator with a seed: the same draws in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Cluster sizes of n draws from prototypes of these weights. */
function draw(random: () => number, n: number, weights: readonly number[]): number[] {
  const sums: number[] = [];
  let total = 0;
  for (const weight of weights) sums.push((total += weight));
  const sizes = new Map<number, number>();
  for (let at = 0; at < n; at++) {
    const wanted = random() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    sizes.set(low, (sizes.get(low) ?? 0) + 1);
  }
  return [...sizes.values()];
}

const even = (n: number): number[] => new Array<number>(n).fill(1);
const zipf = (n: number): number[] => Array.from({ length: n }, (_, at) => 1 / (at + 1));

/** Share of simulated classes whose interval holds the truth; a refused one says nothing wrong. */
function coverage(
  estimate: (counts: ReturnType<typeof clusterCounts>) => PrototypeEstimate,
  { n, weights, truth }: { n: number; weights: readonly number[]; truth: number },
): number {
  const random = generator(1);
  const rounds = 400;
  let held = 0;
  for (let round = 0; round < rounds; round++) {
    const counts = clusterCounts(draw(random, n, weights));
    if (estimatePrototypes(counts) === undefined) held += 1;
    else {
      const { low, high } = estimate(counts);
      if (low <= truth && truth <= high) held += 1;
    }
  }
  return held / rounds;
}

describe('cluster counts', () => {
  test('sum up what the sizes say', () => {
    expect(clusterCounts([1, 1, 2, 4])).toEqual({
      ...{ samples: 8, clusters: 4, singles: 2, doubles: 1, pairs: 7, triples: 4 },
    });
    expect(Array.from(sizesOf(Uint32Array.of(0, 1, 0, 2, 0)))).toEqual([3, 1, 1]);
    expect(clusterCounts([]).samples).toBe(0);
  });
});

describe('occupancy', () => {
  test('turns the effective number around', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 100_000 }),
        fc.integer({ min: 10, max: 5000 }),
        (n, size) => {
          const distinct = effectiveNumberOf(n, size);
          // Beyond this U is N to the last bit, or n all but exactly, and nothing can be turned around.
          fc.pre(n - distinct > 1e-3 && size - distinct > 1e-3);
          const counts = {
            samples: n,
            clusters: distinct,
            singles: 0,
            doubles: 0,
            pairs: 0,
            triples: 0,
          };
          expect(occupancy(counts).n / size).toBeCloseTo(1, 4);
        },
      ),
    );
  });

  test('is infinite without a collision and 1 where all samples are one', () => {
    const { n, low, high } = occupancy(clusterCounts(even(50)));
    expect([n, high]).toEqual([Infinity, Infinity]);
    expect(low).toBeGreaterThan(100);
    expect(occupancy(clusterCounts([50])).n).toBeCloseTo(1, 6);
  });

  test.each([
    [100, 50],
    [300, 1000],
    [2000, 1000],
    [50, 200],
    [5000, 1000],
    [1000, 20_000],
  ])('covers N in 95 of 100 classes: %i draws of %i', (n, size) => {
    const truth = { n, weights: even(size), truth: size };
    expect(coverage(occupancy, truth)).toBeGreaterThan(0.93);
  });
});

describe('collision', () => {
  test('is the inverse Simpson index', () => {
    // 8 samples, 7 of 28 pairs alike.
    expect(collision(clusterCounts([1, 1, 2, 4])).n).toBeCloseTo(4, 12);
  });

  test.each([
    [100, 50],
    [300, 1000],
    [2000, 1000],
    [1000, 20_000],
  ])('covers N in 95 of 100 classes: %i draws of %i', (n, size) => {
    expect(coverage(collision, { n, weights: even(size), truth: size })).toBeGreaterThan(0.93);
  });

  test.each([200, 1000])('covers the inverse Simpson index of skewed prototypes: %i draws', (n) => {
    const weights = zipf(1000);
    const total = weights.reduce((sum, one) => sum + one, 0);
    const truth = 1 / weights.reduce((sum, one) => sum + (one / total) ** 2, 0);
    expect(coverage(collision, { n, weights, truth })).toBeGreaterThan(0.9);
  });
});

describe('Chao1', () => {
  test('is what scikit-bio answers', () => {
    // skbio.diversity.alpha.chao1 and chao1_ci of [0,1,1,4,2,5,2,4,1,2], [0,2,2,4,5,0,2] and [0,1,1,4,5,0,1].
    const near = ({ n, low, high }: PrototypeEstimate): number[] =>
      [n, low, high].map((value) => Number(value.toFixed(4)));
    expect(near(chao1(clusterCounts([1, 1, 4, 2, 5, 2, 4, 1, 2])))).toEqual([
      9.75, 9.0666, 17.4507,
    ]);
    expect(near(chao1(clusterCounts([2, 2, 4, 5, 2])))).toEqual([5.0, 5.0, 6.2652]);
    expect(near(chao1(clusterCounts([1, 1, 4, 5, 1])))).toEqual([8.0, 5.3691, 29.3813]);
  });

  test.each([
    [600, 300],
    [2000, 1000],
  ])('covers N in 9 of 10 classes where prototypes are alike: %i draws of %i', (n, size) => {
    expect(coverage(chao1, { n, weights: even(size), truth: size })).toBeGreaterThan(0.9);
  });

  test('stays below N where prototypes are unequal, above the clusters seen', () => {
    const random = generator(3);
    for (let round = 0; round < 50; round++) {
      const counts = clusterCounts(draw(random, 500, zipf(1000)));
      const { n } = chao1(counts);
      expect(n).toBeGreaterThanOrEqual(counts.clusters);
      expect(n).toBeLessThan(1000);
    }
  });
});

describe('all three', () => {
  test('are refused below five collisions', () => {
    fc.assert(
      fc.property(clusters, (sizes) => {
        const counts = clusterCounts(sizes);
        const estimates = estimatePrototypes(counts);
        expect(estimates === undefined).toBe(collisionsOf(counts) < fewestCollisions);
      }),
    );
    expect(estimatePrototypes(clusterCounts([5, 1, 1]))).toBeUndefined();
    expect(estimatePrototypes(clusterCounts([6, 1, 1]))).toBeDefined();
  });

  test('lie within their intervals, and no interval is below one', () => {
    fc.assert(
      fc.property(clusters, (sizes) => {
        const estimates = estimatePrototypes(clusterCounts(sizes));
        for (const { n, low, high } of Object.values(estimates ?? {}) as PrototypeEstimate[]) {
          expect(low).toBeGreaterThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(n * (1 + 1e-9));
          expect(n).toBeLessThanOrEqual(high * (1 + 1e-9));
          expect(Number.isNaN(low + n)).toBe(false);
        }
      }),
    );
  });

  test('do not depend on the order of the clusters', () => {
    fc.assert(
      fc.property(clusters, (sizes) => {
        const turned = estimatePrototypes(clusterCounts([...sizes].reverse()));
        expect(turned).toEqual(estimatePrototypes(clusterCounts(sizes)));
      }),
    );
  });
});
