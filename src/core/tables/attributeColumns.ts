// Columns that look like labels and are attributes: where it was, of what sex, what kind of thing was sold.
// Must not know which column is the label, nor files.

import type { ColumnProfile } from './columnProfile';

/** `X` and `Y` among other columns: where it was, and not what came of it. */
export function isPlace(
  { plain, index }: ColumnProfile,
  columns: readonly ColumnProfile[],
): boolean {
  const before = columns.find((one) => one.index === index - 1);
  const isNumber = before?.kind === 'integer' || before?.kind === 'number';
  return plain === 'y' && before?.plain === 'x' && isNumber && columns.length > 2;
}

/** `M` and `F` beside figures: an attribute of whom or what was measured; abalones add `I`. */
export function isSexOf({ values }: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const sexes = [...values.keys()].map((text) => text.toLowerCase());
  const areSexes = sexes.every((text) => /^(?:m|f|i|male|female)$/.test(text));
  const both = ['m', 'f'].every((letter) => sexes.some((text) => text.startsWith(letter)));
  return areSexes && both && columns.some(({ kind }) => kind === 'number' || kind === 'integer');
}

/** What kind of thing was sold is no label of the sale. */
export function isOfSales({ plain }: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  return plain.includes('categor') && areSales(columns);
}

const sellingNumbers = /^(?:order|invoice|customer|transaction|product)(?:id|no|number)$/;
const soldNames = /^(?:sales|profit|revenue|quantity|discount|amount|unitprice|totalprice|price)$/;

/** Sales as a shop keeps them: a number of the order or the customer, a day, and money. */
function areSales(columns: readonly ColumnProfile[]): boolean {
  const has = (test: RegExp): boolean => columns.some(({ plain }) => test.test(plain));
  const isDated = columns.some(({ kind }) => kind === 'date');
  return isDated && has(sellingNumbers) && has(soldNames);
}
