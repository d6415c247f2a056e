// Tables whose rows are combinations of a few values: a contingency table, with how often each was met, and a designed
// experiment, with what was measured of each. The rows are no samples. Must not know files, nor which column is the label.

import type { ColumnProfile } from './columnProfile';
import { isRowName } from './records';
import type { TableSample } from './tableSample';

/** How often a combination was met. */
const countNames = /^(?:freq|freqs|frequency|counts?|n|cases)$/;
/** Fewest rows that show that no combination recurs. */
const enoughRows = 8;

/** True where each row is a combination of the values of some columns that no other row has, and nothing else names a sample. */
export function areCombinations(sample: TableSample, columns: readonly ColumnProfile[]): boolean {
  if (!sample.named || !sample.complete || sample.rows.length < enoughRows) return false;
  const told = columns.filter((one) => one.kind !== 'empty' && !isRowName(one));
  const counts = told.filter(({ plain, kind }) => countNames.test(plain) && isFigure(kind));
  const factors = told.filter((one) => !counts.includes(one) && isFactor(one));
  const measures = told.filter((one) => !counts.includes(one) && !factors.includes(one));
  if (factors.length < 2 || !measures.every(({ kind }) => isFigure(kind))) return false;
  if (!areDistinct(sample, factors)) return false;
  if (counts.length > 0 && measures.length === 0) return true;
  const all = factors.reduce((product, { values }) => product * values.size, 1);
  return measures.length > 0 && all === sample.rows.length;
}

function isFigure(kind: ColumnProfile['kind']): boolean {
  return kind === 'integer' || kind === 'number';
}

function isFactor({ kind, values, filled, meanWords }: ColumnProfile): boolean {
  const isCode = kind === 'integer' || kind === 'text' || kind === 'date';
  return isCode && meanWords <= 4 && values.size > 1 && values.size * 2 <= filled;
}

function areDistinct({ rows }: TableSample, factors: readonly ColumnProfile[]): boolean {
  const met = rows.map((row) => factors.map(({ index }) => row.at(index)?.trim()).join('\t'));
  return new Set(met).size === met.length;
}
