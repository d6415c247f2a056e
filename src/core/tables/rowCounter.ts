// Counts the rows of a table into a tally by a recipe: one label column, or one column a class.
// Must not know files' formats: fields arrive as bytes.

import { BACKSLASH, SLASH } from '../bytes/ascii';
import { LabelTable } from '../bytes/labelTable';
import type { PlainRecords } from '../kernels';
import type { SplitName } from '../model';
import { plural } from '../plural';
import type { SplitTally, Tally } from '../tally';
import { ImageBook } from './imageBook';
import { LabelCells } from './labelCells';
import { readMark } from './oneHot';
import { RowProblems } from './rowProblems';
import { splitOfCell } from './splitColumn';
import type { RowRecipe } from './recipe';
import { VerdictCounter } from './verdictCounter';

type SplitColumn = NonNullable<RowRecipe['split']>;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** One row; good during the call only. Field `i` is `bytes[starts[i], ends[i])`. */
export interface RowFields {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  /** From 1. */
  readonly line: number;
}

/** Where the rows come from and what they count as. */
export interface RowContext {
  readonly tally: Tally;
  readonly file: string;
  /** The split of rows that do not say their own. */
  readonly split: SplitName;
  /** Fields that a row should have. */
  readonly columns: number;
}

/** Counts rows. {@link end} must be called once, after the last row. */
export interface RowCounter {
  row(row: RowFields): void;
  end(): void;
  /** Cells of rows that were seen before, for who counts the like of them by bytes; absent where rows must be seen. */
  readonly cells?: RowCells;
}

/** See `PlainRecords` in kernels.ts. */
export interface RowCells extends Pick<PlainRecords, 'learnSplit' | 'add'> {
  /** The number of a cell that a row on this line is the first to hold; undefined where its rows must be seen. */
  understand(bytes: Uint8Array, start: number, end: number, line: number): number | undefined;
  /** The number of a cell of a row that was seen; undefined where no row was, and where each must be. */
  learn(bytes: Uint8Array, start: number, end: number): number | undefined;
}

export function rowCounter(recipe: RowRecipe, context: RowContext): RowCounter {
  const counter = counterOf(recipe, context);
  const { verdict } = recipe;
  return verdict === undefined ? counter : new VerdictCounter(counter, verdict, context);
}

function counterOf(recipe: RowRecipe, context: RowContext): RowCounter {
  const common = new Common(recipe, context);
  const { label } = recipe;
  if (label.kind === 'one-hot') return new OneHotCounter(label.columns, common);
  return new ColumnCounter(recipe, label, common);
}

/** What both counters share: the row's split, and rows of another length. */
class Common {
  readonly problems: RowProblems;
  readonly tally: Tally;
  readonly file: string;
  readonly #cells = new LabelTable({ maxLabels: 4096 });
  readonly #splits: SplitTally[] = [];

  constructor(
    private readonly recipe: RowRecipe,
    private readonly context: RowContext,
  ) {
    this.tally = context.tally;
    this.file = context.file;
    this.problems = new RowProblems(context.tally, context.file);
  }

  /** True for a line of blanks in a table of several columns: no row at all. */
  isBlankLine(row: RowFields): boolean {
    if (row.count > 1 || this.context.columns < 2) return false;
    for (let at = row.starts[0]; at < row.ends[0]; at++) if (row.bytes[at] > 32) return false;
    return true;
  }

  splitOf(row: RowFields): SplitTally {
    const { split } = this.recipe;
    if (split === null || split.column >= row.count) return this.#own();
    const { bytes, starts, ends } = row;
    const { column, coding } = split;
    const end = coding.kind === 'folder' ? folderEnd(row, column) : ends[column];
    const cell = this.#cells.indexOf(bytes, starts[column], end);
    const known = this.#splits.at(cell);
    if (cell >= 0 && known !== undefined) return known;
    // Of thousands of folders not each is kept.
    const text =
      cell < 0 ? decoder.decode(bytes.subarray(starts[column], end)) : this.#cells.text(cell);
    const tally = this.#named(text, split);
    if (cell >= 0) this.#splits[cell] = tally;
    return tally;
  }

