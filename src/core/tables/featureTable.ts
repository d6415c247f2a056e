// Tables of features as people hand them to a classifier: measures and codes of a sample, the class in the last column.
// Must not know files, nor labels told by a name.

import { areCircumstances } from './assignments';
import type { ColumnProfile } from './columnProfile';
import { exclusiveAtEnd } from './exclusiveMarks';
import { measuredNames } from './measuredLabels';
import { isRowName, namesRecords, pointsToOthers } from './records';
import { isMarkColumn } from './oneHot';
import type { TableSample } from './tableSample';

/** Most classes of a column that no name calls a label. */
const mostClasses = 12;
/** Fewest rows that show how often a value recurs. */
const enoughRows = 30;
/** The same of two values. */
const enoughOfTwo = 20;
/** Fewest columns of measures. */
const fewestMeasures = 2;
/** Of so many columns one is enough: the others are answers. */
const manyColumns = 10;

/** Of people and orders in a system: records, not samples. */
const contactNames =
  /mail$|^(?:user|first|last|full)?name$|phone|address|currency|^sku$|^plan$|^order/;

/** Whether there is one, where two values recur, and not which. */
const eitherContact = /phone|mail$/;

/** Of an experiment's runs or a simulation's: what is recorded of them is a result. */
const ofRuns = /^(?:seed|trial|run|replicate|rep|participant|nagents|experiment)$/;

/** The column that is the class by its place; undefined where the table is of another kind. */
export function classByPlace(
  columns: readonly ColumnProfile[],
  { rows, heldOut }: Pick<TableSample, 'rows' | 'heldOut'>,
): ColumnProfile | undefined {
  const filled = columns.filter((column) => column.kind !== 'empty');
  const last = filled.at(-1);
  const first = filled.at(0);
  if (first === undefined || last === undefined || !isOfFeatures(filled)) return undefined;
  // In a journal names are notes, but yes and no tell what came of a day.
  const isJournal =
    filled.some(({ kind }) => kind === 'date') && !isMarkColumn(last) && !isAnswer(last);
  if (isJournal || areObserved(filled) || isOfSeries(last, filled)) return undefined;
  // One value of what was one column is no class by itself.
  if (exclusiveAtEnd(filled, rows).length > 0) return undefined;
  // What is sold or paid stands first where it is to be told: the answers behind it are features.
  if (beginsWithMeasure(filled)) return undefined;
  if (mayBeClass(last)) return isNote(last, filled, heldOut === true) ? undefined : last;
  // The outcome first, where what stands last is known to be none.
  const isNone = last.label.promise === -1 || last.kind === 'number';
  const mayBeFirst = isMarkColumn(first) && mayBeClass(first) && !isCircumstance(first);
  return isNone && mayBeFirst ? first : undefined;
}

/** Measures and codes of samples, which are neither records nor kept in a journal, and of which no measure is to be told. */
export function isOfSamples(filled: readonly ColumnProfile[]): boolean {
  const isJournal = filled.some(({ kind }) => kind === 'date');
  return isOfFeatures(filled) && !isJournal && !areObserved(filled) && !beginsWithMeasure(filled);
}

/** Runs of an experiment, places year by year, or records that point to others. */
function areObserved(columns: readonly ColumnProfile[]): boolean {
  const areRuns = columns.some(({ plain }) => ofRuns.test(plain));
  return areRuns || pointsToOthers(columns) || isPanel(columns);
}

function beginsWithMeasure(columns: readonly ColumnProfile[]): boolean {
  const head = columns.find((one) => !isRowName(one) || measuredNames.test(one.plain));
  return head !== undefined && isMeasure(head) && measuredNames.test(head.plain);
}

/** `unem75` behind `unem74`: the same once more, of another year. */
function isOfSeries({ name }: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  if (isDummy(name, columns)) return true;
  const stem = stemOfYear(name);
  const others = columns.filter((one) => one.name !== name && stemOfYear(one.name) === stem);
  // `col01` to `col15` are names that a program made up.
  return stem !== undefined && others.length > 0 && others.length < 4;
}

/** `travel3` behind `travel1` and `travel2`, marks all: one value of what was one column. */
function isDummy(name: string, columns: readonly ColumnProfile[]): boolean {
  const stemOf = (one: string): string | undefined => /^([a-z_.]{3,}?)[_.]?\d$/i.exec(one)?.[1];
  const stem = stemOf(name);
  const alike = columns.filter((one) => stem !== undefined && stemOf(one.name) === stem);
  return alike.length > 2 && alike.every(isMarkColumn);
}

function stemOfYear(name: string): string | undefined {
  return /^(\D{3,}?)_?(?:19|20)?\d\d$/.exec(name)?.[1];
}

