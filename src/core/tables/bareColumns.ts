// Which column of a table without a header is the label: by where it stands and what stands beside it.
// Must not know names of columns, files or boxes.

import type { ColumnProfile } from './columnProfile';
import { isIntegerText } from './labelText';
import { areUniversal } from './partsOfSpeech';

/** A column among those of a table that names none. */
export interface BareTable {
  readonly columns: readonly ColumnProfile[];
  /** Another column of few names. */
  readonly isRival: (column: ColumnProfile) => boolean;
}

/** Fewest rows that tell a label from a figure. */
const enoughRows = 50;
/** Most classes that are believed of numbers beside numbers. */
const mostClasses = 100;
/** Classes of a last column of numbers beside columns of codes. */
const fewClasses = 10;
/** Of so many values the least tells a code from a measure. */
const mostSteps = 20;
/** Words of a cell that is a text rather than a name. */
const textWords = 4;

/** Confidence that a column of integers is the label; 0 where it is none. */
export function bareIntegers(column: ColumnProfile, table: BareTable): number {
  const others = table.columns.filter((one) => one !== column && one.kind !== 'empty');
  const share = column.values.size / Math.max(1, column.filled);
  if (isBesideText(column, others) || isBesideName(column, others)) return 0.6;
  const isLast = column.index === table.columns.length - 1;
  if (others.some((one) => one.kind === 'text' && table.isRival(one))) {
    // statlog's german.data: codes and figures, good or bad risks last.
    return isLast && isDenseCode(column) ? 0.5 : 0;
  }
  if (isPairOrBox(column, others)) return 0.3;
  if (others.some((one) => one.kind === 'path' || (one.kind === 'text' && one.meanWords > 3)))
    return share <= 0.8 ? 0.6 : 0;
  if (isLast && holdSameCodes(column, table.columns[0])) return 0.3;
  if (isLabelOfFigures(column, others, table)) return 0.6;
  if (column.values.size > Math.max(20, column.filled * 0.2)) return 0;
  if (isMeasured(column)) return 0.3;
  const measured = others.some((one) => one.kind === 'number');
  return isLast && measured && column.filled >= 15 && others.length >= 2 ? 0.5 : 0.3;
}

/**
 * Two recordings or faces a row, and whether they are the same, are pairs to verify; a path and four whole numbers, as in
 * `1.jpg,0,2,2,4`, are a box without a class.
 */
function isPairOrBox(column: ColumnProfile, others: readonly ColumnProfile[]): boolean {
  const paths = others.filter((one) => one.kind === 'path').length;
  const figures = [column, ...others].filter((one) => isFigure(one)).length;
  return paths > 1 || (paths === 1 && figures === 4 && others.length === 4);
}

/** A sample by its name or number, and a code. */
function isBesideName(column: ColumnProfile, others: readonly ColumnProfile[]): boolean {
  if (others.length !== 1) return false;
  const [name] = others;
  if (name.index > column.index) return false;
  return isBesideNumbering(column, name) || isBesideNumberedNames(column, name);
}

/** `0007,1`: samples by numbers written as names, with zeros before them, and what each is. */
function isBesideNumbering(column: ColumnProfile, name: ColumnProfile): boolean {
  if (!isDenseCode(column)) return false;
  const written = [...name.values.keys()];
  const isWide = written.every((text) => /^\d+$/.test(text) && text.length === written[0].length);
  return (
    isWide &&
    written[0].length > 2 &&
    written.some((text) => text.startsWith('0')) &&
    name.values.size === name.filled
  );
}

/** Fewest rows that show that names are numbered alike and their codes recur. */
const enoughNames = 20;

/** `signer0_sample17,41`: names that differ in their numbers alone, each once, and a code without great gaps that recurs. */
function isBesideNumberedNames(column: ColumnProfile, name: ColumnProfile): boolean {
  if (name.filled < enoughNames) return false;
  const names = [...name.values.keys()];
  const [stem, ...otherStems] = new Set(names.map((text) => text.replace(/\d+/g, '#')));
  const areAlike = otherStems.length === 0 && /\p{L}{2}/u.test(stem) && stem.includes('#');
  const { size } = column.values;
  const most = Math.max(...[...column.values.keys()].map(Number));
  const isCode = column.kind === 'integer' && size > 1 && size * 2 <= column.filled;
  return areAlike && isCode && names.length === name.filled && most <= size * 2;
}

