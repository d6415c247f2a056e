// Columns of 0 and 1 that are what several people said of the same thing, and so no classes of one sample.
// Must not know files.

import type { ColumnProfile } from './columnProfile';
import { isYes } from './oneHot';

const judges = /^(?:annotator|rater|coder|labell?er|expert|reviewer|judge|worker|grader)s?$/;
/** Agreement beyond chance (Cohen's kappa) from which two columns say the same: people do, classes hardly. */
const agreed = 0.7;
/** Fewest rows that show it. */
const enoughRows = 20;

/** True where the columns are named for who judged, or are two that nearly always agree. */
export function areJudgments(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly string[])[],
): boolean {
  if (columns.every(({ words }) => words.some((word) => judges.test(word.replace(/\d+$/, ''))))) {
    return true;
  }
  const [one, other] = columns.map(({ index }) => rows.map((row) => isYes(row.at(index) ?? '')));
  return columns.length === 2 && rows.length >= enoughRows && kappa(one, other) >= agreed;
}

/** Cohen's kappa of two judgements of the same samples; 0 where one of them never differs. */
function kappa(one: readonly boolean[], other: readonly boolean[]): number {
  const share = (some: readonly boolean[]): number => some.filter(Boolean).length / some.length;
  const [p, q] = [share(one), share(other)];
  const chance = p * q + (1 - p) * (1 - q);
  const same = share(one.map((yes, at) => yes === other[at]));
  return p === 0 || p === 1 || q === 0 || q === 1 ? 0 : (same - chance) / (1 - chance);
}
