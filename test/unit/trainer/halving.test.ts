import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rungsOf, survivors } from '../../../src/trainer/halving';

describe('rungsOf', () => {
  test('is one round of all arms without halving', () => {
    expect(rungsOf(40, 60, false)).toEqual([{ until: 60, arms: 40, final: true }]);
  });

  test('halves arms while it doubles epochs', () => {
    expect(rungsOf(12, 60, true)).toEqual([
      { until: 15, arms: 12, final: false },
      { until: 30, arms: 6, final: false },
      { until: 60, arms: 3, final: true },
    ]);
  });

  test('ends in full training of at least three arms, or of all, for any numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 500 }),
        (arms, epochs) => {
          const rungs = rungsOf(arms, epochs, true);
          const last = rungs[rungs.length - 1];
          expect(last).toEqual({ until: epochs, arms: Math.min(arms, 3), final: true });
          expect(rungs[0].arms).toBe(arms);
          expect(rungs.filter(({ final }) => final)).toHaveLength(1);
          rungs.slice(1).forEach((rung, at) => {
            expect(rung.until).toBeGreaterThanOrEqual(rungs[at].until);
            expect(rung.arms).toBeLessThan(rungs[at].arms);
          });
        },
      ),
    );
  });
});

describe('survivors', () => {
  test('keeps the best and always the baseline', () => {
    expect(survivors([0.1, 0.5, 0.9, 0.7], 3)).toEqual([0, 2, 3]);
  });

  test('drops arms that failed', () => {
    expect(survivors([undefined, undefined, 0.2], 3)).toEqual([0, 2]);
  });

  test('keeps no arm that is worse than one it drops, for any scores', () => {
    const scores = fc.array(
      fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 30 }), (all, keep) => {
        const kept = survivors(all, keep);
        expect(kept[0]).toBe(0);
        expect(kept.length).toBeLessThanOrEqual(Math.max(1, keep));
        const worst = Math.min(...kept.slice(1).map((at) => all[at]!));
        all.forEach((score, at) => {
          if (at > 0 && score !== undefined && !kept.includes(at) && kept.length === keep) {
            expect(score).toBeLessThanOrEqual(worst);
          }
        });
      }),
    );
  });
});
