// From what a request names as its data to open arrays and the counts that were trained on.
// Must not know engines.

import { isAbsolute, join } from 'node:path';
import type { DataEvent } from '../../core/training/events';
import type { RunClass, RunData, RunRequest } from '../../core/training/request';
import type { TrainingData } from '../engines/engine';
import { DataError } from './npyFile';
import { openPacked } from './packed';

export interface PreparedData {
  readonly data: TrainingData;
  /** In the trainer's order, with the counts of the training split. */
  readonly classes: readonly RunClass[];
  readonly skipped: DataEvent['skipped'];
  readonly examples: DataEvent['examples'];
  /** Decoder and the like. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Opens packed arrays.
 * @throws DataError where they cannot be used.
 */
export function openPackedData(
  request: RunRequest,
  data: Extract<RunData, { kind: 'packed' }>,
  runFolder: string,
): PreparedData {
  const folder = isAbsolute(data.folder) ? data.folder : join(runFolder, data.folder);
  const { classes } = request;
  if (classes.length === 0) {
    throw new DataError('“classes” is empty; packed arrays do not name them.');
  }
  const opened = openPacked(folder, data.layout, classes.length, join(runFolder, 'features'));
  const counts = new Float64Array(classes.length);
  for (const label of opened.train.labels) counts[label] += 1;
  return {
    data: opened,
    classes: classes.map(({ id, name }, at) => ({ id, name, count: counts[at] })),
    skipped: opened.odd.count,
    examples: opened.odd.first.map((row) => ({
      path: `row ${row}`,
      reason: 'it holds a value that is not finite',
    })),
    environment: {},
  };
}
