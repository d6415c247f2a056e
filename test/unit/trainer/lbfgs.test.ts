import { describe, expect, test } from 'vitest';
import { stateBytes, stateOf } from '../../../src/trainer/engines/probe/fitState';
import { iterate, type Objective, startLbfgs } from '../../../src/trainer/engines/probe/lbfgs';

/** Rosenbrock's valley; its minimum is 0 at (1, 1, …). */
const rosenbrock: Objective = (at, gradient) => {
  gradient.fill(0);
  let value = 0;
  for (let i = 0; i + 1 < at.length; i++) {
    const bend = at[i + 1] - at[i] ** 2;
    value += 100 * bend ** 2 + (1 - at[i]) ** 2;
    gradient[i] += -400 * at[i] * bend - 2 * (1 - at[i]);
    gradient[i + 1] += 200 * bend;
  }
  return value;
};

describe('L-BFGS', () => {
  test('finds the bottom of a curved valley', () => {
    const state = startLbfgs(new Float64Array([-1.2, 1, -1.2, 1]), rosenbrock);
    for (let at = 0; at < 200 && iterate(state, rosenbrock); at++);
    expect(state.value).toBeLessThan(1e-8);
  });

  test('never goes up', () => {
    const state = startLbfgs(new Float64Array([-1.2, 1, 3]), rosenbrock);
    for (let at = 0; at < 30; at++) {
      const before = state.value;
      iterate(state, rosenbrock);
      expect(state.value).toBeLessThanOrEqual(before);
    }
  });

  test('goes on from saved bytes exactly as if it had not stopped', () => {
    const straight = startLbfgs(new Float64Array([-1.2, 1, 2]), rosenbrock);
    const first = startLbfgs(new Float64Array([-1.2, 1, 2]), rosenbrock);
    for (let at = 0; at < 17; at++) iterate(straight, rosenbrock);
    for (let at = 0; at < 9; at++) iterate(first, rosenbrock);
    const { search } = stateOf(
      stateBytes({ epoch: 9, phase: 1, settled: false, search: first }),
      3,
    );
    for (let at = 9; at < 17; at++) iterate(search, rosenbrock);
    expect([...search.at]).toEqual([...straight.at]);
    expect(search.value).toBe(straight.value);
  });

  test('stops at once at a minimum', () => {
    expect(iterate(startLbfgs(new Float64Array([1, 1]), rosenbrock), rosenbrock)).toBe(false);
  });
});

describe('a saved state', () => {
  const search = startLbfgs(new Float64Array([1, 2]), rosenbrock);
  const bytes = stateBytes({ epoch: 3, phase: 0, settled: false, search });

  test('is refused for a model of another size', () => {
    expect(() => stateOf(bytes, 3)).toThrow(RangeError);
  });

  test('is refused when cut short, when of another kind, and when it holds NaN', () => {
    expect(() => stateOf(bytes.slice(0, -8), 2)).toThrow(RangeError);
    expect(() => stateOf(new Uint8Array(bytes.length), 2)).toThrow(RangeError);
    const damaged = new Float64Array(bytes.slice().buffer);
    damaged[damaged.length - 1] = NaN;
    expect(() => stateOf(new Uint8Array(damaged.buffer), 2)).toThrow(/finite/);
  });
});
