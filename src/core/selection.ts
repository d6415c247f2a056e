// From a dataset to the counts that are weighed: which split, which unit.
// Must not know schemes or who asks.

import type { ClassCount, Dataset, SplitCounts, SplitName, Unit } from './model';

/**
 * `unit`: the dataset's own unit; `images`: images holding the class, where the format counted them; `groups`: groups of
 * samples (patients, videos) that hold it, where samples are grouped.
 */
export const countedKinds = ['unit', 'images', 'groups'] as const;
export type Counted = (typeof countedKinds)[number];

/** What one count is. */
export function unitOf(dataset: Dataset, counted: Counted): Unit {
  if (counted === 'unit') return dataset.unit;
  return counted === 'images' ? 'image' : 'group';
}

/** What of a dataset can be counted, its own unit first. */
export function countedChoices(dataset: Dataset): readonly Counted[] {
  const images = countsImages(dataset) ? (['images'] as const) : [];
  return ['unit', ...images, ...(dataset.grouping === undefined ? [] : (['groups'] as const))];
}

/** The split that weights come from unless the user says otherwise: train where there is one, else everything. */
export function defaultSplit(dataset: Dataset): SplitName {
  const names = dataset.splits.map((split) => split.name);
  if (names.includes('train')) return 'train';
  return names.length === 1 ? names[0] : 'all';
}

/** The splits to choose from; `all` adds them up. */
export function splitChoices(dataset: Dataset): SplitName[] {
  const names = dataset.splits.map((split) => split.name);
  return names.length > 1 && !names.includes('all') ? [...names, 'all'] : names;
}

/** True where images holding each class differ from the unit's counts. */
export function countsImages(dataset: Dataset): boolean {
  return dataset.splits.some((split) => split.images !== undefined);
}

/**
 * The classes with the counts of one split, in the trainer's order. `all` adds the splits up where no split has
 * that name. With `images` or `groups`, `count` is their number; a group of several splits counts once in `all`. A class
 * has `images` wherever they were counted.
 * @throws RangeError where there is no such split, or images or groups were not counted.
 */
export function classCounts(
  dataset: Dataset,
  split: SplitName,
  counted: Counted = 'unit',
): ClassCount[] {
  const chosen = dataset.splits.filter((one) => one.name === split);
  const from = chosen.length === 0 && split === 'all' ? dataset.splits : chosen;
  if (from.length === 0 && dataset.splits.length > 0) {
    const known = splitChoices(dataset).join(', ');
    throw new RangeError(`“${dataset.name}” has no split “${split}”; there are: ${known}.`);
  }
  if (counted === 'groups') return groupCounts(dataset, from, chosen.length === 0);
  const hasImages = countsImages(dataset);
  if (counted === 'images' && !hasImages) {
    throw new RangeError(
      `“${dataset.name}” has no count of images apart from its ${dataset.unit}s.`,
    );
  }
  return dataset.classes.map(({ id, name }, at) => {
    const count = from.reduce((sum, one) => sum + one.counts[at], 0);
    if (dataset.imagesEqual === true) return { id, name, count, images: count };
    if (!hasImages) return { id, name, count };
    const images = from.reduce((sum, one) => sum + (one.images?.[at] ?? one.counts[at]), 0);
    return { id, name, count: counted === 'images' ? images : count, images };
  });
}

function groupCounts(
  dataset: Dataset,
  [split]: readonly SplitCounts[],
  isAll: boolean,
): ClassCount[] {
  if (dataset.grouping === undefined) {
    throw new RangeError(`The samples of “${dataset.name}” are not grouped.`);
  }
  return dataset.classes.map(({ id, name, groups }, at) => ({
    ...{ id, name },
    count: (isAll ? groups : split.groups?.[at]) ?? 0,
  }));
}

/** Units that are samples, so that a loss or a sampler sees all their classes at once. */
export const sampleUnits: readonly Unit[] = ['image', 'row', 'document', 'clip'];

/**
 * True where what is counted can carry several classes. A box, a pixel or a token has one, however many its image or
 * text holds; an image of boxes may hold several.
 */
export function carriesSeveral(dataset: Dataset, counted: Counted): boolean {
  if (sampleUnits.includes(dataset.unit)) return dataset.multiLabel;
  return counted === 'images';
}

/** Samples of a split, labelled or not; `all` as in {@link classCounts}. */
export function sampleCount(dataset: Dataset, split: SplitName): number {
  const chosen = dataset.splits.find((one) => one.name === split);
  return chosen?.samples ?? (split === 'all' ? dataset.samples : 0);
}
