// Two countings in one frame of classes: another dataset matched by class names, or a dataset's two units.
// Must not know how the result is shown; the answer is a dataset whose splits are what is compared.

import type { ClassEntry, Dataset, SplitCounts } from './model';
import { classCounts, type Counted, defaultSplit, sampleCount, splitChoices } from './selection';

/** One thing to compare: a dataset, counted in one split and one unit, under a title for people. */
export interface Side {
  readonly title: string;
  readonly dataset: Dataset;
  /** Where the dataset has no such split, its default one is taken. */
  readonly split: string;
  readonly counted: Counted;
}

/**
 * The sides as splits of one dataset over the union of their classes, matched by name: those of the first side in its
 * order, then what the others have besides, in theirs. Classes of one name in one side are added up. Titles that are
 * equal are told apart by a number.
 */
export function sideBySide(sides: readonly [Side, ...Side[]]): Dataset {
  const classes = new Map<string, ClassEntry>();
  const counted = sides.map((side) => {
    const { dataset } = side;
    const split = splitChoices(dataset).includes(side.split) ? side.split : defaultSplit(dataset);
    const counts = new Map<string, number>();
    for (const { id, name, count } of classCounts(dataset, split, side.counted)) {
      if (!classes.has(name)) classes.set(name, { id, name });
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
    return { side, counts, samples: sampleCount(dataset, split) };
  });
  const names = [...classes.keys()];
  const splits = counted.map(({ side, counts, samples }, at): SplitCounts => {
    const twins = sides.slice(0, at).filter(({ title }) => title === side.title).length;
    return {
      name: twins === 0 ? side.title : `${side.title} (${(twins + 1).toString()})`,
      ...{ samples, unlabelled: 0, counts: names.map((name) => counts.get(name) ?? 0) },
    };
  });
  const totals = [...classes.values()].map((entry, index) => ({
    ...entry,
    count: splits.reduce((sum, { counts }) => sum + counts[index], 0),
  }));
  const samples = splits.reduce((sum, split) => sum + split.samples, 0);
  const { id, name, format, readAs, unit, status, multiLabel } = sides[0].dataset;
  return {
    ...{ id, name, format, readAs, unit, status, multiLabel, samples, splits },
    ...{ classes: totals, sources: [], evidence: [], problems: [], unlabelled: 0 },
  };
}
