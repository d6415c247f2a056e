// Which loss won: arms against the plain baseline, paired over seeds; which one the loss config takes; one sentence.
// Must not know how arms were trained. An arm that is not shown to be better does not replace the baseline.

import type { Metrics, Ranked, VerdictEvent } from '../core/training/events';
import { meanMetrics } from './metrics';
import { meanOf, tInterval } from './tInterval';
import { percent, points } from './numbers';

/** What one arm and seed came to. */
export interface Outcome {
  readonly arm: string;
  readonly seed: number;
  /** Absent where nothing was set aside for validation. */
  readonly val?: Metrics;
  readonly test: Metrics;
}

export interface VerdictInput {
  readonly outcomes: readonly Outcome[];
  readonly baseline: string;
  /** Arms that a loss config can be written for; others, such as adjusted logits, are only ranked. */
  readonly arms: readonly string[];
}

/**
 * Ranks by balanced accuracy on the test split. The candidate is the arm that is best on the validation split, so that
 * the test split is asked one question only: whether the candidate is better than the baseline. Where it is not shown
 * to be, the baseline is chosen. Without validation data the candidate is the best on the test split itself.
 * @throws RangeError where the baseline has no outcome.
 */
export function verdictOf(input: VerdictInput): Omit<VerdictEvent, 'type'> {
  const { outcomes, baseline } = input;
  const plain = outcomes.filter((one) => one.arm === baseline);
  if (plain.length === 0) throw new RangeError(`The baseline “${baseline}” was not trained.`);
  const names = [...new Set(outcomes.map((one) => one.arm))];
  const ranking = names
    .map((arm) => ranked(arm, outcomes, plain, baseline))
    .sort((a, b) => b.mean - a.mean);
  const validated = outcomes.every((one) => one.val !== undefined);
  const candidate = candidateOf(input, validated ? onValidation : onTest);
  const confirmed = ranking.some((one) => one.arm === candidate && one.conclusion === 'better');
  return {
    ranking,
    chosen: confirmed ? candidate : baseline,
    statement: statementOf(ranking, { candidate, confirmed, validated }, baseline),
  };
}

type Of = (outcome: Outcome) => number;

const onTest: Of = ({ test }) => test.balancedAccuracy;
/** Only asked where every outcome has validation metrics. */
const onValidation: Of = ({ val, test }) => (val ?? test).balancedAccuracy;

function ranked(
  arm: string,
  outcomes: readonly Outcome[],
  plain: readonly Outcome[],
  baseline: string,
): Ranked {
  const own = outcomes.filter((one) => one.arm === arm);
  const values = own.map(onTest);
  const differences = pairedDifferences(own, plain, onTest);
  const differenceInterval = tInterval(differences);
  return {
    arm,
    seeds: own.length,
    mean: meanOf(values),
    interval: tInterval(values),
    difference: differences.length === 0 ? 0 : meanOf(differences),
    differenceInterval,
    conclusion: arm === baseline ? 'baseline' : conclusionOf(differenceInterval),
    metrics: meanMetrics(own.map((one) => one.test)),
  };
}

/** Of the seeds that both have. */
function pairedDifferences(
  own: readonly Outcome[],
  plain: readonly Outcome[],
  of: Of,
): readonly number[] {
  return own.flatMap((one) => {
    const other = plain.find(({ seed }) => seed === one.seed);
    return other === undefined ? [] : [of(one) - of(other)];
  });
}

/** Seeds that all agree, but for rounding, say nothing about the spread, so they show no difference. */
const leastSpread = 1e-9;

function conclusionOf(interval: readonly [number, number] | null): Ranked['conclusion'] {
  if (interval === null || interval[1] - interval[0] < leastSpread) return 'no difference shown';
  if (interval[0] > 0) return 'better';
  return interval[1] < 0 ? 'worse' : 'no difference shown';
}

/** The arm with the best mean; the baseline where none beats it. */
function candidateOf({ outcomes, baseline, arms }: VerdictInput, of: Of): string {
  const means = arms
    .map((arm) => ({ arm, values: outcomes.filter((one) => one.arm === arm).map(of) }))
    .filter(({ values }) => values.length > 0)
    .map(({ arm, values }) => ({ arm, mean: meanOf(values) }));
  const plain = means.find(({ arm }) => arm === baseline);
  return means.reduce((top, one) => (one.mean > top.mean ? one : top), plain ?? means[0]).arm;
}

interface Choice {
  readonly candidate: string;
  readonly confirmed: boolean;
  readonly validated: boolean;
}

function statementOf(
  ranking: readonly Ranked[],
  { candidate, confirmed, validated }: Choice,
  baseline: string,
): string {
  const own = ranking.find((one) => one.arm === candidate);
  const plain = ranking.find((one) => one.arm === baseline);
  if (own === undefined || plain === undefined) return '';
  const where = validated ? 'validation data' : 'the test data, for want of validation data';
  if (candidate === baseline) {
    return `No loss did better than plain “${baseline}” on ${where}.${freeAdvice(ranking, plain, baseline)}`;
  }
  if (!confirmed) {
    const kept = `Plain “${baseline}” stays: it is not shown that another loss is better.`;
    return `${kept} Best on ${where}: ${against(own)}.${freeAdvice(ranking, plain, baseline)}`;
  }
  const head = points(own.metrics.head - plain.metrics.head);
  const tail = points(own.metrics.tail - plain.metrics.tail);
  return (
    `Best on ${where}: ${against(own)}. Recall changes by ${head} points for the largest third of the ` +
    `classes and by ${tail} points for the smallest third.${freeAdvice(ranking, own, baseline)}`
  );
}

/** What needs no training and is as good is worth knowing. */
function freeAdvice(ranking: readonly Ranked[], own: Ranked, baseline: string): string {
  const free = ranking.find((one) => one.arm === postHocName(baseline));
  if (free?.conclusion !== 'better' || free.mean < own.mean) return '';
  const reached = `reaches ${percent(free.mean)}`;
  return ` Post-hoc logit adjustment of the plain model, which needs no training, ${reached}.`;
}

function against({ arm, mean, difference, differenceInterval, conclusion, seeds }: Ranked): string {
  const range =
    differenceInterval === null
      ? 'one seed, no interval'
      : `95 % interval ${points(differenceInterval[0])} to ${points(differenceInterval[1])} over ${seeds} seeds`;
  const words = conclusion === 'no difference shown' ? ', no difference shown' : '';
  const reached = `“${arm}” reaches ${percent(mean)} balanced accuracy on the test data`;
  return `${reached}, ${points(difference)} points against the plain loss (${range}${words})`;
}

/** The ranked row that adjusts the plain model's logits. */
export function postHocName(baseline: string): string {
  return `${baseline} + post-hoc logit adjustment`;
}
