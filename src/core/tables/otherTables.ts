// Tables that hold no labels of samples whatever their columns are called: measurements, a model's answers, lists of classes.
// Must not know files, nor which column would be the label.

import { findRegion } from './boxColumns';
import { isMetricsHeader } from './columnNames';
import type { ColumnProfile } from './columnProfile';
import { plainName } from './tableSample';

/** Fewest rows that show that figures hardly recur. */
const enoughRows = 20;

/**
 * Measurements, and tables of which a column alone says too little. Label Studio's CSV (`annotation_id`, `lead_time`)
 * is one of these where its cells hold regions as JSON, and a plain table of choices where they do not.
 */
export function isOtherTable(
  header: readonly string[],
  columns: readonly ColumnProfile[],
  structured: boolean,
): boolean {
  const names = new Set(header.map(plainName));
  const has = (...all: readonly string[]): boolean => all.every((name) => names.has(name));
  return (
    isMetricsHeader(header) ||
    columns.some(listsClasses) ||
    (findRegion(columns) !== undefined && columns.some(isSureness)) ||
    has('clientid', 'sentence', 'upvotes') ||
    areResults(names) ||
    has('regionshapeattributes') ||
    (has('imageid', 'labelname', 'confidence') && !has('xmin')) ||
    (structured && has('annotationid', 'leadtime'))
  );
}

const toldNames = /^(?:y|label)?(?:true|actual|gold|groundtruth)(?:label|class|y)?$/;
const guessedNames = /^(?:y|label|model)?(?:pred|predicted|prediction)(?:label|class|y)?$/;

/** What was to be told beside what a model made of it. */
function areResults(names: ReadonlySet<string>): boolean {
  const all = [...names];
  return all.some((name) => toldNames.test(name)) && all.some((name) => guessedNames.test(name));
}

/** How sure a detector was of each box: its results, not what people have drawn. */
function isSureness({ plain, kind, values, filled }: ColumnProfile): boolean {
  if (!/^(?:confidence|conf|score)$/.test(plain) || kind !== 'number') return false;
  const isShare = [...values.keys()].every((text) => Number(text) >= 0 && Number(text) <= 1);
  return isShare && filled >= enoughRows && values.size * 2 > filled;
}

/** `ClassId` once each: a table about the classes, not of samples. */
function listsClasses({ label, values, filled }: ColumnProfile): boolean {
  if (label.promise !== 3 || !label.isId || values.size !== filled) return false;
  const ids = [...values.keys()].map(Number);
  return filled >= 10 || (filled > 2 && ids.every((id, at) => id === ids[0] + at));
}
