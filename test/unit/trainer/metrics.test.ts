import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logPriors } from '../../../src/core/losses/prior';
import { adjusted, meanMetrics, metricsOf } from '../../../src/trainer/metrics';

/** Logits that say exactly this class with this confidence. */
const saying = (classes: number, guesses: readonly number[], height = 5) =>
  Float32Array.from(
    guesses.flatMap((guess) =>
      Array.from({ length: classes }, (_, at) => (at === guess ? height : 0)),
    ),
  );

describe('metricsOf', () => {
  const counts = [500, 50, 5];
  const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 2);
  const logits = saying(3, [0, 0, 0, 1, 1, 0, 0]);
  const metrics = metricsOf({ logits, labels, counts, kind: 'softmax' });

  test('counts recalls by class and their mean', () => {
    expect(metrics.recall).toEqual([0.75, 0.5, 0]);
    expect(metrics.balancedAccuracy).toBeCloseTo(1.25 / 3, 12);
    expect(metrics.accuracy).toBeCloseTo(4 / 7, 12);
  });

  test('groups classes by their training samples', () => {
    expect(metrics).toMatchObject({ many: 0.75, medium: 0.5, few: 0, head: 0.75, tail: 0 });
  });

  test('takes the mean cross-entropy', () => {
    const right = Math.log(Math.exp(5) + 2) - 5;
    expect(metrics.loss).toBeCloseTo((4 * right + 3 * (right + 5)) / 7, 5);
  });

  test('says null for groups and classes that the split does not have', () => {
    const some = metricsOf({
      logits: saying(3, [0]),
      labels: Int32Array.of(0),
      counts: [500, 200, 300],
      kind: 'softmax',
    });
    expect(some).toMatchObject({ medium: null, few: null, recall: [1, null, null] });
  });

  test('finds no error where confidence is what it should be', () => {
    // Half of the guesses are right and each is made with confidence one half.
    const even = metricsOf({
      logits: new Float32Array(8),
      labels: Int32Array.of(0, 1, 0, 1),
      counts: [2, 2],
      kind: 'softmax',
    });
    expect(even.calibrationError).toBeCloseTo(0, 12);
    const sure = metricsOf({
      logits: saying(2, [0, 0], 50),
      labels: Int32Array.of(0, 1),
      counts: [2, 2],
      kind: 'softmax',
    });
    expect(sure.calibrationError).toBeCloseTo(0.5, 6);
  });

  test('keeps every share in [0, 1], for any logits', () => {
    const samples = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 3 }),
        fc.array(fc.float({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 4, maxLength: 4 }),
      ),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(samples, fc.constantFrom('softmax', 'sigmoid'), (rows, kind) => {
        const one = metricsOf({
          logits: Float32Array.from(rows.flatMap(([, values]) => values)),
          labels: Int32Array.from(rows, ([label]) => label),
          counts: [1000, 100, 20, 1],
          kind: kind,
        });
        const { accuracy, balancedAccuracy, head, tail, calibrationError } = one;
        for (const share of [accuracy, balancedAccuracy, head, tail, calibrationError]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-12);
        }
        expect(Number.isFinite(one.loss)).toBe(true);
      }),
    );
  });
});

describe('adjusted', () => {
  test('takes the log prior off, class by class', () => {
    const priors = logPriors([90, 10], 'zero');
    const [first, second] = adjusted(Float32Array.of(1, 0), priors);
    expect(first).toBeCloseTo(1 - Math.log(0.9), 6);
    expect(second).toBeCloseTo(-Math.log(0.1), 6);
  });
});

describe('meanMetrics', () => {
  test('averages what is there and keeps null where nothing is', () => {
    const of = (guesses: number[]) =>
      metricsOf({
        logits: saying(2, guesses),
        labels: Int32Array.of(0, 0),
        counts: [10, 0],
        kind: 'softmax',
      });
    expect(meanMetrics([of([0, 0]), of([0, 1])]).recall).toEqual([0.75, null]);
  });
});
