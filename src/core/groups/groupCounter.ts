// Counts the groups of samples that hold each class: distinct ones, per split and over all splits.
// Must not know formats or how samples are read.

import type { SplitName } from '../model';
import { plural } from '../plural';
import type { Problem } from '../problems';
import type { Sample } from '../samples';
import { type Grouping, groupOfSample } from './grouping';

/** More pairs of class and group than this are not held. */
const mostPairs = 10_000_000;

/** Groups by split and class id; ids that are missing have none. */
export interface GroupCounts {
  readonly splits: ReadonlyMap<SplitName, ReadonlyMap<string, number>>;
  /** Over all splits, a group of several splits once. */
  readonly all: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/** One dataset's groups. */
export class GroupCounter {
  readonly #groups = new Map<string, number>();
  /** Splits of each group, as bits of {@link #splitNames}. */
  readonly #splitsOf: number[] = [];
  readonly #splitNames: SplitName[] = [];
  /** By class id: groups of each split, as `split + splits * group`. */
  readonly #pairs = new Map<string, Set<number>>();
  #size = 0;
  #samples = 0;
  #without = 0;
  #isFull = false;

  /** @param file named in problems. */
  constructor(
    private readonly grouping: Grouping,
    private readonly rule: string,
    private readonly file: string | undefined,
  ) {}

  /** @param textOf the label behind an index of the sample's. */
  take(sample: Sample, textOf: (label: number) => string): void {
    if (this.#isFull) return;
    const { labels, split } = sample;
    this.#samples += 1;
    const named = groupOfSample(this.grouping, sample);
    if (named === undefined) this.#without += 1;
    // A sample of no group is one by itself; no path or cell has NUL in it.
    const index = this.#indexOf(named ?? `\0${this.#without}`);
    const place = this.#splitOf(split);
    this.#splitsOf[index] |= 1 << place;
    const key = place + 32 * index;
    for (const label of new Set(labels)) this.#add(textOf(label), key);
  }

  /** Empty where there were no groups, or too many to count; the problems then say so. */
  counts(): GroupCounts {
    const problems = this.#problems();
    const isGrouped = this.#without < this.#samples;
    if (this.#isFull || !isGrouped) return { splits: new Map(), all: new Map(), problems };
    const splits = new Map(this.#splitNames.map((name) => [name, new Map<string, number>()]));
    const all = new Map<string, number>();
    for (const [id, keys] of this.#pairs) {
      const distinct = new Set<number>();
      for (const key of keys) {
        const counts = splits.get(this.#splitNames[key % 32]);
        counts?.set(id, (counts.get(id) ?? 0) + 1);
        distinct.add(Math.floor(key / 32));
      }
      all.set(id, distinct.size);
    }
    return { splits, all, problems };
  }

  #indexOf(named: string): number {
    let index = this.#groups.get(named);
    if (index === undefined) {
      this.#groups.set(named, (index = this.#groups.size));
      this.#splitsOf.push(0);
    }
    return index;
  }

  /** 31 splits have a place of their own; further ones share the last, for nothing has as many. */
  #splitOf(split: SplitName): number {
    const known = this.#splitNames.indexOf(split);
    if (known >= 0) return known;
    if (this.#splitNames.length >= 31) return 30;
    return this.#splitNames.push(split) - 1;
  }

  #add(id: string, key: number): void {
    let keys = this.#pairs.get(id);
    if (keys === undefined) this.#pairs.set(id, (keys = new Set<number>()));
    if (keys.has(key)) return;
    keys.add(key);
    this.#size += 1;
    this.#isFull = this.#size > mostPairs;
  }

  #problems(): readonly Problem[] {
    const { rule, file } = this;
    const say = (code: string, severity: Problem['severity'], message: string): Problem => ({
      ...{ code, severity, file, message },
    });
    if (this.#isFull) {
      const message = `There are more than ${mostPairs} pairs of class and group by “${rule}”; groups are not counted.`;
      return [say('too-many-groups', 'warning', message)];
    }
    if (this.#without === this.#samples) {
      const message =
        this.#samples === 0
          ? 'Its samples are not told one by one, so that groups cannot be counted.'
          : `No sample has a group by “${rule}”; groups are not counted.`;
      return [say('no-groups', 'warning', message)];
    }
    const several = this.#splitsOf.filter((bits) => (bits & (bits - 1)) !== 0).length;
    const problems: Problem[] = [];
    if (this.#without > 0) {
      const message = plural(
        this.#without,
        `sample has no group by “${rule}”; it counts as a group of its own.`,
        `samples have no group by “${rule}”; each counts as a group of its own.`,
      );
      problems.push(say('no-group', 'warning', message));
    }
    if (several > 0) {
      const message =
        `${several} of ${this.#groups.size} groups by “${rule}” occur in more than one split: ` +
        'what is measured on the other split is then no measure of unseen groups.';
      problems.push(say('groups-across-splits', 'warning', message));
    }
    return problems;
  }
}
