// Trains arms and seeds, as many at once as the session takes, within the time there is; keeps what each came to.
// Must not know halving, files beyond checkpoints, or which arm wins.

import type { LossSchedule } from '../../core/lossConfig/model';
import { logPriors } from '../../core/losses/prior';
import type { Metrics, RunEvent } from '../../core/training/events';
import type { RunClass, RunRequest } from '../../core/training/request';
import { atMostEvery } from '../../node/atMost';
import { armConfig } from '../armConfig';
import {
  EngineError,
  type EngineSession,
  type JobResult,
  type TrainingData,
} from '../engines/engine';
import { jobLossOf, type JobLoss } from '../losses';
import { adjusted, metricsOf } from '../metrics';
import { type Outcome, postHocName } from '../verdict';
import type { Checkpoints } from './checkpoints';
import type { TimeBudget } from './timeBudget';

/**
 * One arm, by its place in the request, with one seed. A training that is not final is a shorter one of its own, its
 * schedules shortened with it, so that arms which re-weight late are judged by what they do late.
 */
export interface JobPlan {
  readonly arm: number;
  readonly seed: number;
  readonly until: number;
  /** Its metrics are what the verdict is taken from. */
  readonly final: boolean;
}

export interface JobsContext {
  readonly request: RunRequest;
  /** With the counts of the training split. */
  readonly classes: readonly RunClass[];
  readonly data: TrainingData;
  readonly session: EngineSession;
  readonly checkpoints: Checkpoints;
  readonly budget: TimeBudget;
  readonly signal: AbortSignal;
  readonly say: (event: RunEvent) => void;
  /** What final jobs came to before the run was interrupted; they are not trained again. */
  readonly restored: readonly Outcome[];
}

const progressEvery = 250;

export class Jobs {
  /** Outcomes of the final jobs, the adjusted plain model's among them. */
  readonly outcomes: Outcome[] = [];
  readonly #losses: readonly JobLoss[];
  readonly #counts: readonly number[];
  readonly #done = new Map<JobPlan, number>();
  #planned: readonly JobPlan[] = [];

  constructor(private readonly context: JobsContext) {
    const { request, classes } = context;
    this.#losses = request.arms.map((arm) => jobLossOf(armConfig(arm, classes, request)));
    this.#counts = classes.map(({ count }) => count);
  }

