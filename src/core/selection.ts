// From a dataset to the counts that are weighed: which split, which unit.
// Must not know schemes or who asks.

import type { ClassCount, Dataset, SplitName, Unit } from './model';

/** `unit`: the dataset's own unit; `images`: images holding the class, where the format counted them. */
export type Counted = 'unit' | 'images';

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
 * that name. With `images`, `count` is the number of images. A class has `images` wherever they were counted.
 * @throws RangeError where there is no such split, or images were not counted.
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
