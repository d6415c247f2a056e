// From a loss config to the function it describes; class_balance.load_loss gives the same one in Python.
// Must not know how a config is read or what trains with the loss.

import type { LossConfig, LossSpec, Reduction } from '../lossConfig/model';
import { batchOf, type Batch } from './batch';
import type { Loss, SampleLoss, Targets } from './loss';
import { ldamMargins, logPriors } from './prior';
import { focalLoss } from './sigmoidFamily';
import { softmaxLoss } from './softmaxFamily';

/**
 * The loss of a config, in float64.
 * @param options.atEpoch the epoch, from 0; only a config with deferred re-weighting needs it.
 * @throws RangeError when such a config is given no epoch: it could mean either loss.
 */
export function createLoss(config: LossConfig, options: { readonly atEpoch?: number } = {}): Loss {
  const classes = config.classes.length;
  const weights = weightsAt(config, options.atEpoch);
  const sampleLoss = sampleLossOf(
    config.loss,
    config.classes.map((one) => one.count),
  );
  const weighed = (logits: ArrayLike<number>, targets: Targets): WeighedBatch =>
    weigh(batchOf(logits, targets, classes, sampleLoss.multiLabel), weights, config.loss.reduction);
  return {
    classes,
    weights,
    value: (logits, targets) => valueOf(weighed(logits, targets), sampleLoss),
    gradient: (logits, targets) => gradientOf(weighed(logits, targets), sampleLoss, classes),
  };
}

/**
 * The bias of the last layer before training; `undefined`: leave it to the framework. 0 for a single class.
 * Source: Cui et al., section 5.2: −ln((1 − π) / π) with π = 1 / C.
 */
export function initialBias(config: LossConfig): number | undefined {
  if (config.loss.biasInitialisation === 'none') return undefined;
  return config.classes.length === 1 ? 0 : -Math.log(config.classes.length - 1);
}

function weightsAt({ classes, schedule }: LossConfig, epoch: number | undefined): Float64Array {
  const weights = Float64Array.from(classes, (one) => one.weight);
  if (schedule.kind === 'none') return weights;
  if (epoch === undefined) {
    const start = `epoch ${schedule.start}`;
    throw new RangeError(`Re-weighting is deferred to ${start}: say which epoch it is.`);
  }
  return epoch < schedule.start ? weights.fill(1) : weights;
}

function sampleLossOf(loss: LossSpec, counts: readonly number[]): SampleLoss {
  const none = new Float64Array(counts.length);
  switch (loss.family) {
    case 'softmax':
      return softmaxLoss({ scale: 1, shifts: none, margins: none });
    case 'balanced-softmax':
      return softmaxLoss({ scale: 1, shifts: logPriors(counts, loss.zeroCount), margins: none });
    case 'logit-adjustment': {
      const shifts = logPriors(counts, loss.zeroCount).map((prior) => loss.tau * prior);
      return softmaxLoss({ scale: 1, shifts, margins: none });
    }
    case 'ldam': {
      const margins = ldamMargins(counts, loss.margin, loss.zeroCount);
      return softmaxLoss({ scale: loss.scale, shifts: none, margins });
    }
    case 'sigmoid':
      return focalLoss(0);
    case 'focal':
      return focalLoss(loss.gamma);
  }
}

interface WeighedBatch extends Batch {
  /** What each sample's loss is multiplied by: its weight over the divisor; 0 leaves it out. */
  readonly factors: Float64Array;
}

function weigh(batch: Batch, weights: Float64Array, reduction: Reduction): WeighedBatch {
  const factors = Float64Array.from({ length: batch.size }, (_, row) =>
    batch.labelsOf(row).reduce((sum, label, i) => sum + label * weights[i], 0),
  );
  const divisors = {
    mean: () => batch.positives,
    'weighted-mean': () => factors.reduce((sum, factor) => sum + factor, 0),
    sum: () => 1,
  };
  const divisor = divisors[reduction]();
  return { ...batch, factors: factors.map((factor) => (divisor > 0 ? factor / divisor : 0)) };
}

function valueOf({ factors, logitsOf, labelsOf }: WeighedBatch, sampleLoss: SampleLoss): number {
  return factors.reduce(
    (sum, factor, row) =>
      factor === 0 ? sum : sum + factor * sampleLoss.value(logitsOf(row), labelsOf(row)),
    0,
  );
}

function gradientOf(
  { factors, logitsOf, labelsOf }: WeighedBatch,
  sampleLoss: SampleLoss,
  classes: number,
): Float64Array {
  const gradient = new Float64Array(factors.length * classes);
  factors.forEach((factor, row) => {
    if (factor === 0) return;
    const out = gradient.subarray(row * classes, (row + 1) * classes);
    sampleLoss.gradient(logitsOf(row), labelsOf(row), factor, out);
  });
  return gradient;
}
