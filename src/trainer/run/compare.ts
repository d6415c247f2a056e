// Which arms are trained for how long: round after round, until the finalists have had every seed.
// Must not know engines or files.

import type { RunEvent } from '../../core/training/events';
import type { RunRequest } from '../../core/training/request';
import { rungsOf, type Rung, survivors } from '../halving';
import type { JobPlan, Jobs } from './jobs';

/** Trains all that the request asks for; `jobs.outcomes` holds the result. */
export async function compareArms(
  request: RunRequest,
  jobs: Jobs,
  say: (event: RunEvent) => void,
): Promise<void> {
  const { arms, seeds, budget } = request;
  let left: readonly number[] = arms.map((_, at) => at);
  const rungs = rungsOf(arms.length, budget.epochs, budget.halving);
  for (const [at, rung] of rungs.entries()) {
    const plans = plansOf(left, rung, seeds);
    const scores = await jobs.run(plans);
    if (rung.final) return;
    const byArm = new Map(plans.map((plan) => [plan.arm, scores.get(plan)]));
    left = drop(left, byArm, rungs[at + 1].arms, rung, request, say);
  }
}

/** Seed by seed, so that whatever time cuts off, the arms before have had the same seeds. */
function plansOf(arms: readonly number[], rung: Rung, seeds: readonly number[]): JobPlan[] {
  const taken = rung.final ? seeds : seeds.slice(0, 1);
  return taken.flatMap((seed) =>
    arms.map((arm) => ({ arm, seed, until: rung.until, final: rung.final })),
  );
}

function drop(
  arms: readonly number[],
  scores: ReadonlyMap<number, number | undefined>,
  keep: number,
  rung: Rung,
  request: RunRequest,
  say: (event: RunEvent) => void,
): readonly number[] {
  const kept = survivors(
    arms.map((arm) => scores.get(arm)),
    keep,
  ).map((at) => arms[at]);
  for (const arm of arms.filter((one) => !kept.includes(one))) {
    if (scores.get(arm) === undefined) continue;
    const place = `after ${rung.until} of ${request.budget.epochs} epochs`;
    const reason = `Not among the best ${keep} ${place}.`;
    const { name } = request.arms[arm];
    say({ type: 'arm', arm: name, seed: request.seeds[0], state: 'dropped', reason });
  }
  return kept;
}
