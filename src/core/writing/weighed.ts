// Whether there are weights to write at all.
// Must not know export targets.

import type { ExportInput } from '../exporters/exporter';

/**
 * Every target calls it, through the comment or the account it writes, before anything is written.
 * @throws RangeError where there are no classes, or none of them has a sample.
 */
export function requireWeights({ table, provenance }: ExportInput): void {
  const of = `“${provenance.dataset}”, split “${provenance.split}”`;
  if (table.rows.length === 0) {
    throw new RangeError(`There are no classes in ${of}, so there are no weights to write.`);
  }
  if (table.presentClasses === 0) {
    throw new RangeError(
      `All ${table.rows.length} counts are 0 in ${of}, so there are no weights to write.`,
    );
  }
}

/**
 * For targets that weigh a sample by the one class it has.
 * @throws RangeError where a sample can carry several classes.
 */
export function requireOneLabel({ provenance }: ExportInput, instead: string): void {
  if (!provenance.multiLabel) return;
  throw new RangeError(
    `A sample of “${provenance.dataset}” can carry several classes, but this target weighs it by one. ${instead}`,
  );
}
