// How good logits are: recalls, their means over groups of classes, loss and calibration.
// Must not know who computed the logits or which loss was trained.

import { bandOf } from '../core/metrics/bands';
import { sigmoid, softplus } from '../core/losses/stable';
import type { Metrics } from '../core/training/events';

export interface Scored {
  /** Row-major N x C, finite. */
  readonly logits: Float32Array;
  /** Class index a sample, length N >= 1. */
  readonly labels: Int32Array;
  /** Training samples a class, length C; they settle bands, head and tail. */
  readonly counts: readonly number[];
  /** How logits become probabilities: over all classes, or for each on its own. */
  readonly kind: 'softmax' | 'sigmoid';
}

const calibrationBins = 15;

export function metricsOf({ logits, labels, counts, kind }: Scored): Metrics {
  const classes = counts.length;
  const [hits, totals] = [new Float64Array(classes), new Float64Array(classes)];
  const calibration = new Calibration();
  let loss = 0;
  for (const [row, label] of labels.entries()) {
    const values = logits.subarray(row * classes, (row + 1) * classes);
    const { top, confidence, missed } =
      kind === 'softmax' ? bySoftmax(values, label) : bySigmoid(values, label);
    totals[label] += 1;
    if (top === label) hits[label] += 1;
    loss += missed;
    calibration.add(confidence, top === label);
  }
  const recall = Array.from(totals, (total, at) => (total === 0 ? null : hits[at] / total));
  return {
    accuracy: sumOf(hits) / labels.length,
    balancedAccuracy: meanRecall(recall, () => true) ?? 0,
    ...groups(recall, counts),
    loss: loss / labels.length,
    calibrationError: calibration.error(),
    recall,
  };
}

type Groups = Pick<Metrics, 'many' | 'medium' | 'few' | 'head' | 'tail'>;

function groups(recall: readonly (number | null)[], counts: readonly number[]): Groups {
  const band = (wanted: ReturnType<typeof bandOf>): number | null =>
    meanRecall(recall, (at) => bandOf(counts[at]) === wanted);
  // Of equal counts the earlier class is the larger, so that head and tail never share one.
  const order = counts.map((_, at) => at).sort((a, b) => counts[b] - counts[a] || a - b);
  const third = Math.max(1, Math.floor(counts.length / 3));
  const [head, tail] = [new Set(order.slice(0, third)), new Set(order.slice(-third))];
  return {
    many: band('many'),
    medium: band('medium'),
    few: band('few'),
    head: meanRecall(recall, (at) => head.has(at)) ?? 0,
    tail: meanRecall(recall, (at) => tail.has(at)) ?? 0,
  };
}

function meanRecall(
  recall: readonly (number | null)[],
  has: (at: number) => boolean,
): number | null {
  const there = recall.filter((value, at): value is number => value !== null && has(at));
  return there.length === 0 ? null : sumOf(there) / there.length;
}

interface Row {
  readonly top: number;
  readonly confidence: number;
  readonly missed: number;
}

function bySoftmax(values: Float32Array, label: number): Row {
  const top = topOf(values);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - values[top]);
  return { top, confidence: 1 / sum, missed: values[top] + Math.log(sum) - values[label] };
}

function bySigmoid(values: Float32Array, label: number): Row {
  const top = topOf(values);
  let missed = 0;
  for (const [at, value] of values.entries()) missed += softplus(at === label ? -value : value);
  return { top, confidence: sigmoid(values[top]), missed };
}

/** The first of the largest. */
function topOf(values: Float32Array): number {
  let top = 0;
  for (let at = 1; at < values.length; at++) if (values[at] > values[top]) top = at;
  return top;
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Σ over bins of |accuracy − confidence| times the bin's share. Source: Guo et al., ICML 2017. */
class Calibration {
  readonly #counts = new Float64Array(calibrationBins);
  readonly #confidences = new Float64Array(calibrationBins);
  readonly #hits = new Float64Array(calibrationBins);

  add(confidence: number, hit: boolean): void {
    const bin = Math.min(calibrationBins - 1, Math.floor(confidence * calibrationBins));
    this.#counts[bin] += 1;
    this.#confidences[bin] += confidence;
    if (hit) this.#hits[bin] += 1;
  }

  error(): number {
    const total = sumOf(this.#counts);
    let error = 0;
    for (let bin = 0; bin < calibrationBins; bin++) {
      error += Math.abs(this.#hits[bin] - this.#confidences[bin]) / total;
    }
    return error;
  }
}

/**
 * Logits minus τ ln(n / N), τ = 1: what the plain model would say if classes were equally frequent.
 * Source: Menon et al., ICLR 2021.
 * @param priors ln(n / N), one a class.
 */
export function adjusted(logits: Float32Array, priors: Float64Array): Float32Array {
  return logits.map((logit, at) => logit - priors[at % priors.length]);
}

/** Metric by metric the mean over runs; a recall that none has stays `null`. */
export function meanMetrics(all: readonly Metrics[]): Metrics {
  const mean = (of: (metrics: Metrics) => number): number => sumOf(all.map(of)) / all.length;
  const some = (of: (metrics: Metrics) => number | null | undefined): number | null => {
    const values = all.map(of).filter((value): value is number => typeof value === 'number');
    return values.length === 0 ? null : sumOf(values) / values.length;
  };
  return {
    accuracy: mean((one) => one.accuracy),
    balancedAccuracy: mean((one) => one.balancedAccuracy),
    many: some((one) => one.many),
    medium: some((one) => one.medium),
    few: some((one) => one.few),
    head: mean((one) => one.head),
    tail: mean((one) => one.tail),
    loss: mean((one) => one.loss),
    calibrationError: mean((one) => one.calibrationError),
    recall: all[0].recall.map((_, at) => some((one) => one.recall[at])),
  };
}