  /** Trains them in order and answers the balanced accuracy of each that came to an end, by plan. */
  async run(plans: readonly JobPlan[]): Promise<ReadonlyMap<JobPlan, number>> {
    const scores = new Map<JobPlan, number>();
    this.#planned = plans;
    this.#done.clear();
    const queue = [...plans];
    // What ends the run ends the jobs beside it too, before anybody hears of it.
    const fault = new AbortController();
    const signal = AbortSignal.any([this.context.signal, fault.signal]);
    const next = async (): Promise<void> => {
      for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) {
        signal.throwIfAborted();
        const score = await this.#runOne(plan, signal);
        this.#done.set(plan, plan.until);
        if (score !== undefined) scores.set(plan, score);
      }
    };
    const runs = Array.from({ length: this.context.session.width }, () =>
      next().catch((error: unknown) => {
        fault.abort(error);
        throw error;
      }),
    );
    await Promise.allSettled(runs);
    await Promise.all(runs);
    return scores;
  }

  async #runOne(plan: JobPlan, signal: AbortSignal): Promise<number | undefined> {
    const { request, budget, say } = this.context;
    const identity = { arm: request.arms[plan.arm].name, seed: plan.seed };
    const known = plan.final ? this.#restored(plan, identity) : undefined;
    if (known !== undefined) return known;
    // Without the plain baseline there is nothing to compare with; once it is there, it has the time that all have.
    const essential = plan.arm === 0 && plan.final && !this.#has(identity.arm);
    if (!essential && !budget.fits(plan.until)) {
      say({ type: 'arm', ...identity, state: 'dropped', reason: 'No time is left for it.' });
      return undefined;
    }
    const limit = essential ? undefined : limitOf(budget.left);
    const either = limit === undefined ? signal : AbortSignal.any([signal, limit.signal]);
    try {
      return await this.#train(plan, identity, either);
    } catch (error) {
      signal.throwIfAborted();
      if (either.aborted) {
        say({ type: 'arm', ...identity, state: 'dropped', reason: 'The time was up.' });
      } else if (error instanceof EngineError) {
        say({ type: 'arm', ...identity, state: 'failed', reason: error.message });
      } else throw error;
      return undefined;
    } finally {
      limit?.clear();
    }
  }

  #has(name: string): boolean {
    return this.outcomes.some(({ arm }) => arm === name);
  }

  #restored({ arm }: JobPlan, identity: Identity): number | undefined {
    const names = arm === 0 ? [identity.arm, postHocName(identity.arm)] : [identity.arm];
    const known = this.context.restored.filter(
      (one) => one.seed === identity.seed && names.includes(one.arm),
    );
    const own = known.find((one) => one.arm === identity.arm);
    if (own === undefined || known.length < names.length) return undefined;
    this.outcomes.push(...known);
    return (own.val ?? own.test).balancedAccuracy;
  }

  async #train(plan: JobPlan, identity: Identity, signal: AbortSignal): Promise<number> {
    const { request, session, checkpoints, budget, say } = this.context;
    const { arm, seed, until, final } = plan;
    const { sampler } = request.arms[arm];
    const { optimiser } = request;
    const epochs = until;
    const schedule = shortened(request.arms[arm].schedule, until / request.budget.epochs);
    const length = final ? undefined : until;
    const from = checkpoints.load(arm, seed, length);
    say({ type: 'arm', ...identity, state: 'started' });
    const started = performance.now();
    const saves: Promise<void>[] = [];
    const result = await session.train(
      {
        ...{ arm: identity.arm, seed, loss: this.#losses[arm], schedule, sampler, optimiser },
        ...{ epochs, until, ...(from === undefined ? {} : { from }) },
      },
      {
        signal,
        progress: atMostEvery(progressEvery, ({ epoch, loss, rate }) => {
          this.#done.set(plan, epoch);
          const remaining = this.#remaining();
          say({ type: 'progress', ...identity, epoch, epochs, loss, rate, remaining });
        }),
        validated: (epoch, logits) => {
          this.#report(identity, epoch, 'val', this.#metrics(arm, logits, 'val'), false);
        },
        warn: (message) => {
          const whose = `${identity.arm}, seed ${identity.seed}`;
          say({ type: 'log', level: 'warning', message: `${whose}: ${message}` });
        },
        checkpoint: (state) => {
          const saved = checkpoints.save(arm, seed, state, length);
          saves.push(saved);
          return saved;
        },
      },
    );
    await Promise.all(saves);
    await checkpoints.save(arm, seed, result.state, length);
    budget.took((performance.now() - started) / 1000, until);
    const score = this.#settle(plan, identity, result);
    const checkpoint = checkpoints.pathOf(arm, seed);
    if (final) say({ type: 'arm', ...identity, state: 'finished', checkpoint });
    return score;
  }

  /** Says the metrics; keeps them where they are final. Answers what arms are compared by while some are dropped. */
  #settle(plan: JobPlan, identity: Identity, result: JobResult): number {
    const hasVal = this.context.data.val.count > 0;
    const { arm, seed, final } = plan;
    const test = this.#metrics(arm, result.test, 'test');
    const val = hasVal ? this.#metrics(arm, result.val, 'val') : undefined;
    if (val !== undefined) this.#report(identity, result.epochs, 'val', val, final);
    if (!final) return (val ?? test).balancedAccuracy;
    this.#report(identity, result.epochs, 'test', test, true);
    this.outcomes.push({ ...identity, test, ...(val === undefined ? {} : { val }) });
    if (arm === 0) this.#settlePostHoc(seed, result);
    return (val ?? test).balancedAccuracy;
  }

  #settlePostHoc(seed: number, result: JobResult): void {
    const identity = { arm: postHocName(this.context.request.arms[0].name), seed };
    // A class without samples would win everywhere if its prior were next to nothing.
    const priors = logPriors(this.#counts, 'pseudo-count');
    const test = this.#metrics(0, adjusted(result.test, priors), 'test');
    this.#report(identity, result.epochs, 'test', test, true);
    if (this.context.data.val.count === 0) {
      this.outcomes.push({ ...identity, test });
      return;
    }
    const val = this.#metrics(0, adjusted(result.val, priors), 'val');
    this.#report(identity, result.epochs, 'val', val, true);
    this.outcomes.push({ ...identity, test, val });
  }

  #metrics(arm: number, logits: Float32Array, split: 'val' | 'test'): Metrics {
    const { labels } = this.context.data[split];
    return metricsOf({ logits, labels, counts: this.#counts, kind: this.#losses[arm].kind });
  }

  #report(
    identity: Identity,
    epoch: number,
    split: 'val' | 'test',
    metrics: Metrics,
    final: boolean,
  ): void {
    this.context.say({ type: 'metrics', ...identity, epoch, split, final, metrics });
  }

  #remaining(): number | null {
    const left = this.#planned.reduce(
      (sum, plan) => sum + plan.until - (this.#done.get(plan) ?? 0),
      0,
    );
    return this.context.budget.remaining(left);
  }
}

function shortened(schedule: LossSchedule, share: number): LossSchedule {
  if (schedule.kind === 'none') return schedule;
  return { ...schedule, start: Math.floor(schedule.start * share) };
}

interface Identity {
  readonly arm: string;
  readonly seed: number;
}

/** A signal that aborts when the time is up; `undefined` without a limit. */
function limitOf(seconds: number): { signal: AbortSignal; clear: () => void } | undefined {
  if (seconds === Infinity) return undefined;
  const controller = new AbortController();
  const timer = setTimeout(
    () => {
      controller.abort();
    },
    Math.min(seconds * 1000, 2 ** 31 - 1),
  );
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
    },
  };
}
