// Numbers of samples and of images holding a class, for targets that need more than counts.
// Must not know export targets.

import type { ClassSample } from '../collectSamples';
import type { ExportInput, SampleSource } from '../exporters/exporter';
import { sampleUnits } from '../selection';
import { requireWeights } from './weighed';

/**
 * Samples of the split.
 * @throws RangeError where they are fewer than a class's positives: then one count is no sample.
 */
export function requireSamples(input: ExportInput): number {
  requireWeights(input);
  const { table, provenance } = input;
  const most = table.rows.reduce((max, row) => Math.max(max, row.count), 0);
  if (provenance.samples < Math.max(1, most)) {
    throw new RangeError(
      `This target needs the number of samples, but ${provenance.samples} samples hold ${most} ` +
        `${provenance.unit} counts of one class. Export images per class instead.`,
    );
  }
  return provenance.samples;
}

/**
 * Images (samples) holding each class, aligned with the rows.
 * @throws RangeError where the format did not count them.
 */
export function requireImages(input: ExportInput): number[] {
  requireWeights(input);
  const { table, provenance } = input;
  const counted = table.rows.every((row) => row.images !== undefined);
  if (!counted && !sampleUnits.includes(provenance.unit)) {
    throw new RangeError(
      `This target needs the images that hold each class; only ${provenance.unit} counts are known.`,
    );
  }
  return table.rows.map((row) => row.images ?? row.count);
}

/** How a repeat-factor sampler (LVIS, Gupta et al. 2019) treats the data. */
export interface RepeatFactors {
  /** Classes held by a smaller share of images than this are repeated. In (0, 1]. */
  readonly threshold: number;
  /** max(1, sqrt(threshold / share)) of each class; 1 for a class without images. */
  readonly factors: readonly number[];
  /** Share of images holding each class, in [0, 1]. */
  readonly shares: readonly number[];
}

/**
 * Repeat factors with the median share of the present classes as threshold: the rarer half is repeated, whatever
 * the size of the data, where the customary 0.001 does nothing on small sets.
 */
export function repeatFactors(input: ExportInput): RepeatFactors {
  const samples = Math.max(1, input.provenance.samples);
  const shares = requireImages(input).map((images) => Math.min(1, images / samples));
  const present = shares.filter((share) => share > 0).sort((a, b) => a - b);
  const middle = present.length >> 1;
  const median =
    present.length % 2 === 1 ? present[middle] : (present[middle - 1] + present[middle]) / 2;
  const threshold = present.length === 0 ? 1 : median;
  const factors = shares.map((share) =>
    share > 0 ? Math.max(1, Math.sqrt(threshold / share)) : 1,
  );
  return { threshold, factors, shares };
}

/**
 * The samples behind the counts.
 * @throws RangeError where nobody can read them.
 */
export function requireSampleSource(input: ExportInput): SampleSource {
  requireWeights(input);
  if (input.samples !== undefined) return input.samples;
  throw new RangeError(
    `This target writes a line for each sample of “${input.provenance.dataset}”, but only its counts are at hand.`,
  );
}

/**
 * The weight of a sample: the largest of its classes' weights. A sample without a class gets 0 where a sample has one
 * label, for there is no loss to weigh; elsewhere it is an image of background, and gets the smallest weight there is.
 */
export function sampleWeights(
  input: ExportInput,
): (sample: Pick<ClassSample, 'classes'>) => number {
  const { table, provenance } = input;
  const weights = table.rows.map((row) => row.weight);
  const single = !provenance.multiLabel && sampleUnits.includes(provenance.unit);
  const least = weights.reduce(
    (min, weight) => (weight > 0 ? Math.min(min, weight) : min),
    Infinity,
  );
  const without = single ? 0 : least;
  return ({ classes }) =>
    classes.length === 0
      ? without
      : classes.reduce((most, index) => Math.max(most, weights[index]), 0);
}

/** How {@link sampleWeights} weighs, for an account. */
export const sampleWeightRule =
  'The largest weight of the sample\u2019s classes; without a class 0 where a sample has one label, else the smallest weight.';

/**
 * How often a sample stands in a list: the largest repeat factor of its classes, its fraction rounded up or down by a
 * draw that depends on the seed and the sample's position alone, so that the expected number is the factor.
 */
export function repeatCounts(
  factors: readonly number[],
  seed: number,
): (sample: Pick<ClassSample, 'classes'>, position: number) => number {
  return ({ classes }, position) => {
    const factor = classes.reduce((most, index) => Math.max(most, factors[index]), 1);
    const whole = Math.floor(factor);
    return whole + (uniform(seed, position) < factor - whole ? 1 : 0);
  };
}

/** A number in [0, 1) of a seed and a position: the finaliser of MurmurHash3 (Appleby, 2011). */
function uniform(seed: number, position: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(position + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