/** `"3","Wall St. Bears","Short-sellers …"`: a small number at either end of rows that hold a text. */
function isBesideText(column: ColumnProfile, others: readonly ColumnProfile[]): boolean {
  const hasText = others.some((one) => one.kind === 'text' && one.meanWords > textWords);
  const isSmall = column.values.size <= 20 && column.values.size <= column.filled * 0.2;
  const isFirst = others.every((one) => one.index > column.index);
  return hasText && isSmall && (isFirst || others.every((one) => one.index < column.index));
}

/** Steps of a series, at least. */
const fewestSteps = 20;

/** UCR's archive: the class of a time series, and its values step by step. */
function isBeforeSeries(column: ColumnProfile, others: readonly ColumnProfile[]): boolean {
  const { size } = column.values;
  if (column.index !== 0 || size < 2 || size > mostClasses || size * 2 > column.filled)
    return false;
  // Points of a hand are told from its wrist, which so stands at 0 in every row.
  const varied = others.filter(({ values }) => values.size > 1);
  const areSteps = varied.every(({ kind }) => kind === 'number');
  return others.length >= fewestSteps && varied.length * 2 > others.length && areSteps;
}

/** The last column of figures, or the first where the last can be none: few numbers without gaps, each met often. */
function isLabelOfFigures(
  column: ColumnProfile,
  others: readonly ColumnProfile[],
  { columns }: BareTable,
): boolean {
  if (isBeforeSeries(column, others)) return true;
  const areFigures = others.every((one) => isFigure(one) || one.values.size === one.filled);
  if (others.length < 3 || !areFigures || !isDense(column)) return false;
  const last = columns.at(-1);
  // A matrix or a table of grades has columns that are all alike.
  const stands = (one: ColumnProfile): boolean =>
    !isFigure(one) || one.values.size >= column.values.size * 2;
  if (column === last) return others.some(stands);
  const isFirst = column.index === 0 && last !== undefined && !isDense(last);
  // Behind codes an id of each row; the codes may be as few as the classes.
  const isNumbered = last?.kind === 'text' && last.values.size === last.filled;
  const least = column.values.size + (isNumbered ? 0 : 1);
  return isFirst && others.every((one) => one.values.size >= least);
}

/** `1` and `2` at both ends of a row: nothing tells which of the two is the label. */
function holdSameCodes(last: ColumnProfile, first: ColumnProfile): boolean {
  if (first === last || first.values.size !== last.values.size) return false;
  return [...last.values.keys()].every((code) => first.values.has(code));
}

function isFigure({ kind }: ColumnProfile): boolean {
  return kind === 'integer' || kind === 'number';
}

function isDense({ kind, values, filled }: ColumnProfile): boolean {
  const { size } = values;
  if (kind !== 'integer' || filled < enoughRows || size < 2 || size > mostClasses) return false;
  const numbers = [...values.keys()].map(Number);
  const span = Math.max(...numbers) - Math.min(...numbers);
  return span <= 3 * size + 3 && size * 5 <= filled && !isMeasured({ values });
}

function isDenseCode(column: ColumnProfile): boolean {
  return column.values.size <= fewClasses && isDense(column);
}

/** Whole numbers of many values that begin far from 0, as a pulse or a concentration: codes of classes begin at 0 or 1. */
function isMeasured({ values }: Pick<ColumnProfile, 'values'>): boolean {
  return values.size > mostSteps && Math.min(...[...values.keys()].map(Number)) > 2;
}

/** Confidence that a column of few names is the label of rows that hold other columns of few names. */
export function bareNames(column: ColumnProfile, table: BareTable): number {
  const { columns } = table;
  if (arePartsOfSpeech(column)) return 0.7;
  if (isBeforeText(column, columns)) return 0.55;
  if (columns.some((one) => one !== column && namesFindings(one))) return offered;
  return namesFindings(column) ? 0.65 : bareNamesByPlace(column, table);
}

const offered = 0.4;
/** Of so many names those that stand on both sides tell that the two are of one kind. */
const shareOfBoth = 0.01;

/** A graph of knowledge: what stands left of a relation stands right of others. */
export function isBetweenEntities(
  column: ColumnProfile,
  columns: readonly ColumnProfile[],
): boolean {
  const [head, relation, tail, ...more] = columns;
  if (relation !== column || more.length > 0 || columns.length < 3) return false;
  if (head.kind !== 'text' || tail.kind !== 'text') return false;
  const both = [...head.values.keys()].filter((name) => tail.values.has(name)).length;
  return both > 2 && both > shareOfBoth * Math.min(head.values.size, tail.values.size);
}

