// Which N suits the counts: a suggestion with its range, its reasons and where they come from.
// Knows metrics of counts only; weighs nothing and shows nothing.
import type { ImbalanceMetrics } from '../metrics/metrics';
import { betaOf, effectiveNumberOf, prototypeParameter } from '../weights/numberOfPrototypes';
import { headPerClass, largeScaleClasses, largeScalePrototypes } from './paperLimits';

/** A sentence that speaks for the suggestion, and who measured it. */
export interface Reason {
  readonly text: string;
  readonly source: string;
}

/** What the counts alone say on N. All N are powers of ten, or 1 for no re-weighting. */
export interface PrototypeAdvice {
  /** Which of the cases the paper measured the counts are nearest to. */
  readonly basis: 'balanced' | 'large-head' | 'few-samples' | 'many-classes';
  /** N to take, in [1, 1e12]; 1 where no re-weighting is needed. */
  readonly n: number;
  readonly beta: number;
  /** Lower and upper end of what is worth trying, low <= n <= high. */
  readonly low: number;
  readonly high: number;
  /** Largest over smallest weight at n, in [1, imbalance ratio]. */
  readonly strength: number;
  readonly reasons: readonly Reason[];
}

/** Below this ratio of the largest to the smallest class, weights change next to nothing. */
const nearlyEqual = 1.5;
/** Chosen between 10.4 (gained) and 15.9 (lost) of the paper's grids: see {@link advisePrototypes}. */
const mostStrength = 12;
const cuiEtAl = 'Cui et al., CVPR 2019';

/**
 * N from counts. Where the largest class has at least 250 samples for each class there is, N is the power of ten up to
 * twice the largest class; with 1,000 classes and more it is 1,000; otherwise the largest power of ten, up to twice the
 * largest class, whose weights are at most 12 times apart. On the paper's softmax results (CIFAR-10, CIFAR-20 and
 * CIFAR-100, five imbalances each) that is the best β or within 0.1 points of it in 14 of 15 cells, and 1.0 off in the
 * other; the rule was made from those cells, so it is a starting point and no law.
 * @returns undefined where fewer than two classes have samples.
 * Source: Cui et al., CVPR 2019, tables 2 and 3, figures 9 and 10; Cao et al., NeurIPS 2019, table 2.
 */
export function advisePrototypes(metrics: ImbalanceMetrics): PrototypeAdvice | undefined {
  const { presentClasses, imbalanceRatio, largest } = metrics;
  if (presentClasses < 2) return undefined;
  if (imbalanceRatio < nearlyEqual) return balanced();
  const most = powerAtMost(2 * largest);
  if (largest >= headPerClass * presentClasses) return largeHead(metrics, most);
  if (presentClasses >= largeScaleClasses) return manyClasses(metrics, most);
  return fewSamples(metrics, most);
}

/** Largest over smallest weight with N prototypes; 1 for N = 1, the imbalance ratio for N infinite. */
export function strengthAt({ largest, smallest }: ImbalanceMetrics, prototypes: number): number {
  return effectiveNumberOf(largest, prototypes) / effectiveNumberOf(smallest, prototypes);
}

function balanced(): PrototypeAdvice {
  const reasons = [
    {
      text: 'On balanced data the weights are all 1, and re-weighting gains nothing.',
      source: `${cuiEtAl}, table 2`,
    },
  ];
  return { ...{ basis: 'balanced', n: 1, beta: 0, low: 1, high: 1 }, strength: 1, reasons };
}

function largeHead(metrics: ImbalanceMetrics, most: number): PrototypeAdvice {
  const low = Math.max(10, most / 10);
  return advice(
    'large-head',
    metrics,
    [low, most, most],
    [
      {
        text: 'The head has many samples for each class, as in long-tailed CIFAR-10, where larger β was better without exception and 0.9999 best: N about twice the largest class.',
        source: `${cuiEtAl}, table 2`,
      },
    ],
  );
}

function manyClasses(metrics: ImbalanceMetrics, most: number): PrototypeAdvice {
  const n = Math.min(most, largeScalePrototypes);
  return advice(
    'many-classes',
    metrics,
    [Math.max(1, n / 100), n, Math.max(n, most)],
    [
      {
        text: 'With a thousand classes and more, β = 0.999 cut the error of a ResNet-50 by 3.5 points on iNaturalist 2017, by 4 on 2018 and by 1.2 on ILSVRC 2012, as focal loss and without a search for β.',
        source: `${cuiEtAl}, table 3`,
      },
    ],
  );
}

function fewSamples(metrics: ImbalanceMetrics, most: number): PrototypeAdvice {
  let n = 1;
  while (n * 10 <= most && strengthAt(metrics, n * 10) <= mostStrength) n *= 10;
  n = Math.max(n, Math.min(10, most));
  const high = Math.max(n, Math.min(most, n * 10));
  return advice(
    'few-samples',
    metrics,
    [Math.max(1, n / 10), n, high],
    [
      {
        text: 'Some classes have few samples for so many classes. On CIFAR-100 at imbalance 200, β = 0.9 was best and β = 0.9999 cost 9 to 12 points against no re-weighting.',
        source: `${cuiEtAl}, figure 10`,
      },
      {
        text: 'Weights from the first epoch can hurt: on CIFAR-100 with a step imbalance of 100 the error rose from 61 to 79 %. Deferred re-weighting avoids it.',
        source: 'Cao et al., NeurIPS 2019, table 2',
      },
    ],
  );
}

function advice(
  basis: PrototypeAdvice['basis'],
  metrics: ImbalanceMetrics,
  [low, n, high]: readonly [number, number, number],
  reasons: readonly Reason[],
): PrototypeAdvice {
  const beta = betaOf(n);
  const saturated = beta ** metrics.smallest < 0.01;
  const warning = {
    text: 'Still, every class has far more samples than N, so that these weights are nearly equal; what is measured decides.',
    source: 'β^n < 0.01 for every class',
  };
  return {
    ...{ basis, n, beta, low, high: Math.max(n, high), strength: strengthAt(metrics, n) },
    reasons: saturated ? [...reasons, warning] : reasons,
  };
}

/** The largest power of ten that is at most `value` and a legal N. */
function powerAtMost(value: number): number {
  // The logarithm of 1000 is 2.9999999999999996 in some engines.
  const power = Math.floor(Math.log10(Math.max(1, value)) + 1e-12);
  return Math.min(10 ** power, prototypeParameter.maximum);
}
