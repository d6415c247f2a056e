// What a weight table does to the data: how strongly it re-weights, and whether β suits the counts.
// Knows tables and metrics; computes no weights and shows nothing.
import type { ImbalanceMetrics } from '../metrics/metrics';
import { effectiveNumberOf } from '../weights/numberOfPrototypes';
import type { WeightTable } from '../weights/scheme';
import { advisePrototypes, strengthAt } from './prototypes';
import { headPerClass, largeScaleClasses, largeScalePrototypes } from './paperLimits';

/** One piece of advice on a weight table. */
export interface AdviceNote {
  readonly code:
    'reweighting-strength' | 'beta-saturated' | 'beta-inverse-frequency' | 'beta-too-large';
  readonly severity: 'information' | 'warning';
  /** A whole sentence. */
  readonly message: string;
  /** Parameters to try instead, fit for a weight request. */
  readonly suggestion?: { readonly n: number };
}

/** β^n below this for every class: one more sample would all but surely be nothing new. */
const saturatedShare = 0.01;
/**
 * Weights further apart than `strongWeights`, with a smallest class of at most `fewSamples` and a
 * largest below `headPerClass` times the number of classes: where all three hold, the error rose in
 * all 12 cells of the paper's softmax grids, by up to 11 points (appendix, figures 9 and 10). The
 * third spares CIFAR-10, which gained at any strength. Derived from so few data sets it is a caution,
 * not a law: with β = 0.999 the paper's runs of a thousand classes and more gained, and are spared.
 */
const strongWeights = 30;
const fewSamples = 50;

/**
 * Re-weighting strength: largest over smallest weight of the classes that have samples, >= 1; 0
 * where none has. For the effective number it is E_max / E_min.
 * Source: paper notes on saturation, derived from Cui et al., section 4.
 */
export function reweightingStrength(table: WeightTable): number {
  const weights = table.rows.filter((row) => !row.empty).map((row) => row.weight);
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  return largest === 0 ? 0 : largest / weights.reduce((least, w) => Math.min(least, w), largest);
}

/**
 * Advice on a table: always its strength, and for the effective number whether β is saturated
 * (every class has n >> N), next to 1 (inverse frequency) or too large for few-sample classes.
 * Nothing below two present classes.
 * @param metrics of the same counts as the table.
 */
export function adviseWeights(
  table: WeightTable,
  metrics: ImbalanceMetrics,
): readonly AdviceNote[] {
  if (metrics.presentClasses < 2) return [];
  const strength = reweightingStrength(table);
  const first: AdviceNote = {
    code: 'reweighting-strength',
    severity: 'information',
    message:
      `The largest weight is ${plain(strength)} times the smallest; ` +
      `the largest class has ${plain(metrics.imbalanceRatio)} times the samples of the smallest.`,
  };
  if (table.scheme !== 'effective-number') return [first];
  const beta = [
    saturated(table, metrics),
    inverseFrequency(table, metrics),
    tooLarge(table, metrics),
  ];
  return [first, ...beta.filter((note) => note !== undefined)];
}

function saturated(table: WeightTable, metrics: ImbalanceMetrics): AdviceNote | undefined {
  const { prototypes, beta } = table;
  const novelty = beta ** metrics.smallest;
  if (prototypes === null || novelty > saturatedShare || metrics.imbalanceRatio === 1) return;
  const present = table.rows.filter((row) => !row.empty).map((row) => row.count);
  const median = present.toSorted((a, b) => a - b)[present.length >> 1];
  const n = 10 ** Math.round(Math.log10(median));
  const suits = n > prototypes;
  return {
    code: 'beta-saturated',
    severity: 'warning',
    message:
      `β = ${short(beta)} is saturated: every class has far more than N = ${plain(prototypes)} ` +
      'samples, so that all weights come out nearly equal.' +
      (suits ? ` Try N of the order of the counts, such as ${plain(n)}.` : ''),
    ...(suits && { suggestion: { n } }),
  };
}

function inverseFrequency(table: WeightTable, metrics: ImbalanceMetrics): AdviceNote | undefined {
  const effective = effectiveNumberOf(metrics.largest, table.prototypes ?? Infinity);
  if (effective < 0.99 * metrics.largest || metrics.imbalanceRatio === 1) return;
  return {
    code: 'beta-inverse-frequency',
    severity: 'information',
    message:
      `N is so far above every count (the largest is ${plain(metrics.largest)}) that these weights ` +
      'are inverse class frequency to within 1 %.',
  };
}

function tooLarge(table: WeightTable, metrics: ImbalanceMetrics): AdviceNote | undefined {
  const { largest, smallest, presentClasses } = metrics;
  const few = smallest <= fewSamples && largest < headPerClass * presentClasses;
  const likeLargeScale =
    presentClasses >= largeScaleClasses && (table.prototypes ?? Infinity) <= largeScalePrototypes;
  if (likeLargeScale) return;
  if (!few || strengthAt(metrics, table.prototypes ?? Infinity) <= strongWeights) return;
  const n = advisePrototypes(metrics)?.n ?? 1;
  return {
    code: 'beta-too-large',
    severity: 'warning',
    message:
      `β = ${short(table.beta)} lets classes of ${plain(smallest)} ${smallest === 1 ? 'sample' : 'samples'} dominate; on data like ` +
      `this, weights that strong raised the error in the paper’s experiments. Try N = ${plain(n)}.`,
    suggestion: { n },
  };
}

/** Three figures, without an exponent where it can be avoided. */
function plain(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

/** β as people write it, without the noise of a slider's N. */
function short(beta: number): string {
  return String(Number(beta.toPrecision(6)));
}
