import { describe, expect, test } from 'vitest';
import { createLoss } from '../../../src/core/losses/createLoss';
import { lossOfRows } from '../../../src/trainer/engines/probe/rowLoss';
import { jobLossOf } from '../../../src/trainer/losses';
import { Random } from '../../../src/trainer/random';
import { configOf, vectors } from '../core/losses/vectors';

const usable = vectors.losses.filter(
  ({ reduction, targets, start }) =>
    reduction === 'mean' && targets?.every((one) => one >= 0) === true && start === undefined,
);

function ours(
  loss: ReturnType<typeof jobLossOf>,
  rows: readonly (readonly number[])[],
  targets: readonly number[],
) {
  const logits = Float64Array.from(rows.flat());
  const gradient = new Float64Array(logits.length);
  const labels = Int32Array.from(targets);
  const factors = Float64Array.from(targets, (label) => loss.weights[label] / targets.length);
  const stride = loss.weights.length;
  const value = lossOfRows(loss, { logits, gradient, rows: rows.length, stride, labels, factors });
  return { value, gradient };
}

function expectClose(
  got: Float64Array,
  wanted: readonly number[],
  tolerance: number,
  name: string,
) {
  const scale = wanted.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-300);
  got.forEach((value, at) => {
    expect(Math.abs(value - wanted[at]) / scale, `${name}, gradient ${at}`).toBeLessThan(tolerance);
  });
}

describe('lossOfRows', () => {
  test('covers every family by a vector', () => {
    expect(new Set(usable.map(({ family }) => family)).size).toBe(6);
  });

  test('agrees with the float64 test vectors to 1e-6, value and gradient', () => {
    for (const vector of usable) {
      const { value, gradient } = ours(
        jobLossOf(configOf(vector)),
        vector.logits,
        vector.targets ?? [],
      );
      const scale = Math.max(Math.abs(vector.value), 1e-300);
      expect(Math.abs(value - vector.value) / scale, vector.name).toBeLessThan(1e-6);
      expectClose(gradient, vector.gradient.flat(), 1e-6, vector.name);
    }
  });

  test.each([1, 30])('agrees with core/losses for normal logits of deviation %d', (deviation) => {
    const random = new Random(1, 'logits');
    for (const vector of usable) {
      const classes = vector.counts.length;
      const rows = Array.from({ length: 64 }, () =>
        Array.from({ length: classes }, () => random.normal() * deviation),
      );
      const present = vector.counts.flatMap((count, at) => (count > 0 ? [at] : []));
      const targets = rows.map(() => present[random.whole(present.length)]);
      const config = configOf(vector);
      const reference = createLoss(config);
      const { value, gradient } = ours(jobLossOf(config), rows, targets);
      const wanted = reference.value(rows.flat(), targets);
      expect(Math.abs(value - wanted) / Math.max(wanted, 1e-300), vector.name).toBeLessThan(1e-6);
      expectClose(gradient, [...reference.gradient(rows.flat(), targets)], 1e-6, vector.name);
    }
  });

  test('leaves rows of factor 0 out, with gradient 0', () => {
    const loss = jobLossOf(configOf(usable[0]));
    const classes = loss.weights.length;
    const logits = new Float64Array(classes).fill(3);
    const block = { logits, gradient: logits, rows: 1, stride: classes, labels: Int32Array.of(0) };
    expect(lossOfRows(loss, { ...block, factors: Float64Array.of(0) })).toBe(0);
    expect([...logits]).toEqual(Array(classes).fill(0));
  });
});
