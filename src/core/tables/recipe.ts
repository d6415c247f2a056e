// How a table is read as labels: what the choice of a column hands to whoever counts the rows.
// Must not know how the choice is made.

import type { Unit } from '../model';
import type { Join } from './multiLabel';
import type { SplitCoding } from './splitColumn';

/** How a row is counted; plain JSON. */
export interface RowRecipe {
  readonly label:
    | {
        readonly kind: 'column';
        readonly column: number;
        readonly join: Join | null;
        readonly integers: boolean;
        /** See `LabelTextRule`. */
        readonly dashIsNone?: boolean;
        readonly minusIsNone?: boolean;
        readonly questionIsNone?: boolean;
        /** The label is the first folder of the cell's path (`n000001/0001_01`). */
        readonly folder: boolean;
        /** Of `items`: those of a row are regions of one image, so that images are counted too. */
        readonly inImage?: true;
        /** Of `spans` whose tags are ids: the tags by id. */
        readonly tags?: readonly string[];
        /** The cells behind the column's hold further labels of the row. */
        readonly rest?: true;
        /** A full stop behind the label ends the row. */
        readonly dotted?: boolean;
        /** The label stands behind a picture's extension (`0011165.jpg_Fish`). */
        readonly tail?: boolean;
      }
    | { readonly kind: 'one-hot'; readonly columns: readonly { column: number; name: string }[] };
  readonly split: { readonly column: number; readonly coding: SplitCoding } | null;
  /** Columns that name the image of a box; rows of one image are counted once in its `images`. Empty elsewhere. */
  readonly image: readonly number[];
  /** The column that names the row's file, where one does. */
  readonly path?: number | null;
  /** The column that says which group the row's sample belongs to, where rows are grouped. */
  readonly group?: number | null;
  /** The row counts only where one of these has text: a run-length column that is empty holds no instance. */
  readonly needs: readonly number[];
  /** The column that answers whether the label holds, where one does: only rows with `yes` count. */
  readonly verdict?: number;
}

/** One legitimate reading of a table. */
export interface TableReading {
  /** `column:NAME`, or `one-hot`. */
  readonly id: string;
  readonly title: string;
  readonly confidence: number;
  readonly evidence: readonly string[];
  readonly unit: Unit;
  readonly multiLabel: boolean;
  /** See `Plan.openVocabulary`. */
  readonly openVocabulary: boolean;
  readonly recipe: RowRecipe;
  /** Labels met in the sample; joined ones as they stand in the cell. */
  readonly labels: readonly string[];
}
