// From logits and targets as given to rows that fit each other, or an error that says what does not.
// Must not know families, weights or reductions.

import { ignoredTarget, type Targets } from './loss';

/** Views into a batch. */
export interface Batch {
  readonly size: number;
  /** Number of ones in all labels. */
  readonly positives: number;
  readonly logitsOf: (row: number) => Float64Array;
  /** 0 or 1 a class; all 0 for a sample left out. */
  readonly labelsOf: (row: number) => Uint8Array;
}

/** @throws RangeError, see `Loss.value`. */
export function batchOf(
  logits: ArrayLike<number>,
  targets: Targets,
  classes: number,
  multiLabel: boolean,
): Batch {
  if (logits.length % classes !== 0) {
    const size = `${logits.length} logits`;
    throw new RangeError(`${size} do not make rows of ${classes} classes.`);
  }
  const all = Float64Array.from(logits);
  const odd = all.findIndex((logit) => !Number.isFinite(logit));
  if (odd !== -1) {
    const place = `row ${Math.floor(odd / classes)}, class ${odd % classes}`;
    throw new RangeError(`The logit of ${place} is ${all[odd]}; it must be finite.`);
  }
  const size = all.length / classes;
  const labels = labelMatrix(targets, size, classes, multiLabel);
  return {
    size,
    positives: labels.reduce((sum, label) => sum + label, 0),
    logitsOf: (row) => all.subarray(row * classes, (row + 1) * classes),
    labelsOf: (row) => labels.subarray(row * classes, (row + 1) * classes),
  };
}

function labelMatrix(
  targets: Targets,
  size: number,
  classes: number,
  multiLabel: boolean,
): Uint8Array {
  if ('multiHot' in targets) {
    if (!multiLabel) throw new RangeError('This loss takes one class index a sample.');
    return fromMultiHot(targets.multiHot, size * classes);
  }
  if (targets.length !== size) {
    throw new RangeError(`There are ${targets.length} targets for ${size} rows of logits.`);
  }
  const labels = new Uint8Array(size * classes);
  for (let row = 0; row < size; row++) {
    const target = targets[row];
    if (target === ignoredTarget) continue;
    if (!(Number.isInteger(target) && target >= 0 && target < classes)) {
      throw new RangeError(`Target ${row} is ${target}; it must be from 0 to ${classes - 1}.`);
    }
    labels[row * classes + target] = 1;
  }
  return labels;
}

function fromMultiHot(given: ArrayLike<number>, length: number): Uint8Array {
  if (given.length !== length) {
    throw new RangeError(`There are ${given.length} targets for ${length} logits.`);
  }
  const labels = Uint8Array.from(given);
  const odd = labels.findIndex((label, at) => label !== given[at] || label > 1);
  if (odd !== -1) throw new RangeError(`Target ${odd} is ${given[odd]}; it must be 0 or 1.`);
  return labels;
}
