// Cells of a label column to classes of a tally: each distinct cell is understood once, then only its bytes are looked up.
// Must not know columns, files or splits.

import { LabelTable } from '../bytes/labelTable';
import type { Tally } from '../tally';
import { isMinus, isNoLabel, isNullWord, labelOf, type LabelTextRule } from './labelText';
import { type Join, splitLabels, tagsOf } from './multiLabel';
import type { Place, RowProblems } from './rowProblems';
import { spanTypes } from './tagWords';

export interface LabelCellOptions extends LabelTextRule {
  readonly join: Join | null;
  /** The label is the text before the first `/`. */
  readonly folder: boolean;
  /** See `RowRecipe`. */
  readonly tags?: readonly string[];
  /** A full stop behind the label is none of it. */
  readonly dotted?: boolean;
  /** The label is the text behind a picture's extension and `_`. */
  readonly tail?: boolean;
}

const none: readonly number[] = [];
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Looks up the classes of cells. */
export class LabelCells {
  readonly #cells = new LabelTable({ maxLabels: 1 << 20, maxBytes: 1 << 26 });
  /** By cell: the tally's labels. */
  readonly #classes: (readonly number[])[] = [];
  #trimSaid = false;

  constructor(
    private readonly tally: Tally,
    private readonly options: LabelCellOptions,
    private readonly problems: RowProblems,
  ) {}

  /** The classes that the cell `bytes[start, end)` names; none where it is no label. The array is not to be changed. */
  classesOf(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    column?: number,
  ): readonly number[] {
    const cell = this.#cells.indexOf(bytes, start, end);
    const known = this.#classes.at(cell);
    if (cell >= 0 && known !== undefined) return known;
    const text = decoder.decode(bytes.subarray(start, end));
    const classes = this.#understand(text, column === undefined ? { line } : { line, column });
    // Beyond the table's limits a cell is understood again each time: slower, and still right.
    if (cell >= 0) this.#classes[cell] = classes;
    return classes;
  }

  /** As {@link classesOf}, with the cell's number for an answer; undefined, and nothing understood, beyond the limits. */
  understood(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    column?: number,
  ): number | undefined {
    const cell = this.#cells.indexOf(bytes, start, end);
    if (cell < 0) return undefined;
    this.classesOf(bytes, start, end, line, column);
    return cell;
  }

  /** The number of a cell that {@link classesOf} has understood; undefined beyond the limits. */
  numberOf(bytes: Uint8Array, start: number, end: number): number | undefined {
    const cell = this.#cells.indexOf(bytes, start, end);
    return cell < 0 || this.#classes.at(cell) === undefined ? undefined : cell;
  }

  /** The classes of a numbered cell. */
  classesAt(cell: number): readonly number[] {
    return this.#classes.at(cell) ?? none;
  }

  #understand(text: string, place: Place): readonly number[] {
    this.#remark(text, place);
    const classes = this.#labels(text).map((label) => this.tally.labels.indexOfText(label));
    if (!classes.includes(-1)) return classes.length === 0 ? none : classes;
    this.problems.add('too-many-labels', 'error', place, () => {
      return 'There are more different labels than can be told apart; this one and others are not counted.';
    });
    return classes.filter((label) => label >= 0);
  }

  #labels(text: string): string[] {
    const { join, folder, tail, tags, dotted } = this.options;
    if (join === 'spans' && tags !== undefined)
      return spanTypes(tagsOf(text).map((id) => tags.at(Number(id)) ?? 'O'));
    const cut = text.indexOf('/');
    const named = folder && cut > 0 ? text.slice(0, cut) : text;
    const whole = tail === true ? named.replace(/^.*\.(?:jpe?g|png)_/is, '') : named;
    const cell = dotted === true ? whole.trimEnd().replace(/\.$/, '') : whole;
    if (join === null) return [labelOf(cell, this.options) ?? []].flat();
    const labels = splitLabels(cell, join);
    return this.options.minusIsNone === true ? labels.filter((one) => !isMinus(one)) : labels;
  }

  #remark(text: string, place: Place): void {
    const label = text.trim();
    if (label !== text && label !== '' && !this.#trimSaid) {
      this.#trimSaid = true;
      this.problems.add('label-trimmed', 'information', place, () => {
        return `The label “${text}” has blanks around it; it is counted as “${label}”, and so are others.`;
      });
    }
    if (isNullWord(label)) {
      this.problems.add('null-like-label', 'warning', place, () => {
        const isNone = isNoLabel(label, this.options) || (this.options.integers && label === '-');
        if (isNone) return `“${label}” is read as a missing label.`;
        return this.options.integers
          ? `“${label}” in a column of numbers is read as a missing label.`
          : `“${label}” is read as the name of a class. If it stands for a missing label, leave the cell empty.`;
      });
    }
    if (/^["'](?!.*["']$)/s.test(label)) {
      this.problems.add('stray-quote', 'warning', place, () => {
        return `The label “${label}” begins with a quote that is never closed.`;
      });
    }
    if (text.includes('\uFFFD')) {
      this.problems.add('undecodable-label', 'warning', place, () => {
        return `The label “${label}” holds bytes that are no UTF-8.`;
      });
    }
  }
}
