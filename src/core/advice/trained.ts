// What a training comparison on the user's own data found, and which choice of loss and N follows from it.
// Must not know runs, files or how it is said; the verdict itself is the trainer's.

import type { LossSampler, LossSchedule } from '../lossConfig/model';
import type { Ranked, VerdictEvent } from '../training/events';
import type { Arm } from '../training/request';
import { methods } from './methods/list';
import type { Method, MethodValues } from './methods/method';

/**
 * `better`: the chosen loss is shown to be better than the plain one. The others keep the plain loss: `unconfirmed`, a
 * loss is better on the test data but was not the one that the validation data chose; `no-difference`, the best other
 * loss is not shown to differ; `worse`, it is shown to be worse; `alone`, nothing else was trained to its end.
 */
export type TrainedOutcome = 'better' | 'unconfirmed' | 'no-difference' | 'worse' | 'alone';

/** The loss that the outcome speaks of against the plain one; accuracies are balanced, in [0, 1]. */
export interface TrainedLoss {
  readonly arm: string;
  readonly mean: number;
  readonly difference: number;
  /** 95 % over seeds, of the difference; `null` below 2 seeds. */
  readonly interval: readonly [number, number] | null;
  readonly seeds: number;
  /** Change of the mean recall of the third of the classes with the most and with the fewest samples. */
  readonly head: number;
  readonly tail: number;
}

/** What the panel can be set to so that it shows and exports the chosen loss. */
export interface TrainedChoice {
  /** Id of the method; its values by parameter. */
  readonly method: string;
  readonly values: MethodValues;
  /** Absent where the loss has no weights. */
  readonly scheme?: string;
  /** N of the effective number; `null` where it is infinite, absent for other schemes. */
  readonly n?: number | null;
}

export interface TrainedAdvice {
  readonly outcome: TrainedOutcome;
  /** The chosen arm, and the plain baseline with its mean balanced accuracy. */
  readonly chosen: string;
  readonly baseline: { readonly arm: string; readonly mean: number };
  /** Absent where the outcome is `alone`. */
  readonly loss?: TrainedLoss;
  /** Adjusting the plain model's logits, where it is shown to be better and no worse than the loss above. */
  readonly postHoc?: { readonly arm: string; readonly mean: number };
  /** Absent where no method of the panel says this loss. */
  readonly choice?: TrainedChoice;
}

/**
 * @param arms of the run; the first is the baseline.
 * @returns undefined where the verdict does not hold the baseline.
 */
export function adviseTrained(
  { ranking, chosen }: Pick<VerdictEvent, 'ranking' | 'chosen'>,
  arms: readonly Arm[],
): TrainedAdvice | undefined {
  const baseline = ranking.find(({ conclusion }) => conclusion === 'baseline');
  if (baseline === undefined) return undefined;
  const trained = ranking.filter(
    (one) => one !== baseline && arms.some(({ name }) => name === one.arm),
  );
  const spoken = trained.find(({ arm }) => arm === chosen) ?? trained.at(0);
  const arm = arms.find(({ name }) => name === chosen);
  const reached = Math.max(baseline.mean, chosen === spoken?.arm ? spoken.mean : 0);
  const free = ranking.find((one) => one !== baseline && !trained.includes(one));
  const isFree = free?.conclusion === 'better' && free.mean >= reached;
  const choice = arm && choiceOf(arm);
  return {
    outcome: outcomeOf(spoken, chosen),
    ...{ chosen, baseline: { arm: baseline.arm, mean: baseline.mean } },
    ...(spoken !== undefined && { loss: lossOf(spoken, baseline) }),
    ...(isFree && { postHoc: { arm: free.arm, mean: free.mean } }),
    ...(choice !== undefined && { choice }),
  };
}

function outcomeOf(spoken: Ranked | undefined, chosen: string): TrainedOutcome {
  if (spoken === undefined) return 'alone';
  if (spoken.arm === chosen) return 'better';
  if (spoken.conclusion === 'better') return 'unconfirmed';
  return spoken.conclusion === 'worse' ? 'worse' : 'no-difference';
}

function lossOf(own: Ranked, plain: Ranked): TrainedLoss {
  const { arm, mean, difference, differenceInterval, seeds, metrics } = own;
  return {
    ...{ arm, mean, difference, interval: differenceInterval, seeds },
    head: metrics.head - plain.metrics.head,
    tail: metrics.tail - plain.metrics.tail,
  };
}

/** The method of the panel that asks for just this loss; `undefined` where there is none. */
export function choiceOf(arm: Arm): TrainedChoice | undefined {
  const values = valuesIn(arm);
  const method = methods.find((one) => says(one, values, arm));
  if (method === undefined) return undefined;
  const { scheme, n } = arm.loss;
  return {
    method: method.id,
    values: Object.fromEntries(
      method.parameters.flatMap(({ id }) => (Object.hasOwn(values, id) ? [[id, values[id]]] : [])),
    ),
    ...(scheme !== 'none' && { scheme }),
    ...(scheme === 'effective-number' && n !== undefined && { n }),
  };
}

function valuesIn({ loss, schedule }: Arm): Record<string, number> {
  return {
    ...('gamma' in loss && { gamma: loss.gamma }),
    ...('tau' in loss && { tau: loss.tau }),
    ...('margin' in loss && { margin: loss.margin }),
    ...(schedule.kind === 'deferred-reweighting' && { start: schedule.start }),
  };
}

function says(method: Method, values: MethodValues, { loss, schedule, sampler }: Arm): boolean {
  const said = method.choices(values, false);
  // As loss configs are made: these two families correct for the counts already.
  const corrects = said.family === 'balanced-softmax' || said.family === 'logit-adjustment';
  return (
    said.family === loss.family &&
    (said.weighted ?? !corrects) === (loss.scheme !== 'none') &&
    (!('gamma' in loss) || said.gamma === loss.gamma) &&
    (!('tau' in loss) || said.tau === loss.tau) &&
    (!('margin' in loss) || (said.margin === loss.margin && loss.scale === usualScale)) &&
    isSameSchedule(said.schedule ?? { kind: 'none' }, schedule) &&
    isSameSampler(said.sampler ?? { kind: 'none' }, sampler)
  );
}

/** What a loss config takes for LDAM where no scale is chosen. */
const usualScale = 30;

function isSameSchedule(one: LossSchedule, other: LossSchedule): boolean {
  if (one.kind === 'none' || other.kind === 'none') return one.kind === other.kind;
  return one.start === other.start;
}

function isSameSampler(one: LossSampler, other: LossSampler): boolean {
  if (one.kind !== other.kind) return false;
  return !('threshold' in one && 'threshold' in other) || one.threshold === other.threshold;
}
