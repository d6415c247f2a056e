// Counts “path label” lines into a tally, by bytes; a path is never made into text.
// Must not know how a list was recognised.

import type { RecordStart } from '../kernels';
import { splitOfPath } from '../detect/splits';
import type { SplitTally, Tally } from '../tally';
import { mediaOfPath } from './columnProfile';
import { LabelCells } from './labelCells';
import type { ListRecipe } from './pathLines';
import { RowProblems } from './rowProblems';

const TAB = 9;
const DOT = 46;
const HASH = 35;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** First byte and end. */
type Field = readonly [first: number, end: number];

/** The split of the path `bytes[start, end)`, where another list says it. */
export interface PathSplits {
  of: (bytes: Uint8Array, start: number, end: number) => string | undefined;
}

/** Takes lines; {@link end} must be called once, after the last. */
export class PathLineCounter {
  /** Lines of the list, labelled or not. */
  lines = 0;
  readonly #problems: RowProblems;
  readonly #cells: LabelCells;
  /** Of the last line. */
  #last: SplitTally | undefined;
  readonly #vector: readonly number[];

  constructor(
    private readonly recipe: ListRecipe,
    private readonly tally: Tally,
    private readonly file: string,
    private readonly split: string,
    private readonly splits?: PathSplits,
  ) {
    this.#problems = new RowProblems(tally, file);
    const { integers, join, vector } = recipe;
    this.#cells = new LabelCells(tally, { integers, join, folder: false }, this.#problems);
    if (recipe.inPath !== true) this.#last = tally.split(split);
    this.#vector = Array.from({ length: vector }, (_, at) =>
      tally.labels.indexOfText(at.toString()),
    );
    if (vector > 0) tally.traits.add('multi-label');
  }

  /** `bytes[start, end)` is line `line` of the file, without its line end. */
  line(bytes: Uint8Array, start: number, end: number, line: number): void {
    let from = start;
    let to = end;
    while (from < to && bytes[from] <= 32) from++;
    while (to > from && bytes[to - 1] <= 32) to--;
    if (from === to || line <= this.recipe.skip || bytes[from] === HASH) return;
    this.lines += 1;
    if (this.splits !== undefined) this.#last = this.#splitAt(bytes, from, to, this.splits);
    else if (this.recipe.inPath === true) this.#last = this.#splitIn(bytes, from, to);
    this.#split.samples += 1;
    const label =
      this.recipe.vector > 0
        ? this.#marks(bytes, from, to, line, start)
        : this.#labels(bytes, from, to, line, start);
    this.#split.recorder?.end(this.file, line, this.#path(bytes, from, to, label));
  }

  get #split(): SplitTally {
    this.#last ??= this.tally.split(this.split);
    return this.#last;
  }

  /** The split that a folder of the line's path names, else the file's own. */
  #splitIn(bytes: Uint8Array, from: number, to: number): SplitTally {
    return this.tally.split(splitOfPath(decoder.decode(bytes.subarray(from, to))) ?? this.split);
  }

  end(): void {
    this.#problems.end();
  }

  #splitAt(bytes: Uint8Array, from: number, to: number, splits: PathSplits): SplitTally {
    let end = from;
    while (end < to && !this.#separates(bytes[end])) end++;
    const split = splits.of(bytes, from, end);
    return split === undefined ? this.tally.split(this.split) : this.tally.split(split);
  }

  /** The path of the line, whose label stands in `bytes[label[0], label[1])`. */
  #path(bytes: Uint8Array, from: number, to: number, label: Field): string {
    const behind = this.recipe.place !== 'last';
    let first = behind && label[0] < to ? label[1] : from;
    let end = behind ? to : label[0];
    while (first < end && bytes[first] <= 32) first++;
    while (end > first && bytes[end - 1] <= 32) end--;
    const path = decoder.decode(bytes.subarray(first, end));
    return this.recipe.frames === true ? path.replace(/\s+\d+$/, '') : path.replace(/:$/, '');
  }

  /** A number for a label's cell that this line is the first to hold; undefined where each line must be seen. */
  learn(
    bytes: Uint8Array,
    start: number,
    end: number,
    { line, at }: RecordStart,
  ): number | undefined {
    if (this.#isPath(bytes, start, end)) return undefined;
    const cell = this.#cells.understood(bytes, start, end, line, start - at + 1);
    return cell === undefined || this.#cells.classesAt(cell).length === 0 ? undefined : cell;
  }

  /** Counts so many more lines of a numbered cell. */
  add(cell: number, lines: number): void {
    this.lines += lines;
    this.#split.samples += lines;
    const classes = this.#cells.classesAt(cell);
    if (classes.length > 1) this.tally.traits.add('multi-label');
    for (const label of classes) this.#split.add(label, lines);
  }

  /** Counts the label; answers where it stands. */
  #labels(bytes: Uint8Array, from: number, to: number, line: number, start: number): Field {
    const [first, last] = this.#field(bytes, from, to);
    const column = first - start + 1;
    if (first === last || this.#isPath(bytes, first, last)) {
      this.#missing(line, column);
      return [to, to];
    }
    const classes = this.#cells.classesOf(bytes, first, last, line, column);
    if (classes.length === 0) this.#missing(line, column);
    if (classes.length > 1) this.tally.traits.add('multi-label');
    for (const label of classes) this.#split.add(label);
    return [first, last];
  }

  #missing(line: number, column: number): void {
    this.#split.unlabelled += 1;
    this.#problems.add('missing-label', 'warning', { line, column }, () => {
      return 'The line has no label; it is counted as unlabelled.';
    });
  }

  /** First byte and end of the label; empty where there is none. */
  #field(bytes: Uint8Array, from: number, to: number): Field {
    const { place, join } = this.recipe;
    if (place !== 'last') return this.#fieldFromStart(bytes, from, to, place === 'second' ? 1 : 0);
    let first = this.#fieldStart(bytes, from, to);
    if (join !== ' ' || first === from) return first === from ? [to, to] : [first, to];
    for (let end = first; ;) {
      while (end > from && this.#separates(bytes[end - 1])) end--;
      const before = this.#fieldStart(bytes, from, end);
      if (before === from || !isInteger(bytes, before, end))
        return this.#withoutFrames(bytes, first, to);
      first = before;
      end = before;
    }
  }

  /** The labels without the number of frames before them; empty where nothing follows it. */
  #withoutFrames(bytes: Uint8Array, from: number, to: number): Field {
    let at = from;
    if (this.recipe.frames !== true) return [from, to];
    while (at < to && !this.#separates(bytes[at])) at++;
    while (at < to && this.#separates(bytes[at])) at++;
    return [at, to];
  }

  #fieldStart(bytes: Uint8Array, from: number, to: number): number {
    let at = to;
    while (at > from && !this.#separates(bytes[at - 1])) at--;
    if (this.recipe.separator === 'tab') while (at < to && bytes[at] <= 32) at++;
    return at;
  }

  #fieldFromStart(bytes: Uint8Array, from: number, to: number, skip: number): Field {
    let at = from;
    for (let field = 0; ; field++) {
      const first = at;
      while (at < to && !this.#separates(bytes[at])) at++;
      if (at === to) return [to, to];
      if (field === skip) return [first, at];
      while (at < to && bytes[at] <= 32) at++;
    }
  }

  #separates(byte: number): boolean {
    return this.recipe.separator === 'tab' ? byte === TAB : byte === 32 || byte === TAB;
  }

  /** A path with blanks in it and no label behind it. */
  #isPath(bytes: Uint8Array, from: number, to: number): boolean {
    const dot = bytes.indexOf(DOT, from);
    if (this.recipe.integers || dot < 0 || dot >= to) {
      return this.recipe.integers && dot >= 0 && dot < to && !isNumeric(bytes, from, to);
    }
    return mediaOfPath(decoder.decode(bytes.subarray(from, to))) !== undefined;
  }

  #marks(bytes: Uint8Array, from: number, to: number, line: number, start: number): Field {
    let end = to;
    let held = 0;
    for (let at = this.#vector.length - 1; at >= 0; at--) {
      const first = this.#fieldStart(bytes, from, end);
      if (first === from || !isInteger(bytes, first, end)) {
        this.#missing(line, first - start + 1);
        return [to, to];
      }
      end = first;
      while (end > from && this.#separates(bytes[end - 1])) end--;
      held += bytes[first] === 49 ? 1 : 0;
    }
    if (held === 0) this.#split.unlabelled += 1;
    this.#addMarks(bytes, end, to);
    return [end, to];
  }

  #addMarks(bytes: Uint8Array, from: number, to: number): void {
    let position = 0;
    for (let at = from; at < to; at++) {
      if (!this.#separates(bytes[at]) && this.#separates(bytes[at - 1])) {
        if (bytes[at] === 49) this.#split.add(this.#vector[position]);
        position += 1;
      }
    }
  }
}

function isInteger(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  if (bytes[at] === 45 || bytes[at] === 43) at++;
  if (at === to) return false;
  for (; at < to; at++) if (bytes[at] < 48 || bytes[at] > 57) return false;
  return true;
}

function isNumeric(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if ((byte < 48 || byte > 57) && (byte < 43 || byte > 46)) return false;
  }
  return true;
}
