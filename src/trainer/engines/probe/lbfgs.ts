// Limited-memory BFGS (Nocedal and Wright, chapter 7) that can stop after any iteration and go on the same.
// Must not know what it minimises.

/** Answers the value at `at` and fills `gradient`. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

/** Pairs of steps and gradient changes that the inverse Hessian is approximated from. */
const memory = 10;
/** Armijo's share of the expected decrease, and how often a step is shortened before giving up. */
const sufficient = 1e-4;
const shortest = 25;
/** The largest entry of the gradient, relative to the value's scale, below which the search is over. */
const flatness = 1e-6;
const leastProgress = 1e-9;

/** All that the next iteration depends on; plain numbers. */
export interface LbfgsState {
  readonly at: Float64Array;
  readonly gradient: Float64Array;
  value: number;
  readonly steps: Float64Array[];
  readonly changes: Float64Array[];
}

/** A start at `at`, which is kept and moved. */
export function startLbfgs(at: Float64Array, objective: Objective): LbfgsState {
  const gradient = new Float64Array(at.length);
  return { at, gradient, value: objective(at, gradient), steps: [], changes: [] };
}

/** One iteration; false where the minimum is reached to working precision. */
export function iterate(state: LbfgsState, objective: Objective): boolean {
  const { at, gradient } = state;
  const scale = Math.max(1, Math.abs(state.value));
  if (gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0) < flatness * scale) {
    return false;
  }
  let direction = directionOf(state);
  let slope = dot(direction, gradient);
  if (slope >= 0) {
    state.steps.length = state.changes.length = 0;
    direction = gradient.map((value) => -value);
    slope = -dot(gradient, gradient);
  }
  const first = state.steps.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
  const found = search(state, objective, direction, slope, first);
  if (found === undefined) return false;
  remember(state, found);
  const progress = state.value - found.value;
  at.set(found.at);
  gradient.set(found.gradient);
  state.value = found.value;
  return progress > leastProgress * scale;
}

interface Found {
  readonly at: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
}

/** Backtracking with quadratic interpolation to a sufficient decrease. */
function search(
  state: LbfgsState,
  objective: Objective,
  direction: Float64Array,
  slope: number,
  first: number,
): Found | undefined {
  const gradient = new Float64Array(direction.length);
  let step = first;
  for (let tries = 0; tries < shortest; tries++) {
    const length = step;
    const at = state.at.map((value, i) => value + length * direction[i]);
    const value = objective(at, gradient);
    if (value <= state.value + sufficient * step * slope) return { at, gradient, value };
    const best = (-slope * step * step) / (2 * (value - state.value - slope * step));
    step = Number.isFinite(best) ? Math.min(0.5 * step, Math.max(0.1 * step, best)) : 0.1 * step;
  }
  return undefined;
}

function remember(state: LbfgsState, found: Found): void {
  const step = found.at.map((value, i) => value - state.at[i]);
  const change = found.gradient.map((value, i) => value - state.gradient[i]);
  // Without positive curvature along the step the approximation would lose its definiteness.
  if (dot(step, change) <= 1e-10 * dot(step, step)) return;
  state.steps.push(step);
  state.changes.push(change);
  if (state.steps.length <= memory) return;
  state.steps.shift();
  state.changes.shift();
}

/** The two-loop recursion. */
function directionOf({ gradient, steps, changes }: LbfgsState): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (let at = steps.length - 1; at >= 0; at--) {
    shares[at] = dot(steps[at], direction) / dot(steps[at], changes[at]);
    add(direction, -shares[at], changes[at]);
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const scale = dot(steps[last], changes[last]) / dot(changes[last], changes[last]);
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  for (let at = 0; at < steps.length; at++) {
    const other = dot(changes[at], direction) / dot(steps[at], changes[at]);
    add(direction, shares[at] - other, steps[at]);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function add(to: Float64Array, factor: number, from: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * from[i];
}
