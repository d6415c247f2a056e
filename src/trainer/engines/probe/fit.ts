// One job of the probe: features, loss, seed -> iterations of L-BFGS -> logits of the other splits.
// Must not know threads or files of the run.

import type { LossSampler, LossSchedule } from '../../../core/lossConfig/model';
import type { JobLoss } from '../../losses';
import { Random } from '../../random';
import { samplerRates } from '../../sampling';
import type { FeatureRows } from './featureRows';
import { type FitState, stateBytes, stateOf } from './fitState';
import { iterate, startLbfgs } from './lbfgs';
import type { Matrices } from './matrix';
import { Network } from './network';

export interface Fit {
  readonly loss: JobLoss;
  readonly schedule: LossSchedule;
  readonly sampler: LossSampler;
  readonly seed: number;
  /** Where nothing else depends on the seed: train on nine tenths of each class, drawn by it. */
  readonly subsample: boolean;
  readonly hidden: number;
  readonly decay: number;
  readonly labels: Int32Array;
  readonly epochs: number;
  readonly until: number;
  readonly from?: Uint8Array;
}

export interface FitHooks {
  /** After each iteration. */
  progress(epoch: number, loss: number): void;
  validated(epoch: number, logits: Float32Array): void;
  /** Offered after each iteration; `bytes` is only computed when called. */
  checkpoint(bytes: () => Uint8Array): void;
  /** True where the job is to end; checked after each iteration. */
  stopped(): boolean;
}

export interface Fitted {
  readonly epochs: number;
  readonly loss: number;
  readonly val: Float32Array;
  readonly test: Float32Array;
  readonly state: Uint8Array;
}

const keptShare = 0.9;
const validations = 10;

/** `undefined` where the hooks stopped it; throws a RangeError `diverged` where the loss is not finite. */
export function runFit(
  matrices: Matrices,
  rows: FeatureRows,
  fit: Fit,
  hooks: FitHooks,
): Fitted | undefined {
  const { loss, hidden, decay, labels } = fit;
  const network = new Network(matrices, rows, { loss, hidden, decay, labels });
  const factors = factorsOf(fit);
  const objective = (phase: 0 | 1) => (at: Float64Array, gradient: Float64Array) =>
    network.evaluate(at, gradient, factors[phase]);
  const state = startOf(fit, network, objective);
  const every = Math.max(1, Math.floor(fit.epochs / validations));
  while (state.epoch < fit.until) {
    if (state.phase === 0 && state.epoch >= switchAt(fit.schedule)) enter(state, objective(1));
    if (state.settled) {
      // At the minimum nothing happens any more until, perhaps, re-weighting begins.
      if (state.phase === 1) break;
      state.epoch = Math.min(fit.until, switchAt(fit.schedule));
      continue;
    }
    state.settled = !iterate(state.search, objective(state.phase));
    if (!Number.isFinite(state.search.value)) throw new RangeError('diverged');
    state.epoch += 1;
    hooks.progress(state.epoch, state.search.value);
    if (state.epoch % every === 0 && rows.set.val > 0 && state.epoch < fit.until) {
      hooks.validated(state.epoch, valLogits(network, rows, state));
    }
    if (hooks.stopped()) return undefined;
    hooks.checkpoint(() => stateBytes(state));
  }
  const { train, val, test } = rows.set;
  return {
    epochs: state.epoch,
    loss: state.search.value,
    val: valLogits(network, rows, state),
    test: network.logits(state.search.at, train + val, test),
    state: stateBytes(state),
  };
}

type ObjectiveOf = (phase: 0 | 1) => (at: Float64Array, gradient: Float64Array) => number;

function startOf(fit: Fit, network: Network, objective: ObjectiveOf): FitState {
  if (fit.from !== undefined) return stateOf(fit.from, network.size);
  const at = network.initial(new Random(fit.seed, 'parameters'));
  const phase = switchAt(fit.schedule) <= 0 ? 1 : 0;
  return { epoch: 0, phase, settled: false, search: startLbfgs(at, objective(phase)) };
}

/** Epoch from which the arm's own weights count; an arm without deferral is in that phase from the start. */
function switchAt(schedule: LossSchedule): number {
  return schedule.kind === 'deferred-reweighting' ? schedule.start : 0;
}

/** The function changes, and with it what L-BFGS has learned of its curvature. */
function enter(state: FitState, objective: ReturnType<ObjectiveOf>): void {
  state.phase = 1;
  state.settled = false;
  Object.assign(state.search, startLbfgs(state.search.at, objective));
}

function valLogits(network: Network, rows: FeatureRows, { search }: FitState): Float32Array {
  return network.logits(search.at, rows.set.train, rows.set.val);
}

/**
 * What each row's loss is multiplied by before and after re-weighting begins. A sampler acts by its expected draws,
 * for every iteration sees all rows.
 */
function factorsOf(fit: Fit): readonly [Float64Array, Float64Array] {
  const { labels, loss, sampler } = fit;
  const counts = new Float64Array(loss.weights.length);
  labels.forEach((label) => (counts[label] += 1));
  const rates = samplerRates(sampler, counts);
  const included = fit.subsample ? subsample(labels, counts, fit.seed) : undefined;
  const total = included?.reduce((sum, one) => sum + one, 0) ?? labels.length;
  const factors = (weightOf: (label: number) => number): Float64Array =>
    Float64Array.from(labels, (label, row) =>
      included?.[row] === 0 ? 0 : (weightOf(label) * rates[label]) / total,
    );
  return [factors(() => 1), factors((label) => loss.weights[label])];
}

/** 1 for nine tenths of each class, at least one sample, drawn by the seed; 0 for the rest. */
function subsample(labels: Int32Array, counts: Float64Array, seed: number): Uint8Array {
  const random = new Random(seed, 'samples');
  const order = random.shuffle(Int32Array.from(labels, (_, row) => row));
  const left = counts.map((count) => Math.ceil(keptShare * count));
  const included = new Uint8Array(labels.length);
  for (const row of order) {
    if (left[labels[row]] === 0) continue;
    left[labels[row]] -= 1;
    included[row] = 1;
  }
  return included;
}
