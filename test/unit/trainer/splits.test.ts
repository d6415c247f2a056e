import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longTailCounts } from '../../../src/core/training/longTail';
import { assignSplits, keepLongTail } from '../../../src/trainer/data/splits';
import { samplerRates } from '../../../src/trainer/sampling';

const labelsOf = (counts: readonly number[]) =>
  counts.flatMap((count, label) => Array<number>(count).fill(label));
const countsOf = (
  labels: readonly number[],
  split: readonly (number | undefined)[],
  code: number,
  classes: number,
) =>
  Array.from(
    { length: classes },
    (_, at) => labels.filter((label, i) => label === at && split[i] === code).length,
  );

describe('assignSplits', () => {
  test('keeps the splits that a dataset has', () => {
    const given = ['train', 'val', 'test', 'train', 'unlabelled'];
    const labels = [0, 0, 0, 1, 1];
    const split = assignSplits({ labels, given, classes: 2, valShare: 0.5, testShare: 0.5 });
    expect(split).toEqual([0, 1, 2, 0, undefined]);
  });

  test('tests on the validation split of a dataset without a test split', () => {
    const given = ['train', 'train', 'train', 'val'];
    const split = assignSplits({
      labels: [0, 0, 0, 0],
      given,
      classes: 1,
      valShare: 0.33,
      testShare: 0.2,
    });
    expect(split[3]).toBe(2);
    expect(split.filter((code) => code === 1)).toHaveLength(1);
  });

  test('balances the test split where the classes allow it', () => {
    const counts = [400, 100, 60, 6, 1];
    const labels = labelsOf(counts);
    const given = labels.map(() => 'all');
    const split = assignSplits({ labels, given, classes: 5, valShare: 0.1, testShare: 0.2 });
    // A fifth of 567 over five classes is 23; small classes give a third; a single sample stays to train.
    expect(countsOf(labels, split, 2, 5)).toEqual([23, 23, 20, 2, 0]);
    expect(countsOf(labels, split, 1, 5)).toEqual([38, 8, 4, 1, 0]);
  });

  test('gives each split a sample of the rarest classes while one is left to train on', () => {
    const counts = [40, 4, 3, 2, 1];
    const labels = labelsOf(counts);
    const all = { labels, given: labels.map(() => 'all'), classes: 5 };
    const split = assignSplits({ ...all, valShare: 0.1, testShare: 0.2 });
    expect(countsOf(labels, split, 0, 5)).toEqual([34, 2, 1, 1, 1]);
    expect(countsOf(labels, split, 1, 5)).toEqual([4, 1, 1, 0, 0]);
    expect(countsOf(labels, split, 2, 5)).toEqual([2, 1, 1, 1, 0]);
    const tested = assignSplits({
      ...all,
      given: ['test', ...all.given.slice(1)],
      valShare: 0.1,
      testShare: 0.2,
    });
    expect(countsOf(labels, tested, 1, 5)).toEqual([4, 1, 1, 1, 0]);
  });

  test('takes nothing from training where no share is asked for', () => {
    const labels = labelsOf([10, 10]);
    const given = labels.map((_, at) => (at % 2 === 0 ? 'train' : 'test'));
    const split = assignSplits({ labels, given, classes: 2, valShare: 0, testShare: 0 });
    expect(split.filter((code) => code === 1)).toEqual([]);
  });

  test('never splits a group, leaves every class samples to train, for any counts', () => {
    const input = fc.record({
      counts: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 6 }),
      size: fc.integer({ min: 1, max: 5 }),
      valShare: fc.double({ min: 0, max: 0.4, noNaN: true }),
      testShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
    });
    fc.assert(
      fc.property(input, ({ counts, size, valShare, testShare }) => {
        const labels = labelsOf(counts);
        const groups = labels.map((_, at) => String(Math.floor(at / size)));
        const split = assignSplits({
          ...{ labels, groups, given: labels.map(() => 'all'), classes: counts.length },
          ...{ valShare, testShare },
        });
        const seen = new Map<string, number | undefined>();
        groups.forEach((group, at) => {
          if (!seen.has(group)) seen.set(group, split[at]);
          expect(split[at]).toBe(seen.get(group));
        });
        for (const count of countsOf(labels, split, 0, counts.length)) {
          expect(count).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});

describe('longTailCounts', () => {
  /** Totals of the published sets; see also their READMEs. */
  test.each([
    [10, 5000, 200, 11_203, 25],
    [10, 5000, 100, 12_406, 50],
    [10, 5000, 50, 13_996, 100],
    [10, 5000, 20, 17_023, 250],
    [10, 5000, 10, 20_431, 500],
    [100, 500, 200, 9502, 2],
    [100, 500, 100, 10_847, 5],
    [100, 500, 50, 12_608, 10],
    [100, 500, 20, 15_907, 25],
    [100, 500, 10, 19_573, 50],
  ])(
    'makes the published sets: %d classes of %d, factor %d',
    (classes, most, factor, total, least) => {
      const counts = longTailCounts(Array<number>(classes).fill(most), factor);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
      expect(counts[classes - 1]).toBe(least);
    },
  );
});

describe('keepLongTail', () => {
  test('keeps the first training samples of each class and all others', () => {
    const labels = [0, 0, 0, 0, 1, 1, 1, 1, 1];
    const split = [0, 0, 0, 0, 0, 0, 0, 0, 2] as const;
    const kept = keepLongTail(labels, split, 2, 4);
    expect(kept).toEqual([true, true, true, true, true, false, false, false, true]);
  });
});

describe('samplerRates', () => {
  const counts = [90, 9, 1, 0];

  test('draws as many samples as there are, whatever the sampler', () => {
    for (const sampler of [
      { kind: 'none' },
      { kind: 'balanced' },
      { kind: 'square-root' },
      { kind: 'repeat-factor', threshold: 0.05 },
    ] as const) {
      const rates = samplerRates(sampler, counts);
      expect(rates.reduce((sum, rate, at) => sum + rate * counts[at], 0)).toBeCloseTo(100, 9);
      expect(rates[3]).toBe(0);
    }
  });

  test('gives classes equal shares, shares by square roots, or repeats of rare classes', () => {
    const shares = (sampler: Parameters<typeof samplerRates>[0]) =>
      Array.from(samplerRates(sampler, counts), (rate, at) => rate * counts[at]);
    const [a, b, c] = shares({ kind: 'balanced' });
    for (const share of [a, b, c]) expect(share / a).toBeCloseTo(1, 9);
    const [d, e] = shares({ kind: 'square-root' });
    expect(d / e).toBeCloseTo(Math.sqrt(10), 9);
    const rates = samplerRates({ kind: 'repeat-factor', threshold: 0.04 }, counts);
    expect(rates[2] / rates[0]).toBeCloseTo(2, 9);
    expect(rates[1]).toBeCloseTo(rates[0], 9);
  });
});
