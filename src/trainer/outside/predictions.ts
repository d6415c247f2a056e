// The test predictions that a script leaves: logits and labels as NPY arrays.
// Must not know the script.

import { join } from 'node:path';
import { DataError, NpyFile } from '../data/npyFile';

export interface Predictions {
  /** Row-major N x C. */
  readonly logits: Float32Array;
  readonly labels: Int32Array;
}

/** Bytes of logits that are taken in at once; ImageNet's 50,000 x 1,000 are 200 MB. */
const largest = 2 ** 31;

/** @throws DataError where an array is missing, of another shape or type, or holds what is no logit or class. */
export function readPredictions(folder: string, classes: number): Predictions {
  const logits = read(join(folder, 'test-logits.npy'), 'f4', (file) => {
    if (file.shape.length !== 2 || file.shape[1] !== classes) {
      throw new DataError(`“${file.file}” must have a row a sample and ${classes} columns.`);
    }
    return new Float32Array(file.rows * classes);
  });
  const labels = read(join(folder, 'test-labels.npy'), 'i4', (file) => {
    if (file.shape.length !== 1 || file.rows * classes !== logits.length) {
      throw new DataError(`“${file.file}” must have one label a row of the logits.`);
    }
    return new Int32Array(file.rows);
  });
  if (labels.length === 0) throw new DataError('The script left predictions of no sample.');
  if (!logits.every(Number.isFinite)) throw new DataError('A test logit is not finite.');
  if (!labels.every((label) => label >= 0 && label < classes)) {
    throw new DataError(`A test label is no class from 0 to ${classes - 1}.`);
  }
  return { logits, labels };
}

function read<T extends ArrayBufferView>(
  path: string,
  type: string,
  room: (file: NpyFile) => T,
): T {
  const file = new NpyFile(path);
  try {
    if (file.type !== type) {
      const wanted = type === 'f4' ? 'float32' : 'int32';
      throw new DataError(`“${path}” must hold ${wanted}.`);
    }
    if (file.rows * file.rowBytes > largest) throw new DataError(`“${path}” is too large.`);
    const into = room(file);
    file.read(0, into);
    return into;
  } finally {
    file.close();
  }
}