function bareNamesByPlace(column: ColumnProfile, table: BareTable): number {
  const { columns } = table;
  if (columns.length < 4 || column.filled < 10 || !hasOwnWords(column, columns)) return offered;
  // Of notes beside a text none stands out by its place; names of many words that recur are no texts.
  const isText = (one: ColumnProfile): boolean =>
    one.kind === 'text' && one.meanWords > textWords && !table.isRival(one);
  if (columns.some(isText)) {
    return columns.filter((one) => one !== column && table.isRival(one)).length > 1 ? offered : 0.5;
  }
  const fromEnd = columns.length - 1 - column.index;
  if (fromEnd === 0) return areRecords(columns) ? offered : 0.6;
  const later = columns.slice(column.index + 1);
  // KDD: the attack, and behind it how hard it is to tell; statlog's last column of few codes is the class itself.
  const isBehind = later.every((one) => one.kind === 'integer' && !isDenseCode(one));
  if (fromEnd === 1 && isBehind) return 0.6;
  const last = columns.at(-1);
  const isLastOut = last !== undefined && table.isRival(last) && holdsOthersWords(last, columns);
  return column.index === 0 && isLastOut && column.filled >= enoughRows ? 0.6 : offered;
}

/** Each row has a name of its own, and nothing in it is measured. */
function areRecords(columns: readonly ColumnProfile[]): boolean {
  const isNamed = columns.some(
    ({ kind, values, filled }) => kind === 'text' && filled >= enoughRows && values.size === filled,
  );
  return isNamed && !columns.some(({ kind }) => kind === 'number');
}

const findings: ReadonlySet<string> = new Set(
  'normal abnormal healthy negative positive benign malignant spoof'.split(' '),
);

/** `normal`, `pneumonia`: what was found, which notes beside it (whose picture it is, from where) are not. */
function namesFindings({ kind, values }: ColumnProfile): boolean {
  if (kind !== 'text' || values.size < 2 || values.size > mostSteps) return false;
  return [...values.keys()].some((text) => findings.has(text.trim().toLowerCase()));
}

/** `true` and `false` in rows that a system counts: a property of what it keeps. */
export function isPropertyOfCounted(
  { values }: ColumnProfile,
  [first]: readonly ColumnProfile[],
): boolean {
  const areTruths = [...values.keys()].every((text) => /^(?:true|false)$/i.test(text));
  const numbers = [...first.values.keys()].map(Number);
  const isRising = numbers.every((value, at) => at === 0 || value > numbers[at - 1]);
  const isWhole = first.kind === 'integer' && first.values.size === first.filled;
  return areTruths && isRising && isWhole && first.filled >= enoughRows;
}

/** True for a column of universal parts of speech (NOUN, VERB …), the label of tokens. */
export function arePartsOfSpeech({ values }: ColumnProfile): boolean {
  return areUniversal(new Set(values.keys()));
}

/** LIAR: an id, the verdict, the statement, and notes on who made it. */
function isBeforeText(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const next = columns.at(column.index + 1);
  const before = columns.slice(0, column.index);
  const isNext = next?.kind === 'text' && next.meanWords > textWords && next.values.size > 10;
  return isNext && before.every((one) => one.values.size === one.filled) && before.length > 0;
}

/** Every value is met in another column, too. */
function holdsOthersWords(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  return [...column.values.keys()].every((word) =>
    columns.some((one) => one !== column && one.values.has(word)),
  );
}

/** The values of a label are seldom those of another column; answers and grades are. */
function hasOwnWords(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const words = [...column.values.keys()].filter((text) => !isIntegerText(text));
  // Beside `+` a dash is the other of two signs.
  const signs = column.values.has('+') && column.nullWords > 0 ? 1 : 0;
  if (words.length + signs < 2) return false;
  const shared = words.filter((word) => {
    return columns.some((one) => one !== column && one.values.has(word));
  });
  return shared.length * 2 <= words.length;
}

/** A number at the front of rows of text says more than a column of titles that happen to recur. */
export function isOutdone(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const others = columns.filter((one) => one.kind !== 'empty');
  const first = others.at(0);
  if (first?.kind !== 'integer' || first === column) return false;
  const beside = others.filter((one) => one !== first);
  return isBesideText(first, beside) && column.values.size > first.values.size * 4;
}

/** Blank columns before it: what stands there was moved to the right for people to read. */
export function isPadded({ index }: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  return index > 2 && [1, 2].every((back) => columns[index - back].kind === 'empty');
}
