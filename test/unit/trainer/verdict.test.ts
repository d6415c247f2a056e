import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Metrics } from '../../../src/core/training/events';
import { tInterval, tQuantile } from '../../../src/trainer/tInterval';
import { type Outcome, postHocName, verdictOf } from '../../../src/trainer/verdict';

const metrics = (balancedAccuracy: number): Metrics => ({
  ...{ accuracy: 0.5, balancedAccuracy, many: null, medium: null, few: null },
  ...{ head: 0.9 - balancedAccuracy / 10, tail: balancedAccuracy, loss: 1, calibrationError: 0.1 },
  recall: [balancedAccuracy],
});
const outcomes = (arm: string, tests: readonly number[], vals?: readonly number[]): Outcome[] =>
  tests.map((one, seed) => ({
    ...{ arm, seed, test: metrics(one) },
    ...(vals === undefined ? {} : { val: metrics(vals[seed]) }),
  }));
const judge = (all: readonly Outcome[]) =>
  verdictOf({
    outcomes: all,
    baseline: 'plain',
    arms: [...new Set(all.map(({ arm }) => arm))].filter((arm) => !arm.includes('post-hoc')),
  });

describe('verdictOf', () => {
  test('pairs over seeds, so that a spread that all arms share does not hide a difference', () => {
    const { ranking, chosen } = judge([
      ...outcomes('plain', [0.3, 0.5, 0.7]),
      ...outcomes('other', [0.35, 0.551, 0.749]),
    ]);
    expect(ranking[0]).toMatchObject({ arm: 'other', conclusion: 'better', seeds: 3 });
    expect(ranking[0].difference).toBeCloseTo(0.05, 12);
    expect(chosen).toBe('other');
  });

  test('shows no difference where seeds disagree, and keeps the plain loss', () => {
    const { ranking, chosen, statement } = judge([
      ...outcomes('plain', [0.5, 0.5, 0.5]),
      ...outcomes('other', [0.4, 0.55, 0.65]),
    ]);
    expect(ranking[0]).toMatchObject({ arm: 'other', conclusion: 'no difference shown' });
    expect(chosen).toBe('plain');
    expect(statement).toContain('Plain “plain” stays');
  });

  test('calls an arm worse where it is', () => {
    const { ranking } = judge([
      ...outcomes('plain', [0.5, 0.51, 0.52]),
      ...outcomes('other', [0.4, 0.412, 0.419]),
    ]);
    expect(ranking.map(({ conclusion }) => conclusion)).toEqual(['baseline', 'worse']);
  });

  test('shows no difference from one seed, or from seeds that all agree', () => {
    for (const [plain, other] of [
      [[0.1], [0.9]],
      [
        [0.1, 0.1],
        [0.9, 0.9],
      ],
    ]) {
      const { ranking } = judge([...outcomes('plain', plain), ...outcomes('other', other)]);
      expect(ranking[0].conclusion).toBe('no difference shown');
    }
  });

  test('chooses by validation, not by the best test numbers', () => {
    const { chosen, ranking } = judge([
      ...outcomes('plain', [0.5, 0.51, 0.5], [0.5, 0.5, 0.5]),
      ...outcomes('lucky', [0.7, 0.71, 0.72], [0.55, 0.56, 0.55]),
      ...outcomes('sound', [0.6, 0.61, 0.62], [0.6, 0.61, 0.6]),
    ]);
    expect(ranking[0].arm).toBe('lucky');
    expect(chosen).toBe('sound');
  });

  test('chooses no row that was not trained, and points it out', () => {
    const { chosen, statement } = judge([
      ...outcomes('plain', [0.5, 0.51, 0.5]),
      ...outcomes(postHocName('plain'), [0.7, 0.72, 0.71]),
      ...outcomes('other', [0.6, 0.62, 0.61]),
    ]);
    expect(chosen).toBe('other');
    expect(statement).toContain('Post-hoc logit adjustment');
  });

  test('needs the baseline', () => {
    expect(() => judge(outcomes('other', [0.5]))).toThrow(RangeError);
  });

  test('gives every arm an interval around its mean, for any numbers', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const shares = fc.array(share, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(shares, (values) => {
        const { ranking } = judge([...outcomes('plain', values), ...outcomes('other', values)]);
        for (const { mean, interval, arm, conclusion } of ranking) {
          expect(interval![0]).toBeLessThanOrEqual(mean + 1e-12);
          expect(interval![1]).toBeGreaterThanOrEqual(mean - 1e-12);
          if (arm === 'other') expect(conclusion).toBe('no difference shown');
        }
      }),
    );
  });
});

describe('tInterval', () => {
  test('is the textbook one', () => {
    // Mean 2, standard deviation 1, three numbers: 2 ± 4.3027 / √3.
    const [low, high] = tInterval([1, 2, 3])!;
    expect(low).toBeCloseTo(2 - 4.3027 / Math.sqrt(3), 4);
    expect(high).toBeCloseTo(2 + 4.3027 / Math.sqrt(3), 4);
    expect(tInterval([1])).toBeNull();
  });

  test('goes on beyond its table without a jump', () => {
    expect(tQuantile(31)).toBeCloseTo(2.0395, 3);
    expect(tQuantile(60)).toBeCloseTo(2.0003, 3);
    expect(tQuantile(1e6)).toBeCloseTo(1.96, 3);
  });
});
