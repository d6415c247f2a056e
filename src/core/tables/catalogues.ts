// Tables that keep goods, money or tasks: their categories sort what is kept, and nobody asks a model for them.
// Must not know which column is counted, nor files.

import type { ColumnProfile } from './columnProfile';

/** Names under which people sort what they keep, and datasets their samples. */
const sorting =
  /(?:categor(?:y|ies|yname|ia|ía|ie)|kategorien?|genres?|genreid|tags?|topics?|types?|choices?|labels|department|group|rating)(?:id)?$/;
const money =
  /^(?:(?:unit|list|net|gross|variant|sale|retail|total|original)?(?:price|cost)s?|amount|sales|revenue|profit|balance|debit|credit|total|subtotal|tax|vat|fee|budget|betrag|preis|umsatz|montant|prix|importe|precio)(?:eur|usd)?$/;
const goods =
  /^(?:quantity|qty|stock|inventory|instock|stockquantity|sku|variantsku|barcode|units?|unitssold|unitsinstock|discount|supplier|vendor|orderid|orderdate|shipdate|shipmode|invoiceno|transactiontype|accountname|account|paymentmethod|paid)$/;
const tasks =
  /^(?:assignee|assignedto|reporter|status|state|priority|resolution|milestone|duedate|issuekey|issuetype|sprint|storypoints)$/;

/** Signs of a writing, listed one by one. */
const signs = /^(?:emoji|hexcode|unicode|codepoints?)$/;

/** Words of a cell that is a text, and may be what is to be sorted. */
const textWords = 8;

/** True where the table keeps goods, money or tasks, and the column's name says no more than how they are sorted. */
export function sortsWhatIsKept(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  if (columns.some(({ plain }) => signs.test(plain))) return true;
  if (!sorting.test(column.plain)) return false;
  const others = columns.filter((one) => one !== column && one.kind !== 'empty');
  const plain = others.map((one) => one.plain);
  const isMoney = plain.some((name) => money.test(name));
  const ofGoods = plain.filter((name) => goods.test(name)).length;
  // A shop's export has pictures and descriptions, too.
  if (others.some(isShown)) return isMoney && ofGoods > 1;
  const isDated = others.some(({ kind }) => kind === 'date');
  return (
    (isMoney && (ofGoods > 0 || isDated)) ||
    plain.filter((name) => tasks.test(name)).length > (isDated ? 1 : 2)
  );
}

function isShown({ kind, media, meanWords }: ColumnProfile): boolean {
  return (kind === 'path' && media !== undefined) || (kind === 'text' && meanWords > textWords);
}
