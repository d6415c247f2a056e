// Columns that are parts of a structure, as Hugging Face keeps the boxes of an image: `objects.category`.
// Must not know files.

import type { Unit } from '../model';
import { unitOfParts } from '../tables/boxColumns';
import { readLabelName } from '../tables/columnNames';

/** A part of a structure that may hold labels. */
export interface LabelPart {
  readonly part: string;
  /** What each structure of a list is, where that is known. */
  readonly unit: Unit | undefined;
}

/** The name that a part goes by. */
export function partName(column: string, part: string): string {
  return `${column}.${part}`;
}

/** The parts that promise labels by their names; others may be large, and are not read. */
export function labelParts(column: string, parts: readonly string[]): LabelPart[] {
  const unit = unitOfParts(parts);
  const isLabel = readLabelName(column).promise >= 2;
  return parts
    .filter((part) => {
      const named = (isLabel || unit !== undefined) && /^(?:id|name|title|type)$/i.test(part);
      return readLabelName(part).promise >= 2 || named;
    })
    .map((part) => ({ part, unit }));
}

/** See `TableSample.items`. */
export function unitsByColumn(
  columns: readonly { readonly name: string; readonly unit: Unit | undefined }[],
): Readonly<Record<string, Unit>> {
  return Object.fromEntries(
    columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit] as const])),
  );
}
