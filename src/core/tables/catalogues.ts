// Tables that keep goods, money, tasks, works, words or people: their categories sort what is kept, and nobody asks a model
// for them.
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

/** Who made a work, and where it came out: a library's genres sort its shelves. */
const works =
  /^(?:artists?|albums?|albumartist|composers?|publishers?|platforms?|authors?|directors?|isbn(?:13)?|issn|doi|journal|publicationtitle)$/;
/** What a dictionary says of its words. */
const ofWords =
  /^(?:definitions?|meanings?|gloss(?:es)?|reading|translations?|pronunciation|etymology)$/;
/** What happens on a day, where no text says more of it. */
const titles = /^(?:title|subject|event|eventname|summary)$/;
/** Under such a name each thing of a list is known once. */
const keyNames =
  /^(?:key|code|identifier|slug|family|lemma|symbol|shortname|feature|variable|field|parameter)$/;
/** What a site says of its pages. */
const ofPages = /^(?:slug|permalink|excerpt|(?:post|comment)status|posttype|postname)$/;
const users = /^(?:user|member|customer|account|reviewer)id$/;

/** Words of a cell that is a text, and may be what is to be sorted. */
const textWords = 8;
/** Fewest rows that show that nothing recurs. */
const enoughRows = 30;

/** True for a dictionary's table, and for one whose rows are known by a key of one word: lists of words or things. */
export function listsThings(columns: readonly ColumnProfile[]): boolean {
  return areWords(columns) || isKeyed(columns);
}

/** A dictionary, or cards to learn from. */
function areWords(columns: readonly ColumnProfile[]): boolean {
  const isCard = ['front', 'back'].every((side) => columns.some(({ plain }) => plain === side));
  return isCard || columns.some(({ plain }) => ofWords.test(plain));
}

function isKeyed(columns: readonly ColumnProfile[]): boolean {
  return columns.some(
    ({ plain, kind, values, filled, meanWords }) =>
      keyNames.test(plain) &&
      kind === 'text' &&
      filled >= enoughRows &&
      values.size === filled &&
      meanWords < 1.5,
  );
}

/** True where the table keeps what is listed above, and the column's name says no more than how it is sorted. */
export function sortsWhatIsKept(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  if (columns.some(({ plain }) => signs.test(plain))) return true;
  if (!sorting.test(column.plain)) return false;
  const others = columns.filter((one) => one !== column && one.kind !== 'empty');
  const plain = others.map((one) => one.plain);
  if (areWords(others)) return true;
  const isMoney = plain.some((name) => money.test(name));
  const ofGoods = plain.filter((name) => goods.test(name)).length;
  // A shop's export has pictures and descriptions, too.
  if (others.some(isShown))
    return (isMoney && ofGoods > 1) || plain.some((name) => ofPages.test(name));
  const isDated = others.some(({ kind }) => kind === 'date');
  if (isDated && (isFromTo(plain) || plain.some((name) => titles.test(name)))) return true;
  if (isKeyed(others) || others.some(isAddress) || isByUsers(others)) return true;
  return (
    plain.filter((name) => works.test(name)).length > 1 ||
    (isMoney && (ofGoods > 0 || isDated)) ||
    plain.filter((name) => tasks.test(name)).length > (isDated ? 1 : 2)
  );
}

function isShown({ kind, media, meanWords }: ColumnProfile): boolean {
  return (kind === 'path' && media !== undefined) || (kind === 'text' && meanWords > textWords);
}

/** An appointment, a project, a stay. */
function isFromTo(names: readonly string[]): boolean {
  const has = (test: RegExp): boolean => names.some((name) => test.test(name));
  return (
    has(/^(?:starts?|begins?)(?:date|time|at|on)?$/) &&
    has(/^(?:ends?|finish)(?:date|time|at|on)?$/)
  );
}

/** People and how they are reached. */
function isAddress({ kind, values, meanWords }: ColumnProfile): boolean {
  return (
    kind === 'text' && meanWords < 1.5 && [...values.keys()].every((text) => text.includes('@'))
  );
}

/** What users did with things that another table lists, and when. */
function isByUsers(columns: readonly ColumnProfile[]): boolean {
  const ids = columns.filter(({ words }) => words.length > 1 && words.at(-1) === 'id');
  const isTimed = columns.some(
    ({ kind, plain }) => kind === 'date' || /^(?:date|time(?:stamp)?)$/.test(plain),
  );
  return isTimed && ids.length > 1 && ids.some(({ plain }) => users.test(plain));
}

/** Fewest rows that show that a column holds versions. */
const enoughVersions = 10;

/** `apt  adduser  3.134`: a list of what is installed, of each its version. */
export function listsVersions(columns: readonly ColumnProfile[]): boolean {
  return columns.some(({ kind, values, filled }) => {
    if (kind !== 'text' || filled < enoughVersions) return false;
    const versions = [...values.keys()].filter((text) => version.test(text) && !address.test(text));
    return versions.length >= values.size * 0.8;
  });
}

const version = /^(?:v|\d+:)?\d+\.\d+(?:[-+~.]\S*)?$/;
/** A host's. */
const address = /^\d+\.\d+\.\d+\.\d+$/;

/** Most classes that somebody renames by hand, and words of their names: more are queries with their intents. */
const mostRenamed = 300;
const wordsOfName = 3;

/** `Drink can,Can`, `Cigarette,Cigarette`: classes, and what they are called in a smaller set; some keep their names. */
export function renamesThings(columns: readonly ColumnProfile[]): boolean {
  const filled = columns.filter(({ kind }) => kind !== 'empty');
  if (filled.length !== 2 || !filled.every(({ kind }) => kind === 'text')) return false;
  const [from, to] = filled;
  if (from.filled > mostRenamed || from.meanWords > wordsOfName) return false;
  const isOnceEach = from.values.size === from.filled && to.values.size < from.filled;
  return isOnceEach && [...to.values.keys()].some((name) => from.values.has(name));
}
