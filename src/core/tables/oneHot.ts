// Tables with one column a class, 1 where the sample carries it.
// Must not know files.

import type { ColumnProfile } from './columnProfile';

/** What a cell of such a column says. `uncertain` is CheXpert's -1, `absent` an empty cell. */
export type Mark = 'yes' | 'no' | 'minus' | 'empty' | 'other';

/** Reads the cell `bytes[start, end)`: 1, 1.0, true; 0, 0.0, false; -1, -1.0; blanks around them do not matter. */
export function readMark(bytes: Uint8Array, start: number, end: number): Mark {
  let from = start;
  let to = end;
  while (from < to && bytes[from] <= 32) from++;
  while (to > from && bytes[to - 1] <= 32) to--;
  if (from === to) return 'empty';
  const minus = bytes[from] === 45;
  if (minus) from++;
  const first = bytes[from];
  const plain = to - from === 1 || isZeroTail(bytes, from + 1, to);
  if (plain && first === 49) return minus ? 'minus' : 'yes';
  if (plain && first === 48) return 'no';
  if (minus || to - from > 5 || to - from < 4) return 'other';
  return word(bytes, from, to);
}

function isZeroTail(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] !== 46) return false;
  for (let at = from + 1; at < to; at++) if (bytes[at] !== 48) return false;
  return true;
}

function word(bytes: Uint8Array, from: number, to: number): Mark {
  const text = String.fromCharCode(...bytes.subarray(from, to)).toLowerCase();
  if (text === 'true') return 'yes';
  return text === 'false' ? 'no' : 'other';
}

const encoder = new TextEncoder();

function markOf(text: string): Mark {
  const bytes = encoder.encode(text);
  return readMark(bytes, 0, bytes.length);
}

/** True for a cell that says yes. */
export function isYes(cell: string): boolean {
  return markOf(cell) === 'yes';
}

/** True for a cell that says no; an empty one says nothing. */
export function isNo(cell: string): boolean {
  return markOf(cell) === 'no';
}

/** True for columns of nothing but marks, at least one of them. */
export function isMarkColumn(column: ColumnProfile): boolean {
  return (
    column.values.size > 0 &&
    column.values.size <= 8 &&
    [...column.values.keys()].every((text) => markOf(text) !== 'other')
  );
}

/** The columns that together are a one-hot table. */
export interface OneHot {
  readonly columns: readonly ColumnProfile[];
  /** See `Claim.confidence`. */
  readonly confidence: number;
  readonly evidence: string;
}

const attributeNames =
  /^(?:sex|gender|age|fold|group|weight|train|test|valid|val|split|duplicate|augmented|treat(?:ed|ment)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/;

/** Finds the class columns, or undefined where the marks are rather features or flags. */
export function findOneHot(columns: readonly ColumnProfile[], named: boolean): OneHot | undefined {
  const marks = columns.filter((column) => isMarkColumn(column) && !isBeside(column, named));
  if (marks.length < 2) return undefined;
  const others = columns.filter((column) => !marks.includes(column) && column.kind !== 'empty');
  // A picture and its mask, as lists of lanes have them: the marks are of what the mask shows.
  const arePairs = !named && others.filter(({ kind }) => kind === 'path').length > 1;
  const names = others.filter(namesSample);
  const sample = names.length > 0 && !arePairs;
  const isNumbered = names.every(isNumbering);
  if (isNumbered && names.some(({ values, filled }) => values.size < filled))
    return offeredOf(marks);
  const features = others.filter((column) => !namesSample(column) && !isNote(column));
  const labelled = others.some((column) => column.label.promise >= 2 && column.kind !== 'number');
  const few = features.length === 0 || !isNumbered;
  const confidence = few ? weigh(marks.length, features.length, sample, labelled, named) : offered;
  return { ...offeredOf(marks), confidence };
}

/** Confidence in marks that speak of no sample that they are labels of. */
const offered = 0.3;

function offeredOf(columns: readonly ColumnProfile[]): OneHot {
  const evidence = `${columns.length} columns hold nothing but 0 and 1, as a one-hot table does`;
  return { columns, confidence: offered, evidence };
}

/** A number of the row, behind which nothing can be shown: marks beside figures are what was found of a case. */
function isNumbering({ kind, isSample, plain }: ColumnProfile): boolean {
  return kind === 'integer' && (!isSample || plain === 'id');
}

function weigh(
  marks: number,
  features: number,
  sample: boolean,
  labelled: boolean,
  named: boolean,
): number {
  if (!sample || (!named && marks < 3)) return offered;
  if (labelled || features > marks) return 0.4;
  return features === 0 ? 0.75 : marks >= 3 ? 0.65 : 0.45;
}

/** `A1.Q3.2`, `q7_1`: what somebody answered. */
const questionNames = /^(?:[A-Z]+\d*[._-])?Q\d+(?:[._-]\w{1,2})*$/i;

function isBeside(column: ColumnProfile, named: boolean): boolean {
  if (column.name.trim() === '') return true;
  if (!named) return false;
  if (questionNames.test(column.name)) return true;
  if (attributeNames.test(column.plain) || column.isId) return true;
  // What a rater's mark is worth stands beside it.
  if (column.words.at(-1) === 'score') return true;
  return /^(?:is|has)(?:[_ ]|(?=[A-Z]))/.test(column.name);
}

/** A path, an id or a text: what the marks are about. A count of the rows, without a name of its own, is none of these. */
function namesSample(column: ColumnProfile): boolean {
  if (/^(?:unnamed\d*)?$/.test(column.plain)) return column.kind === 'path';
  if (column.kind === 'path' || column.isSample || column.isId) return true;
  return column.kind === 'text' && column.meanWords > 3;
}

/** Columns that often stand beside without being features. */
function isNote(column: ColumnProfile): boolean {
  return column.plain === '' || attributeNames.test(column.plain) || column.label.promise === -1;
}
