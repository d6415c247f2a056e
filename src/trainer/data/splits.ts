// Which samples train, validate and test, and the long-tailed subset of those that train.
// Must not know files. The same input gives the same split: it is part of a run, not of a seed.

import { longTailCounts } from '../../core/training/longTail';
import { Random } from '../random';
import { splitCodes, type SplitCode } from './entry';

export interface SplitInput {
  /** Class index a sample. */
  readonly labels: ArrayLike<number>;
  /** Split a sample as the dataset names it: train, val, test, all or another. */
  readonly given: readonly string[];
  readonly classes: number;
  /** Samples of one group are never split apart; each its own where absent. */
  readonly groups?: readonly string[];
  /** Shares in [0, 1), for splits that the dataset lacks. */
  readonly valShare: number;
  readonly testShare: number;
}

/** No class gives more of its samples than this to a split that is set aside, so that rare classes can still train. */
const mostOfClass = 1 / 3;

/**
 * But one at least while another is left to train on: a class that nobody measures would make a choice among losses
 * one for the other classes.
 */
function atLeastOne(quota: number, count: number): number {
  return count < 2 ? 0 : Math.max(1, Math.floor(quota));
}

/**
 * A split a sample; `undefined` for samples of splits that are none of the three (`unlabelled`).
 * A dataset's own splits stay. Without a test split, its validation split is the test split; without either, each class
 * gives the same number of samples, `testShare` of all over the classes, or a third of its own where it has fewer.
 * Without a validation split, each class gives `valShare` of its training samples. A class gives one sample at least
 * to each, first to the test, as long as one is left to train on; a share of 0 takes none.
 */
export function assignSplits(input: SplitInput): readonly (SplitCode | undefined)[] {
  const { given, labels, classes } = input;
  const has = (name: string): boolean => given.includes(name);
  const testName = has('test') ? 'test' : has('val') ? 'val' : undefined;
  const split: (SplitCode | undefined)[] = given.map((name) => {
    if (name === testName) return splitCodes.test;
    if (name === 'val') return splitCodes.val;
    return name === 'train' || name === 'all' ? splitCodes.train : undefined;
  });
  if (testName === undefined && input.testShare > 0) {
    const total = split.filter((code) => code === splitCodes.train).length;
    const each = Math.round((input.testShare * total) / classes);
    setAside(input, split, splitCodes.test, (count) => Math.min(each, count * mostOfClass));
  }
  if (input.valShare > 0 && (!has('val') || testName === 'val')) {
    const share = Math.min(input.valShare, mostOfClass);
    setAside(input, split, splitCodes.val, (count) => Math.round(share * count));
  }
  return labels.length === split.length ? split : [];
}

/** Moves groups of training samples to `code` until each class has given what `quotaOf` its count says. */
function setAside(
  input: SplitInput,
  split: (SplitCode | undefined)[],
  code: SplitCode,
  quotaOf: (count: number) => number,
): void {
  const { labels, classes } = input;
  const members = groupsOf(input, split);
  const counts = new Float64Array(classes);
  for (const group of members) for (const at of group) counts[labels[at]] += 1;
  const quotas = counts.map((count) => atLeastOne(quotaOf(count), count));
  const order = new Random(0, `split ${code}`).shuffle(Int32Array.from(members, (_, at) => at));
  for (const at of order) {
    const group = members[at];
    const wanted = new Map<number, number>();
    for (const sample of group) wanted.set(labels[sample], (wanted.get(labels[sample]) ?? 0) + 1);
    if (![...wanted].every(([label, count]) => count <= quotas[label])) continue;
    for (const [label, count] of wanted) quotas[label] -= count;
    for (const sample of group) split[sample] = code;
  }
}

/** Training samples by group, in the order of their first. */
function groupsOf(
  { groups }: SplitInput,
  split: readonly (SplitCode | undefined)[],
): readonly (readonly number[])[] {
  const training = split.flatMap((code, at) => (code === splitCodes.train ? [at] : []));
  if (groups === undefined) return training.map((at) => [at]);
  const byGroup = new Map<string, number[]>();
  for (const at of training) {
    const group = byGroup.get(groups[at]);
    if (group === undefined) byGroup.set(groups[at], [at]);
    else group.push(at);
  }
  return [...byGroup.values()];
}

/** True for the training samples that a long-tailed set keeps, the first of each class, and for all others. */
export function keepLongTail(
  labels: ArrayLike<number>,
  split: readonly (SplitCode | undefined)[],
  classes: number,
  factor: number,
): readonly boolean[] {
  const counts = Array.from({ length: classes }, () => 0);
  split.forEach((code, at) => {
    if (code === splitCodes.train) counts[labels[at]] += 1;
  });
  const left = [...longTailCounts(counts, factor)];
  return split.map((code, at) => {
    if (code !== splitCodes.train) return true;
    left[labels[at]] -= 1;
    return left[labels[at]] >= 0;
  });
}
