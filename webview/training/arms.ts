// The arms of a run as the page draws them: which are drawn, in which ink, and where each stands.
// Must not know the DOM, nor how anything looks.
import { meanCurve, type Curve } from '../../src/core/training/curve';
import type { ArmState, JobState } from '../../src/core/training/runState';
import type { ShownRun } from '../../src/protocol/training';

/** Lines of one chart; more cannot be told apart. */
export const mostLines = 8;

export interface ArmLine {
  readonly arm: ArmState;
  /** Place in the request: the ink stays while ranks change. */
  readonly at: number;
  readonly loss: Curve;
  readonly balancedAccuracy: Curve;
}

/** The baseline and the best others, in the order of the request. */
export function drawnArms({ state, baseline }: ShownRun): readonly ArmLine[] {
  const lines = state.arms.map((arm, at) => lineOf(arm, at));
  if (lines.length <= mostLines) return lines;
  const rank = new Map(state.verdict?.ranking.map(({ arm }, place) => [arm, place]) ?? []);
  const worth = ({ arm, balancedAccuracy }: ArmLine): number => {
    if (arm.name === baseline) return -Infinity;
    return rank.get(arm.name) ?? 1000 - (balancedAccuracy.y.at(-1) ?? 0);
  };
  const best = lines.toSorted((a, b) => worth(a) - worth(b)).slice(0, mostLines);
  return best.toSorted((a, b) => a.at - b.at);
}

export function lineOf(arm: ArmState, at: number): ArmLine {
  const curves = (of: (job: JobState) => Curve): Curve =>
    meanCurve(arm.jobs.map(of).filter(({ x }) => x.length > 0));
  return {
    ...{ arm, at },
    loss: curves(({ loss }) => loss),
    balancedAccuracy: curves(({ balancedAccuracy }) => balancedAccuracy),
  };
}

/** What most of an arm's seeds are at: the first of these that any is in. */
const order: readonly JobState['state'][] = [
  ...(['started', 'failed', 'dropped', 'finished', 'waiting'] as const),
];

export interface Standing {
  readonly state: JobState['state'];
  /** Seeds in that state, and all. */
  readonly seeds: number;
  readonly of: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly rate: number | null;
  readonly reason: string;
}

export function standingOf({ jobs }: ArmState): Standing {
  const state = order.find((one) => jobs.some((job) => job.state === one)) ?? 'waiting';
  const those = jobs.filter((job) => job.state === state);
  const rates = those.flatMap(({ rate }) => rate ?? []);
  return {
    ...{ state, seeds: those.length, of: jobs.length },
    epoch: Math.max(0, ...those.map(({ epoch }) => epoch)),
    epochs: Math.max(0, ...jobs.map(({ epochs }) => epochs)),
    rate: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
    reason: those.find(({ reason }) => reason !== undefined)?.reason ?? '',
  };
}

/** Trainings that are over, one an arm and seed, and all of them. */
export function jobsDone(arms: readonly ArmState[]): {
  readonly done: number;
  readonly all: number;
} {
  const jobs = arms.flatMap((arm) => arm.jobs);
  const over = jobs.filter(({ state }) => state !== 'waiting' && state !== 'started');
  return { done: over.length, all: jobs.length };
}
