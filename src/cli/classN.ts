// N of single classes from a report on near-duplicates, for weights.
// Must not know how the report came about; the file is checked, not trusted.

import { resolve } from 'node:path';
import { prototypesForWeights } from '../core/advice/classPrototypes';
import type { DuplicatesReport } from '../core/duplicates/report';
import type { WeightRequest } from '../core/weights/scheme';
import { readDuplicatesReport } from '../node/duplicates/readReport';
import type { Given } from './flags';
import { type Io, UsageError } from './io';
import type { Selection } from './select';

/** @throws UsageError where the file is no report, or one on another dataset or split. */
export function classN(
  given: Given,
  { dataset, split }: Selection,
  io: Io,
): Pick<WeightRequest, 'classPrototypes'> {
  const file = given.text('class-n');
  if (file === undefined) return {};
  const report = read(file, resolve(io.folder, file));
  const ids = JSON.stringify(dataset.classes.map(({ id }) => id));
  const same =
    report.dataset === dataset.id && JSON.stringify(report.classes.map(({ id }) => id)) === ids;
  if (!same || report.split !== split) {
    throw new UsageError(
      `“${file}” is about “${report.dataset}”, split “${report.split}”, not about “${dataset.id}”, split “${split}”.`,
    );
  }
  return { classPrototypes: prototypesForWeights(report.classes) };
}

function read(name: string, file: string): DuplicatesReport {
  try {
    return readDuplicatesReport(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`“${name}” is no report of near-duplicates: ${reason}`);
  }
}
