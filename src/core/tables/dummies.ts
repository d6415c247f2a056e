// Figures of a sample, and behind them its class as columns of 0 and 1, one a class: what `get_dummies` makes of a column.
// Must not know files, nor how labels are ranked.

import { areCircumstances } from './assignments';
import { readLabelName } from './columnNames';
import type { ColumnProfile } from './columnProfile';
import { areExclusive, exclusiveAtEnd } from './exclusiveMarks';
import { isCircumstance, isOfSamples } from './featureTable';
import { measuredNames } from './measuredLabels';
import { isMarkColumn, type OneHot } from './oneHot';
import { arePlaces } from './placeNames';
import type { TableSample } from './tableSample';

/** From so many columns on the last of them alone says too little. */
const several = 3;
const asserted = 0.55;
const offered = 0.4;

/** The columns at the end of a table of features that are the values of one; undefined where the table has none. */
export function findDummies(
  columns: readonly ColumnProfile[],
  { rows, named }: Pick<TableSample, 'rows' | 'named'>,
): OneHot | undefined {
  const filled = columns.filter(({ kind }) => kind !== 'empty');
  const run = exclusiveAtEnd(filled, rows);
  if (run.length === 0 || !isOfSamples(filled)) return undefined;
  const stem = named ? stemOf(run.map(({ name }) => name.trim())) : undefined;
  // `control, disease`: of two the one that is named like a label is the label.
  if (stem === undefined && run.some(({ label }) => label.promise >= 1)) return undefined;
  const rest = filled.slice(0, -run.length);
  const isClass = stem === undefined ? areClasses(run, rest, rows) : isLabelStem(stem);
  const evidence = `of the last ${run.length} columns each row has 1 in one and 0 in the others`;
  return {
    columns: run,
    confidence: isClass && !isMeasured(rest) ? asserted : offered,
    evidence,
  };
}

/** Names without a stem, which say what each class is, behind nothing else that could be told. */
function areClasses(
  run: readonly ColumnProfile[],
  rest: readonly ColumnProfile[],
  rows: readonly (readonly string[])[],
): boolean {
  const names = new Map(run.map(({ name }) => [name.trim(), 1]));
  const areBeside =
    areCircumstances(names) || arePlaces([...names.keys()]) || run.some(isCircumstance);
  const isOther = (one: ColumnProfile): boolean => one.kind === 'text' && !one.isId;
  const marks = rest.filter((one) => isMarkColumn(one));
  return run.length >= several && !areBeside && !rest.some(isOther) && areExclusive(marks, rows);
}

function isLabelStem(stem: string): boolean {
  return readLabelName(stem).promise >= 0.5;
}

/** A price is to be told, and the columns behind it are features. */
function isMeasured(columns: readonly ColumnProfile[]): boolean {
  return columns.some(
    ({ plain, kind }) => measuredNames.test(plain) && (kind === 'number' || kind === 'integer'),
  );
}

/** `species` of `species_setosa` and `species_virginica`, `kind` of `kindA` and `kindB`; undefined where the names share none. */
function stemOf(names: readonly string[]): string | undefined {
  const [first] = names;
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1;
  const shared = first.slice(0, length);
  const separated = /^(.*[^\s._=:-])[\s._=:-]/.exec(shared)?.[1];
  if (separated !== undefined) return separated;
  const isApart = names.every((name) => /^(?:\d|[A-Z])/.test(name.slice(length)));
  return shared !== '' && isApart && /[a-z]$/.test(shared) ? shared : undefined;
}