  #named(text: string, { coding }: SplitColumn): SplitTally {
    const name = splitOfCell(text, coding);
    return name === undefined ? this.#own() : this.tally.split(name);
  }

  /** The row is a sample of its own, whose file stands in the recipe's column of paths. */
  endSample({ recorder }: SplitTally, row: RowFields): void {
    if (recorder === undefined) return;
    const { path, group } = this.recipe;
    recorder.end(this.file, row.line, textAt(row, path), textAt(row, group));
  }

  /** A number for a cell of the column that names splits. */
  splitNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
    const cell = this.#cells.indexOf(bytes, start, end);
    const { split } = this.recipe;
    if (cell < 0 || split === null) return undefined;
    this.#splits[cell] ??= this.#named(this.#cells.text(cell), split);
    return cell;
  }

  /** The split of a numbered cell; the rows' own for any other number. */
  splitAt(cell: number): SplitTally {
    return (cell < 0 ? undefined : this.#splits.at(cell)) ?? this.#own();
  }

  #own(): SplitTally {
    return this.tally.split(this.context.split);
  }

  /** Says so where a row has another number of fields than the header. */
  checkLength(row: RowFields, lost: boolean): void {
    const { columns } = this.context;
    const { label } = this.recipe;
    if (!lost && label.kind === 'column' && label.rest === true) return;
    if (row.count === columns || (!lost && row.count > columns && isBlankBehind(row, columns)))
      return;
    this.problems.add('ragged-row', 'warning', { line: row.line }, () => {
      const what = lost
        ? 'Its label is missing; it is counted as unlabelled.'
        : 'It is counted by position.';
      return `The row has ${row.count} fields where ${columns} are expected. ${what}`;
    });
  }
}

/** Behind the last slash of a path: samples of one folder are of one split. */
function folderEnd({ bytes, starts, ends }: RowFields, column: number): number {
  let end = ends[column];
  while (end > starts[column] && bytes[end - 1] !== SLASH && bytes[end - 1] !== BACKSLASH) end -= 1;
  return end;
}

/** The text of a cell; undefined where it is empty or there is none. */
function textAt(row: RowFields, column: number | null | undefined): string | undefined {
  if (column === null || column === undefined || column >= row.count) return undefined;
  const [start, end] = [row.starts[column], row.ends[column]];
  return end > start ? decoder.decode(row.bytes.subarray(start, end)).trim() : undefined;
}

/** A trailing delimiter makes an empty field more. */
function isBlankBehind(row: RowFields, columns: number): boolean {
  for (let at = columns; at < row.count; at++) if (row.ends[at] > row.starts[at]) return false;
  return true;
}

type ColumnLabel = Extract<RowRecipe['label'], { kind: 'column' }>;

class ColumnCounter implements RowCounter {
  readonly cells: RowCells | undefined;
  readonly #cells: LabelCells;
  readonly #books = new Map<SplitTally, ImageBook>();
  readonly #column: number;
  readonly #join: boolean;
  readonly #areItems: boolean;
  readonly #inImage: boolean;
  readonly #isOpen: boolean;
  readonly #key = { bytes: new Uint8Array(256) };