/** Places or firms observed year by year, or one of them: a law that one of them had is one more of its circumstances. */
function isPanel(columns: readonly ColumnProfile[]): boolean {
  if (columns.some(({ plain, values, filled }) => plain === 'year' && values.size === filled))
    return true;
  const isByYear = columns.some(({ plain, kind }) => plain === 'year' && kind === 'integer');
  return isByYear && columns.some((one) => one.kind === 'text' && isCircumstance(one));
}

/** Notes on what was measured, or on a record of it: what came of it is told by two marks or by a name of its own. */
function isNote(last: ColumnProfile, columns: readonly ColumnProfile[], heldOut: boolean): boolean {
  const before = columns.at(-2);
  // A salary of few steps is a feature.
  if (before !== undefined && isMeasure(before) && measuredNames.test(before.plain)) return true;
  if (isCircumstance(last)) return true;
  const isOutcome = isMarkColumn(last) || isAnswer(last) || isDenied(last);
  return !isOutcome && !heldOut && namesRecords(columns, last);
}

/** `Placed` and `Not Placed`, `satisfied` and `dissatisfied`: one is the other denied. */
function isDenied({ values }: ColumnProfile): boolean {
  if (values.size !== 2) return false;
  const [yes, no] = [...values.keys()]
    .map((text) => text.toLowerCase())
    .sort((a, b) => a.length - b.length);
  return /^(?:not|no|non|un|dis|in)[\s_-]?$/.test(no.slice(0, -yes.length)) && no.endsWith(yes);
}

/** Words for where, when, by whom or by what means: a circumstance of what was measured. */
const circumstances = new Set(
  `region branch location place site station city town country continent state origin destination zone district
   borough warehouse store shop market season quarter month weekday day daypart shift dir direction wdir
   department owner agent seller supplier vendor brand manufacturer team league role employer remote
   channel device browser platform os runtime compiler machine host sensor gear
   party fuel heating transmission cast block replica replicate variety
   treat treated treatment arm cohort exposure dose holiday weekend promo
   south north urban rural married black white hispanic female male adult home away
   children kids smsa city metro union incumbent self minority nonwhite foreign veteran homeowner
   ownrent ownership owns rents renter tenant
   payment method side currency unit symbol ticker chain exchange carrier segment sector
   model algorithm optimizer solver kernel backend config setup seed fold reason argmax cluster
   chr chromosome`.split(/\s+/),
);

/** A column named for a circumstance of what was measured. */
export function isCircumstance({ plain, words, values }: ColumnProfile): boolean {
  if (areCircumstances(values)) return true;
  return circumstances.has(plain) || words.some((word) => circumstances.has(word));
}

function isAnswer({ values }: ColumnProfile): boolean {
  return [...values.keys()].every((text) => /^(?:yes|no|y|n|true|false)$/i.test(text));
}

/** Measures of many values, and besides only codes, names that recur, and who it is about. */
function isOfFeatures(columns: readonly ColumnProfile[]): boolean {
  const measures = columns.filter((one) => isMeasure(one) && !one.isId);
  const others = columns.filter(
    ({ kind, meanWords }) => kind === 'structure' || kind === 'path' || meanWords > 4,
  );
  const contacts = columns.filter(
    ({ plain, values }) =>
      contactNames.test(plain) && !(values.size <= 2 && eitherContact.test(plain)),
  );
  const dates = columns.filter(({ kind }) => kind === 'date').length;
  return (
    columns.length >= 4 &&
    measures.length >= (columns.length < manyColumns ? fewestMeasures : 1) + dates &&
    dates < 2 &&
    others.length + contacts.length === 0
  );
}

function isMeasure({ kind, values, filled }: ColumnProfile): boolean {
  if (kind === 'number') return true;
  return kind === 'integer' && values.size > Math.max(mostClasses, filled * 0.05);
}

function mayBeClass(column: ColumnProfile): boolean {
  const { kind, values, filled, label, meanWords, plain } = column;
  // The patients of an Indian hospital are in one data set or the other by whether they are ill.
  const isOther = label.promise < 0 && plain !== 'dataset';
  const enough = values.size === 2 ? enoughOfTwo : enoughRows;
  if (isOther || column.isId || column.isSample || filled < enough) return false;
  if (values.size < 2 || values.size > mostClasses || values.size * 5 > filled) return false;
  // `leaves`, `doors`: how many there are.
  const isCount = label.promise === 0 && values.size > 2 && /[^s]s$/.test(column.plain);
  return kind === 'integer' ? areCodes(values) && !isCount : kind === 'text' && meanWords <= 4;
}

/** Small whole numbers without gaps, as codes of classes are. */
function areCodes(values: ReadonlyMap<string, number>): boolean {
  const numbers = [...values.keys()].map(Number);
  const least = Math.min(...numbers);
  return least >= 0 && least <= 1 && Math.max(...numbers) - least < values.size + 1;
}
