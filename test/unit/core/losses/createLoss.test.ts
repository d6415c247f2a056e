import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lossFamilies } from '../../../../src/core/lossConfig/model';
import { lossConfig, type LossChoices } from '../../../../src/core/lossConfig/write';
import { createLoss, initialBias } from '../../../../src/core/losses/createLoss';
import { configOf, distance, provenance, tableOf, targetsOf, vectors } from './vectors';

const lossOf = (counts: readonly number[], choices: LossChoices, atEpoch?: number) =>
  createLoss(
    lossConfig({ table: tableOf(counts), provenance, choices }),
    atEpoch === undefined ? {} : { atEpoch },
  );

describe('createLoss', () => {
  test.each(vectors.losses.map((vector) => [vector.name, vector] as const))(
    'gives weights, value and gradient of the vectors: %s',
    (_name, vector) => {
      const { epoch } = vector;
      const loss = createLoss(configOf(vector), epoch === undefined ? {} : { atEpoch: epoch });
      const logits = vector.logits.flat();
      const targets = targetsOf(vector);
      if (epoch === undefined || epoch >= (vector.start ?? 0)) {
        expect(distance(loss.weights, vector.weights)).toBeLessThan(1e-12);
      }
      expect(distance([loss.value(logits, targets)], [vector.value])).toBeLessThan(1e-12);
      expect(distance(loss.gradient(logits, targets), vector.gradient.flat())).toBeLessThan(1e-12);
    },
  );

  test('has vectors for every family, 2 to 10 classes and logits of 1e4', () => {
    for (const family of lossFamilies) {
      const some = vectors.losses.filter((vector) => vector.family === family);
      const sizes = new Set(some.map((vector) => vector.counts.length));
      expect([...sizes].sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(some.some((vector) => vector.logits.flat().includes(1e4))).toBe(true);
    }
  });

  test('stays finite for any logits to 1e4, any gamma and empty classes', () => {
    const counts = [4000, 0, 37, 1];
    const row = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    });
    const batch = fc.array(fc.tuple(row, fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        batch,
        fc.constantFrom(...lossFamilies),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (rows, family, gamma) => {
          const loss = lossOf(counts, { family, gamma, tau: gamma });
          const logits = rows.flatMap(([z]) => z);
          const targets = rows.map(([, target]) => target);
          expect(loss.value(logits, targets)).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(loss.value(logits, targets))).toBe(true);
          expect(loss.gradient(logits, targets).every(Number.isFinite)).toBe(true);
        },
      ),
    );
  });

  test('joins the families where their parameters meet', () => {
    const counts = [90, 30, 3];
    const logits = [0.3, -1.2, 2, 1e4, -5, 0.1];
    const value = (choices: LossChoices) => lossOf(counts, choices).value(logits, [2, 0]);
    const softmax = value({ family: 'softmax', weighted: false });
    const balanced = value({ family: 'balanced-softmax' });
    expect(value({ family: 'focal', gamma: 0 })).toBe(value({ family: 'sigmoid' }));
    expect(value({ family: 'logit-adjustment', tau: 0 })).toBeCloseTo(softmax, 12);
    expect(value({ family: 'logit-adjustment', tau: 1 })).toBeCloseTo(balanced, 12);
    const margins = { family: 'ldam', margin: 0, scale: 1, reduction: 'mean' } as const;
    expect(value({ ...margins, weighted: false })).toBeCloseTo(softmax, 12);
  });

  test('multiplies every sigmoid term of a sample by the weight of its class', () => {
    const weights = tableOf([90, 30, 3]).rows.map((row) => row.weight);
    const gradient = lossOf([90, 30, 3], { family: 'sigmoid' }).gradient([0, 0, 0], [1]);
    const half = weights[1] / 2;
    expect(distance(gradient, [half, -half, half])).toBeLessThan(1e-12);
  });

  test('divides by labels, so that the scale of the weights stays, and by weights where told so', () => {
    const table = tableOf([90, 30, 3]);
    const doubled = { ...table, rows: table.rows.map((r) => ({ ...r, weight: 2 * r.weight })) };
    const value = (from: typeof table, reduction: 'mean' | 'weighted-mean') =>
      createLoss(
        lossConfig({ table: from, provenance, choices: { family: 'softmax', reduction } }),
      ).value([0, 1, 2, 1, 0, 0], [0, 2]);
    expect(value(doubled, 'mean')).toBeCloseTo(2 * value(table, 'mean'), 12);
    expect(value(doubled, 'weighted-mean')).toBeCloseTo(value(table, 'weighted-mean'), 12);
  });

  test('of an empty batch is 0', () => {
    expect(lossOf([2, 1], { family: 'softmax' }).value([], [])).toBe(0);
    expect(lossOf([2, 1], { family: 'focal' }).gradient([], [])).toHaveLength(0);
  });

  test('of one class is 0 for softmax and a binary loss for sigmoid', () => {
    expect(lossOf([3], { family: 'softmax' }).value([5], [0])).toBe(0);
    expect(lossOf([3], { family: 'sigmoid' }).value([0], [0])).toBeCloseTo(Math.LN2, 12);
  });

  test('keeps an empty class out of the running with balanced softmax', () => {
    const gradient = lossOf([50, 0, 5], { family: 'balanced-softmax' }).gradient([0, 0, 0], [0]);
    expect(gradient[1]).toBeGreaterThan(0);
    expect(gradient[1]).toBeLessThan(1e-12);
  });

  test('re-weights from the epoch of the schedule on', () => {
    const choices: LossChoices = {
      family: 'ldam',
      schedule: { kind: 'deferred-reweighting', start: 160 },
    };
    expect([...lossOf([9, 1], choices, 159).weights]).toEqual([1, 1]);
    expect(lossOf([9, 1], choices, 160).weights[1]).toBeGreaterThan(1);
    expect(() => lossOf([9, 1], choices)).toThrow(/deferred to epoch 160/);
  });
});

