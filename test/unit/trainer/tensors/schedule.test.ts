import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochOrder } from '../../../../src/trainer/tensors/order';
import { learningRateAt } from '../../../../src/trainer/tensors/schedule';

describe('the learning rate', () => {
  const at = (decay: 'none' | 'steps' | 'cosine', epoch: number) =>
    learningRateAt({ warmupEpochs: 5, decay }, 0.1, epoch, 200);

  test('warms up from 0 in a line', () => {
    expect([0, 1, 2.5].map((epoch) => at('steps', epoch))).toEqual([0, 0.02, 0.05]);
  });

  test("falls by 0.01 at the paper's epochs", () => {
    expect([159.9, 160, 179.9].map((epoch) => at('steps', epoch))).toEqual([0.1, 0.001, 0.001]);
    expect(at('steps', 180)).toBeCloseTo(1e-5, 12);
  });

  test('follows a cosine from the peak to 0, or stays', () => {
    expect(at('cosine', 5)).toBe(0.1);
    expect(at('cosine', 102.5)).toBeCloseTo(0.05, 12);
    expect(at('cosine', 199.999)).toBeLessThan(1e-8);
    expect(at('none', 199)).toBe(0.1);
  });

  test('warms up for half of a training that is shorter than its warm-up', () => {
    const short = (epoch: number) =>
      learningRateAt({ warmupEpochs: 5, decay: 'none' }, 1, epoch, 2);
    expect([0.5, 1].map(short)).toEqual([0.5, 1]);
  });
});

describe('the order of an epoch', () => {
  const labels = Int32Array.from({ length: 1000 }, (_, i) => (i < 900 ? 0 : i < 990 ? 1 : 3));
  const order = (kind: 'none' | 'balanced' | 'square-root', seed = 1, epoch = 0) =>
    epochOrder(labels, 4, { kind }, seed, epoch);
  const shares = (indexes: Int32Array) =>
    [0, 1, 2, 3].map((label) => indexes.filter((i) => labels[i] === label).length / 1000);

  test('shows every sample once where nothing is sampled, shuffled anew each epoch', () => {
    expect(order('none').toSorted()).toEqual(Int32Array.from(labels.keys()));
    expect(order('none')).toEqual(order('none'));
    expect(order('none', 1, 1)).not.toEqual(order('none'));
    expect(order('none', 2)).not.toEqual(order('none'));
  });

  test('draws classes at the rates of the sampler, and no empty one', () => {
    shares(order('balanced')).forEach((share, label) => {
      expect(Math.abs(share - (label === 2 ? 0 : 1 / 3)), String(label)).toBeLessThan(0.06);
    });
    const roots = [30, Math.sqrt(90), 0, Math.sqrt(10)];
    const total = roots.reduce((sum, root) => sum + root, 0);
    shares(order('square-root')).forEach((share, label) => {
      expect(Math.abs(share - roots[label] / total), String(label)).toBeLessThan(0.06);
    });
  });

  test('repeats every sample by its factor, rounded down or up, for any counts and threshold', () => {
    const counts = fc.array(fc.nat(40), { minLength: 1, maxLength: 5 });
    const threshold = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(counts, threshold, fc.nat(9), (numbers, t, epoch) => {
        const own = Int32Array.from(
          numbers.flatMap((count, label) => Array.from({ length: count }, () => label)),
        );
        const sampler = { kind: 'repeat-factor', threshold: t } as const;
        const drawn = epochOrder(own, numbers.length, sampler, 1, epoch);
        const times = own.map((_, at) => drawn.filter((one) => one === at).length);
        times.forEach((count, at) => {
          const factor = Math.max(1, Math.sqrt((t * own.length) / numbers[own[at]]));
          expect(Math.abs(count - factor)).toBeLessThan(1);
        });
        expect(drawn).toEqual(epochOrder(own, numbers.length, sampler, 1, epoch));
      }),
    );
  });

  test('is as long as the factors sum up to on average, and rounds anew each epoch', () => {
    const sampler = { kind: 'repeat-factor', threshold: 0.2 } as const;
    const lengths = Array.from(
      { length: 50 },
      (_, epoch) => epochOrder(labels, 4, sampler, 1, epoch).length,
    );
    const expected = 900 + 90 * Math.sqrt(0.2 / 0.09) + 10 * Math.sqrt(0.2 / 0.01);
    const mean = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
    expect(Math.abs(mean - expected)).toBeLessThan(5);
    expect(new Set(lengths).size).toBeGreaterThan(1);
  });
});
