// Splits (or what else is compared as such) side by side: what is missing where, and how far the class shares have drifted from a reference.
// Must not know the DOM.
import type { Dataset, SplitCounts } from '../../src/core/model';
import { type Counted, defaultSplit } from '../../src/core/selection';
import { memo } from '../memo';

export interface ComparedSplit {
  readonly name: string;
  readonly samples: number;
  readonly total: number;
  /** Per class, in the trainer's order. */
  readonly counts: readonly number[];
  /** Indices of the classes that another split has and this one has not. */
  readonly missing: readonly number[];
  /** Jensen-Shannon divergence from the reference in nats, in [0, ln 2]; undefined without samples. */
  readonly divergence: number | undefined;
}

export interface Comparison {
  readonly splits: readonly ComparedSplit[];
  /** Name of the split the others are compared with. */
  readonly reference: string;
  /** 1 where a class is missing from one split and present in another. */
  readonly missing: Uint8Array;
}

export function compareSplits(dataset: Dataset, counted: Counted): Comparison {
  const all = dataset.splits.map((split) => ({
    ...{ name: split.name, samples: split.samples },
    counts: countsOf(split, counted),
  }));
  const preferred = defaultSplit(dataset);
  const reference = all.find(({ name }) => name === preferred) ?? all.at(0);
  const missing = Uint8Array.from(dataset.classes, (_, i) => {
    const present = all.filter(({ counts }) => counts[i] > 0).length;
    return present > 0 && present < all.length ? 1 : 0;
  });
  const splits = all.map((split) => ({
    ...split,
    total: split.counts.reduce((sum, count) => sum + count, 0),
    missing: [...split.counts.keys()].filter((i) => split.counts[i] === 0 && missing[i] === 1),
    divergence: reference && divergenceOf(split.counts, reference.counts),
  }));
  return { splits, reference: reference?.name ?? '', missing };
}

export const comparer = (): typeof compareSplits => memo(compareSplits);

/**
 * Jensen-Shannon divergence of two vectors of counts, aligned, in nats; undefined where one is empty.
 * Scaling either changes nothing.
 */
export function divergenceOf(a: readonly number[], b: readonly number[]): number | undefined {
  const totals = [a, b].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (totals.includes(0)) return undefined;
  let sum = 0;
  a.forEach((count, i) => {
    const [p, q] = [count / totals[0], b[i] / totals[1]];
    const middle = (p + q) / 2;
    sum += (term(p, middle) + term(q, middle)) / 2;
  });
  return Math.min(Math.max(0, sum), Math.LN2);
}

function term(p: number, middle: number): number {
  return p === 0 ? 0 : p * Math.log(p / middle);
}

export type Drift = 'none' | 'slight' | 'clear' | 'severe';

/** A word for a divergence. The limits are a rule of thumb, wide enough to swallow sampling noise. */
export function driftOf(divergence: number): Drift {
  if (divergence < 0.005) return 'none';
  if (divergence < 0.05) return 'slight';
  return divergence < 0.2 ? 'clear' : 'severe';
}

function countsOf(split: SplitCounts, counted: Counted): readonly number[] {
  if (counted === 'groups') return split.groups ?? split.counts;
  return counted === 'images' ? (split.images ?? split.counts) : split.counts;
}
