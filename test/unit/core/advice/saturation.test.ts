import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adviseWeights,
  reweightingStrength,
  type AdviceNote,
} from '../../../../src/core/advice/saturation';
import { imbalanceMetrics } from '../../../../src/core/metrics/metrics';
import { weighClasses } from '../../../../src/core/weights/table';
import { classesOf, expectPrinted, longTailed } from '../weights/printed';

const tableOf = (counts: readonly number[], parameters = {}, scheme = 'effective-number') =>
  weighClasses({ scheme, parameters, classes: classesOf(counts) });

function advise(
  counts: readonly number[],
  parameters = {},
  scheme?: string,
): readonly AdviceNote[] {
  return adviseWeights(tableOf(counts, parameters, scheme), imbalanceMetrics(counts));
}

const codes = (notes: readonly AdviceNote[]): readonly string[] => notes.map((note) => note.code);

describe('re-weighting strength', () => {
  test.each([
    [10, 5000, 0.9, '1.01'],
    [10, 5000, 0.99, '2.53'],
    [10, 5000, 0.999, '20.4'],
    [10, 5000, 0.9999, '78.9'],
    [100, 500, 0.9, '2.44'],
    [100, 500, 0.99, '20.3'],
    [100, 500, 0.999, '78.9'],
    [100, 500, 0.9999, '97.6'],
  ])('of %d long-tailed classes from %d at beta %d is %s', (classes, largest, beta, printed) => {
    expectPrinted(
      reweightingStrength(tableOf(longTailed(classes, largest, 100), { beta })),
      printed,
    );
  });

  test('lies between 1 and the imbalance ratio for the effective number', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (some, share) => {
        const ratio = imbalanceMetrics(some).imbalanceRatio;
        const strength = reweightingStrength(tableOf(some, { n: 10 ** (12 * share) }));
        expect(strength).toBeGreaterThanOrEqual(Math.min(1, ratio));
        expect(strength).toBeLessThanOrEqual(ratio * (1 + 1e-12));
      }),
    );
  });

  test('is 0 without samples and leaves empty classes out', () => {
    expect(reweightingStrength(tableOf([0, 0]))).toBe(0);
    expect(reweightingStrength(tableOf([4, 0, 1], { n: 1e12 }))).toBeCloseTo(4, 9);
  });
});

describe('advice', () => {
  test('warns of a saturated beta and suggests N of the order of the counts', () => {
    const notes = advise([900_000, 700_000, 60_000]);
    expect(codes(notes)).toEqual(['reweighting-strength', 'beta-saturated']);
    expect(notes[1]).toMatchObject({ severity: 'warning', suggestion: { n: 1e6 } });
    expect(notes[1].message).toContain('N = 10000');
  });

  test('suggests against saturation an N that never weakens the re-weighting', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 1e9 }), { minLength: 2, maxLength: 20 }),
        fc.constantFrom(1, 2, 10, 100),
        (counts, n) => {
          const found = advise(counts, { n }).find((note) => note.code === 'beta-saturated');
          fc.pre(found?.suggestion !== undefined);
          const weaker = reweightingStrength(tableOf(counts, { n }));
          const stronger = reweightingStrength(tableOf(counts, found.suggestion));
          expect(stronger).toBeGreaterThanOrEqual(weaker * (1 - 1e-12));
        },
      ),
    );
  });

  test('warns of a beta too large for few-sample classes and suggests what the paper found best', () => {
    const notes = advise(longTailed(100, 500, 200), { beta: 0.9999 });
    expect(codes(notes)).toContain('beta-too-large');
    expect(notes.find((note) => note.code === 'beta-too-large')).toMatchObject({
      severity: 'warning',
      suggestion: { n: 10 },
    });
    expect(codes(advise(longTailed(100, 500, 200), { n: 10 }))).toEqual(['reweighting-strength']);
  });

  test.each([
    ['CIFAR-10 at the beta it gained from', longTailed(10, 5000, 200), 0.9999, false],
    ['CIFAR-20 where beta cost 11 points', longTailed(20, 2500, 200), 0.9999, true],
    ['CIFAR-20 at the beta it gained from', longTailed(20, 2500, 200), 0.99, false],
    ['CIFAR-100 at low imbalance', longTailed(100, 500, 10), 0.9999, false],
    ['CIFAR-100 where beta cost 4 points', longTailed(100, 500, 100), 0.9999, true],
  ])('judges beta as the paper measured it: %s', (_, counts, beta, tooLarge) => {
    expect(codes(advise(counts, { beta })).includes('beta-too-large')).toBe(tooLarge);
  });

  test('never calls its own suggestion too large', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(counts, fc.constantFrom(100, 1e4, 1e12, Infinity), (some, n) => {
        const found = advise(some, { n }).find((note) => note.code === 'beta-too-large');
        if (found === undefined) return;
        expect(found.suggestion?.n).toBeLessThan(n);
        expect(codes(advise(some, found.suggestion))).not.toContain('beta-too-large');
      }),
    );
  });

  test('says when the weights are inverse frequency all but in name', () => {
    expect(codes(advise([5000, 4000, 3000], { n: 1e8 }))).toContain('beta-inverse-frequency');
    expect(codes(advise([5000, 4000, 3000], { n: Infinity }))).toContain('beta-inverse-frequency');
    expect(codes(advise([5000, 4000, 3000]))).toEqual(['reweighting-strength']);
  });

  test('has only the strength to say of other schemes, of balanced data and nothing of one class', () => {
    expect(codes(advise([900_000, 60_000], {}, 'inverse'))).toEqual(['reweighting-strength']);
    expect(codes(advise([900_000, 900_000]))).toEqual(['reweighting-strength']);
    expect(codes(advise([7, 7], { n: 1e12 }))).toEqual(['reweighting-strength']);
    expect(advise([7, 0])).toEqual([]);
    expect(advise([])).toEqual([]);
  });
});