describe('createLoss refuses', () => {
  const softmax = lossOf([3, 2], { family: 'softmax' });
  const sigmoid = lossOf([3, 2], { family: 'sigmoid' });

  test.each([
    ['logits that make no rows', () => softmax.value([1, 2, 3], [0]), /3 logits.*2 classes/],
    ['a logit that is not finite', () => softmax.value([1, NaN], [0]), /row 0, class 1 is NaN/],
    ['too few targets', () => softmax.gradient([1, 2, 3, 4], [0]), /1 targets for 2 rows/],
    ['a target that is no class', () => softmax.value([1, 2], [2]), /Target 0 is 2.*0 to 1/],
    ['a fractional target', () => softmax.value([1, 2], [0.5]), /Target 0 is 0\.5/],
    ['several labels with softmax', () => softmax.value([1, 2], { multiHot: [1, 1] }), /one class/],
    ['a matrix too short', () => sigmoid.value([1, 2], { multiHot: [1] }), /1 targets for 2/],
    ['labels of 2', () => sigmoid.value([1, 2], { multiHot: [0, 2] }), /Target 1 is 2.*0 or 1/],
    ['labels of 257', () => sigmoid.value([1, 2], { multiHot: [0, 257] }), /is 257.*0 or 1/],
  ])('%s', (_what, act, message) => {
    expect(act).toThrow(message);
    expect(act).toThrow(RangeError);
  });
});

describe('initialBias', () => {
  const biasOf = (counts: readonly number[], choices: LossChoices) =>
    initialBias(lossConfig({ table: tableOf(counts), provenance, choices }));

  test('is −ln(C − 1) for sigmoid and focal and the framework’s own otherwise', () => {
    expect(biasOf([4, 3, 2, 1], { family: 'sigmoid' })).toBeCloseTo(-Math.log(3), 15);
    expect(biasOf([4, 3, 2, 1], { family: 'focal' })).toBeCloseTo(-Math.log(3), 15);
    expect(biasOf([4, 3, 2, 1], { family: 'softmax' })).toBeUndefined();
  });

  test('is finite for a single class', () => {
    expect(biasOf([4], { family: 'focal' })).toBe(0);
  });
});
