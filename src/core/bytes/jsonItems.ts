// What a selection of JSON hangs on its paths.
// Must not know a dataset, nor how the text is read.

import type { CellCounting, PairCounting } from '../kernels';
import type { Spot } from './jsonPath';
import type { JsonRow, JsonRowBuffer } from './jsonRow';
import type { JsonValueSpec } from './jsonValues';

/**
 * A kind of row: each value at `path` is one, given to `onRow` when it ENDS, so that a cut file counts no half rows.
 * Rows may lie in rows; the inner ones come first.
 */
export interface JsonRowSpec {
  /** For instance `annotations[]`, `[].annotations[].result[]`, `*.regions[]`, `flags.*`; '' is the whole text. */
  readonly path: string;
  /** Paths below the row to its scalars, without `[]` and `*`; '' is the row itself (for rows that are scalars). */
  readonly fields: readonly string[];
  /** Called when the row begins; its fields are not yet known. */
  readonly onStart?: (row: JsonRow) => void;
  readonly onRow: (row: JsonRow) => void;
  /**
   * Asked instead of both where it is known at once that each field is a whole number below 10^9 or is missing (-1).
   * False where the reader wants the row nevertheless, for instance for its place. The numbers are reused.
   */
  readonly onWholes?: (values: Int32Array) => boolean;
  /** Rows that a kernel may count by itself, and never shows, once it has learned what they hold. Fields are the row's. */
  readonly counting?: CellRows | PairRows;
}

/** Rows that count as a pair of image and class. */
export interface PairRows extends PairCounting {
  /** A pair whose image the tables do not know, or have no room for: class id and image id. Its flags are counted. */
  leave(classId: number, imageId: number): void;
}

/** Rows that count under the cell in one field. */
export interface CellRows extends CellCounting {
  /** A number for the label of a row just read, under which rows with the same bytes there count; undefined where they may not. */
  learn(row: JsonRow): number | undefined;
  learnSplit(row: JsonRow): number | undefined;
  /** That many more rows of a learned label and split; `split` is 0 where there is no field of splits. */
  add(label: number, split: number, rows: number): void;
}

/** A row, a field of a row, or a value. */
export type Item =
  | { readonly type: 'row'; readonly row: JsonRowBuffer; readonly spec: JsonRowSpec }
  | { readonly type: 'field'; readonly row: JsonRowBuffer; readonly field: number }
  | { readonly type: 'value'; readonly spec: JsonValueSpec };

export type Place = Spot<Item> | undefined;

/** Whether anything but fields hangs here or below. */
export function leadsOn(place: Spot<Item>): boolean {
  if (place.named.length > 0 || place.other !== undefined || place.element !== undefined)
    return true;
  return place.here.some((item) => item.type !== 'field');
}
