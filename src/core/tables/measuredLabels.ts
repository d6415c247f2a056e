// Whether whole numbers that are named like a label are measured, or are steps of a score.
// Must not know files or which other columns may be the label.

import type { ColumnProfile } from './columnProfile';

/** `score` says little, but beside a text: how good its writer finds what it is about. */
const ratingNames =
  /^(?:score|overall|(?:star|review|reviews?star)s?(?:rating|score)|reviewsrating)$/;

/** A score of few steps that a text was given. */
export function isRating(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  if (!ratingNames.test(column.plain) || column.kind !== 'integer') return false;
  const { size } = column.values;
  if (size < 2 || size > 11 || size * 3 > column.filled) return false;
  return columns.some((one) => one.kind === 'text' && one.meanWords > 8);
}

/** How good somebody finds what no cell of the row shows, neither a text nor a picture: an answer among others. */
export function isRatingOfNothing(
  column: ColumnProfile,
  columns: readonly ColumnProfile[],
): boolean {
  if (!/^(?:ratings?|stars)$/.test(column.plain) || column.kind !== 'integer') return false;
  const shown = columns.some(
    (one) =>
      one !== column && (one.kind === 'path' || one.media !== undefined || one.meanWords > 4),
  );
  const figures = columns.filter(({ kind }) => kind === 'integer' || kind === 'number');
  return !shown && figures.length > 3;
}

/** Names that a regression target carries as often as a class. */
export const eitherNames =
  /^(?:target|targets|y|outcome|score|rating|stars|quality|income|result|priority|label|labels)$/;

/** Names, as `ColumnProfile.plain` has them, of sums of money and of what else is measured to be told. */
export const measuredNames =
  /(?:price|value|sales?|revenue|costs?|salary|charges|demand|consumption|cnt|count|quantity|amount|fare|mpg)$/;

/** The last column is a sum of money or the like: it is to be told, and no class. */
export function isRegression(columns: readonly ColumnProfile[]): boolean {
  const last = columns.at(-1);
  if (last === undefined || (last.kind !== 'integer' && last.kind !== 'number')) return false;
  return measuredNames.test(last.plain) && last.values.size > Math.max(20, last.filled * 0.2);
}

/** Steps to both sides of 0: how much, and no codes of classes. */
function isScale(values: ReadonlyMap<string, number>): boolean {
  return values.size > fewSteps && [...values.keys()].some((text) => Number(text) < -1);
}

/** What is known of a column of whole numbers. */
interface Numbers {
  /** See `NameReading`. */
  readonly promise: number;
  readonly distinct: number;
  /** Distinct values for each filled cell. */
  readonly share: number;
  /** Whether a picture or a file stands beside it. */
  readonly isBesideFile: boolean;
}

/** Integers so many that they are rather measured than named. */
export function looksNumeric(
  { kind, plain, values }: ColumnProfile,
  { promise, distinct, share, isBesideFile }: Numbers,
): boolean {
  if (kind !== 'integer' || !eitherNames.test(plain)) return false;
  if (promise === 1 && !isBesideFile && isScale(values)) return true;
  // How often something happened.
  if (plain === 'y' && !isBesideFile && distinct > fewSteps && !areDense(values)) return true;
  // An income, a quality: of so many steps only beside a picture a class.
  const isMeasure = promise === 1 && plain !== 'y' && !isBesideFile;
  const most = plain === 'income' ? fewSteps : 50;
  return distinct > most && (share > 0.3 || isMeasure);
}

/** What somebody earns, in steps of which there are more than two: a feature like any other unless codes of them stand last. */
export function isStepOfIncome({ plain, kind, values }: ColumnProfile, isLast: boolean): boolean {
  if (plain !== 'income' || kind !== 'integer' || values.size < 3) return false;
  return !isLast || !areDense(values);
}

/** Whole numbers from 0 or 1 on without a gap, as codes of classes are. */
function areDense(values: ReadonlyMap<string, number>): boolean {
  const numbers = [...values.keys()].map(Number);
  const least = Math.min(...numbers);
  return least >= 0 && least <= 1 && Math.max(...numbers) - least < values.size;
}

/** How strong an attack is, or how severe: whole numbers of many steps, without a picture or a text that has them. */
export function isFigure(
  { kind, plain }: ColumnProfile,
  { promise, distinct, isBesideFile }: Numbers,
): boolean {
  if (promise !== 1 || kind !== 'integer' || eitherNames.test(plain)) return false;
  return distinct > (saysYesOrNo.test(plain) ? 3 : fewSteps) && !isBesideFile;
}

/** Under a name that is as often an attribute's: whole numbers far apart that hardly recur, as no codes of classes are. */
export function isSparse(
  { kind, values }: ColumnProfile,
  { promise, share, isBesideFile }: Numbers,
): boolean {
  if (promise !== 0.5 || kind !== 'integer' || isBesideFile) return false;
  const numbers = [...values.keys()].map(Number);
  const span = Math.max(...numbers) - Math.min(...numbers);
  return share > 0.3 && span > 3 * numbers.length;
}

/** What happens or does not: of these a number of many steps says how strong it was. */
const saysYesOrNo =
  /^(?:attack|fraud|spam|churn|churned|survived|exited|default|defaulted|deceased|attrition|approved)$/;
/** More whole numbers than this are no steps of an outcome. */
const fewSteps = 20;

/** `12 ns/op`, `0.5 MB`: figures, all in one unit. */
export function areMeasured({ values }: Pick<ColumnProfile, 'values'>): boolean {
  const units = [...values.keys()].map((text) => /^[+-]?[\d.,]+\s?([^\d\s.,]\D*)$/.exec(text)?.[1]);
  return units[0] !== undefined && units.every((unit) => unit === units[0]);
}
