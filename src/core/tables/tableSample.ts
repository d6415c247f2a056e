// The first rows of a table as text, whatever file they came from; what the choice of a label column looks at.
// Must not know where the rows come from nor how the whole table is counted.

import type { Unit } from '../model';

/** The beginning of a table. Sampled rows only: the whole table is never held. */
export interface TableSample {
  /** Column names; `column 1`, `column 2` … where the table has none. */
  readonly header: readonly string[];
  /** False where {@link header} was made up. */
  readonly named: boolean;
  readonly rows: readonly (readonly string[])[];
  /** The names of the classes 0, 1 … where the table itself begins with them. */
  readonly classes?: readonly string[];
  /** Indexes of the columns that the table itself marks as classes; undefined where it marks no roles at all. */
  readonly marked?: readonly number[];
  /** True where the file's name says that it holds labels. */
  readonly ofLabels?: true;
  /** True where another file holds a part of the same rows that was held out: samples to learn from, and no records. */
  readonly heldOut?: true;
  /** True where the last cell is a list of all the cells from there on, which the table has apart. */
  readonly openEnd?: true;
  /** True where `rows` is the whole table. */
  readonly complete: boolean;
  /** Columns whose cells are lists with one label for each region or span of the row, and what those are. */
  readonly items?: Readonly<Record<string, Unit>>;
  /** Names of columns that are not read because they can hold no label: pictures, vectors. */
  readonly beside?: readonly string[];
}

/** Names for a table without a header, from 1. */
export function madeUpHeader(columns: number): string[] {
  return Array.from({ length: columns }, (_, index) => `column ${index + 1}`);
}

/** Lower-case words of a column name: `ClassName`, `class_name`, ` Class Name` -> class, name. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A column name without case, blanks and punctuation: `Class Name` -> `classname`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