  constructor(
    private readonly recipe: RowRecipe,
    label: ColumnLabel,
    private readonly common: Common,
  ) {
    this.#column = label.column;
    this.#join = label.join !== null;
    this.#areItems = label.join === 'items' || label.join === 'spans';
    this.#inImage = label.inImage === true;
    this.#isOpen = label.rest === true;
    if (this.#inImage) common.tally.traits.add('images');
    this.#cells = new LabelCells(common.tally, label, common.problems);
    const alone =
      recipe.image.length === 0 && recipe.needs.length === 0 && !this.#inImage && !this.#isOpen;
    // Who asks for samples must be told of each row.
    this.cells = alone && common.tally.observer === undefined ? this.#rowCells() : undefined;
  }

  row(row: RowFields): void {
    if (this.common.isBlankLine(row)) return;
    const split = this.common.splitOf(row);
    const lost = this.#column >= row.count;
    this.common.checkLength(row, lost);
    const classes = lost || !this.#isThere(row) ? [] : this.#classes(row);
    if (this.recipe.image.length === 0) {
      this.#add(classes, split, 1);
      this.common.endSample(split, row);
      return;
    }
    for (const label of classes) split.add(label);
    this.#image(row, split, classes);
  }

  #add(classes: readonly number[], split: SplitTally, rows: number): void {
    if (this.#inImage) split.beginImage();
    for (const label of classes) {
      if (this.#inImage) split.addInImage(label);
      else split.add(label, rows);
    }
    split.samples += rows;
    if (classes.length === 0) split.unlabelled += rows;
    if (classes.length > 1 && !this.#areItems) this.common.tally.traits.add('multi-label');
  }

  end(): void {
    this.#closeBooks();
    this.common.problems.end();
  }

  #rowCells(): RowCells {
    // A row without a label is a problem each time, so each must be seen.
    const isQuiet = (cell: number | undefined): cell is number =>
      cell !== undefined && (this.#join || this.#cells.classesAt(cell).length > 0);
    return {
      understand: (bytes, start, end, line) => {
        const cell = this.#cells.understood(bytes, start, end, line);
        return isQuiet(cell) ? cell : undefined;
      },
      learn: (bytes, start, end) => {
        const cell = this.#cells.numberOf(bytes, start, end);
        return isQuiet(cell) ? cell : undefined;
      },
      learnSplit: (bytes, start, end) => this.common.splitNumber(bytes, start, end),
      add: (cell, split, rows) => {
        this.#add(this.#cells.classesAt(cell), this.common.splitAt(split), rows);
      },
    };
  }

  #classes(row: RowFields): readonly number[] {
    const classes = this.#isOpen ? this.#classesFrom(row) : this.#classesAt(row, this.#column);
    if (classes.length === 0 && !this.#join) {
      this.common.problems.add('empty-label', 'warning', { line: row.line }, () => {
        return 'The row has no label; it is counted as unlabelled.';
      });
    }
    return classes;
  }

  #classesAt({ bytes, starts, ends, line }: RowFields, column: number): readonly number[] {
    return this.#cells.classesOf(bytes, starts[column], ends[column], line);
  }

  #classesFrom(row: RowFields): readonly number[] {
    const all = new Set<number>();
    for (let column = this.#column; column < row.count; column++)
      for (const label of this.#classesAt(row, column)) all.add(label);
    return [...all];
  }

  /** False for a row whose region is empty: there is nothing to count. */
  #isThere(row: RowFields): boolean {
    const { needs } = this.recipe;
    if (needs.length === 0) return true;
    return needs.some((column) => column < row.count && row.ends[column] > row.starts[column]);
  }

  #image(row: RowFields, split: SplitTally, classes: readonly number[]): void {
    let book = this.#books.get(split);
    if (book === undefined) this.#books.set(split, (book = new ImageBook()));
    const [first, ...more] = this.recipe.image;
    if (first >= row.count) {
      split.recorder?.drop();
      return;
    }
    if (more.length === 0) book.open(row.bytes, row.starts[first], row.ends[first]);
    else book.open(this.#key.bytes, 0, this.#joinKey(row));
    for (const label of classes) book.hold(label);
    book.park(split);
  }

  /** Writes the cells that name the image into one buffer, NUL between them; gives the length. */
  #joinKey(row: RowFields): number {
    let length = 0;
    for (const column of this.recipe.image) {
      if (column >= row.count) continue;
      const part = row.bytes.subarray(row.starts[column], row.ends[column]);
      const needed = length + part.length + 1;
      if (needed > this.#key.bytes.length) {
        const larger = new Uint8Array(needed * 2);
        larger.set(this.#key.bytes);
        this.#key.bytes = larger;
      }
      this.#key.bytes.set(part, length);
      this.#key.bytes[needed - 1] = 0;
      length = needed;
    }
    return length;
  }

  #closeBooks(): void {
    const full = [...this.#books.values()].some((book) => book.full);
    if (full) {
      this.common.tally.traits.add('no-images');
      this.common.problems.add('images-not-counted', 'warning', undefined, () => {
        return 'There are too many images to tell how many hold each class; only boxes are counted.';
      });
    }
    for (const [split, book] of this.#books) {
      if (full) split.samples += split.counts.reduce((sum, count) => sum + count, 0);
      else book.close(split, this.common.file);
    }
    if (this.#books.size > 0 && !full) this.common.tally.traits.add('images');
  }
}

class OneHotCounter implements RowCounter {
  readonly #columns: readonly number[];
  readonly #labels: readonly number[];
  #rows = 0;
  #zeros = false;
  #ones = 0;
  #minus = 0;
  #said = false;

  constructor(
    columns: readonly { readonly column: number; readonly name: string }[],
    private readonly common: Common,
  ) {
    this.#columns = columns.map(({ column }) => column);
    this.#labels = columns.map(({ name }) => common.tally.labels.indexOfText(name));
  }

  row(row: RowFields): void {
    if (this.common.isBlankLine(row)) return;
    const split = this.common.splitOf(row);
    const last = this.#columns.at(-1) ?? 0;
    this.common.checkLength(row, last >= row.count);
    let held = 0;
    for (let at = 0; at < this.#columns.length; at++) {
      if (this.#isYes(row, this.#columns[at])) {
        split.add(this.#labels[at]);
        held += 1;
      }
    }
    split.samples += 1;
    this.#rows += 1;
    if (held === 0) split.unlabelled += 1;
    if (held === 1) this.#ones += 1;
    this.common.endSample(split, row);
  }

  end(): void {
    if (this.#ones < this.#rows) this.common.tally.traits.add('multi-label');
    if (this.#minus > 0 && this.#zeros) {
      this.common.problems.add('uncertain-labels', 'information', undefined, () => {
        return plural(
          this.#minus,
          'cell holds -1 (uncertain) and is not counted as positive.',
          'cells hold -1 (uncertain) and are not counted as positive.',
        );
      });
    }
    this.common.problems.end();
  }

  #isYes(row: RowFields, column: number): boolean {
    if (column >= row.count) return false;
    const mark = readMark(row.bytes, row.starts[column], row.ends[column]);
    if (mark === 'no') this.#zeros = true;
    else if (mark === 'minus') this.#minus += 1;
    else if (mark === 'other' && !this.#said) {
      this.#said = true;
      this.common.problems.add('not-a-mark', 'warning', { line: row.line }, () => {
        return `Field ${column + 1} is neither 0 nor 1; it and others like it are not counted.`;
      });
    }
    return mark === 'yes';
  }
}
