// Guesses how a delimited file is written from its first bytes: encoding, delimiter, quote, lines to skip.
// Knows no header and no label; what it says may be overruled by a setting.

import { BACKSLASH, DOUBLE_QUOTE } from './ascii';
import { ByteBuffer } from './byteBuffer';
import type { Quote } from './delimited';
import { DELIMITERS, judge, type Verdict } from './dialectScore';
import { sniffEncoding, transcoderFor } from './encoding';
import { papaDelimiter } from './papa';

/** How a delimited file is written; `{ ...dialect, onRecord }` makes the options of a `DelimitedTokenizer`. */
export interface Dialect {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Bytes of the byte order mark in the file: 0, 2 or 3. */
  readonly bomLength: number;
  /** One ASCII character; ',' where there is only one column. */
  readonly delimiter: string;
  /** '' where quotes are plain text, as in tab-separated text with stray quotes. */
  readonly quote: Quote;
  /** Quotes in quoted cells have a backslash before them (`\\"`); absent where they are doubled. */
  readonly backslashes?: true;
  /** The more frequent line end; for writing, since a reader had better take them all. */
  readonly newline: 'lf' | 'crlf' | 'cr';
  /** Lines before the table: `sep=;` as Excel writes it, titles, and blanks among these. */
  readonly skipLines: number;
  /** The usual number of fields. */
  readonly fields: number;
  /** Share of the records in the head that have `fields` fields, from 0 to 1. */
  readonly score: number;
}

/** Bytes that are looked at, at most. */
const ENOUGH = 1 << 16;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Guesses the dialect from the first bytes of a file; `complete` says that `head` is the whole file.
 * Otherwise the last line is taken to be cut and is not judged. Never fails: see `score`.
 */
export function sniffDialect(head: Uint8Array, complete: boolean): Dialect {
  const { encoding, bomLength } = sniffEncoding(head);
  const text = asUtf8(head.subarray(0, ENOUGH), encoding, bomLength);
  const whole = complete && head.length <= ENOUGH;
  const separator = separatorLine(text);
  const skipLines = separator === undefined ? 0 : 1;
  const best =
    separator === undefined ? bestDelimiter(text, whole) : withQuote(text, whole, separator, 1);
  return {
    encoding,
    bomLength,
    delimiter: best.delimiter,
    quote: best.quote,
    ...(best.backslashes ? { backslashes: true } : {}),
    newline: newlineOf(text),
    skipLines: skipLines + best.preamble,
    fields: best.fields,
    score: best.share,
  };
}

function asUtf8(head: Uint8Array, encoding: Dialect['encoding'], bomLength: number): Uint8Array {
  const transcoder = transcoderFor(encoding);
  if (transcoder === undefined) return head.subarray(bomLength);
  const out = new ByteBuffer(head.length);
  transcoder.feed(head, bomLength, head.length, out);
  return out.bytes.subarray(0, out.length);
}

/** The delimiter that Excel's first line `sep=;` names. */
function separatorLine(text: Uint8Array): string | undefined {
  const start = decoder.decode(text.subarray(0, 7));
  return /^sep=([ -~\t])(?:[\r\n]|$)/i.exec(start)?.[1];
}

function bestDelimiter(text: Uint8Array, whole: boolean): Verdict {
  const possible = DELIMITERS.filter((delimiter) => delimiter !== '|' || !areBarsTripled(text));
  const verdicts = possible.map((delimiter) => withQuote(text, whole, delimiter, 0));
  const top = Math.max(...verdicts.map(rank));
  const equals = verdicts.filter((verdict) => rank(verdict) === top);
  if (equals.length === 1 || top === 0) return equals[0];
  const delimitersToGuess = equals.map((verdict) => verdict.delimiter);
  const guess = papaDelimiter(decoder.decode(text), { delimitersToGuess, skipEmptyLines: true });
  return equals.find((verdict) => verdict.delimiter === guess) ?? equals[0];
}

const BAR = 124;

/** `one post|||another`: bars that stand by threes alone join texts within a cell. */
function areBarsTripled(text: Uint8Array): boolean {
  let at = text.indexOf(BAR);
  if (at < 0) return false;
  while (at >= 0) {
    let end = at;
    while (text[end] === BAR) end++;
    if (end - at !== 3) return false;
    at = text.indexOf(BAR, end);
  }
  return true;
}

/**
 * What blanks and tabs in any number make of the text, where that is a table of at least three columns that mostly hold
 * figures, as UCI's and statlog's are, or that begin with the number of a sample, or of splits and paths; running text has lines of any number of words.
 */
export function sniffBlanks(head: Uint8Array, complete: boolean): Verdict | undefined {
  const text = head.subarray(0, ENOUGH);
  const whole = complete && head.length <= ENOUGH;
  const bare = judge(text, whole, ' ', '', 0);
  const quoted = bare.quoted['"'] > 0 ? judge(text, whole, ' ', '"', 0) : bare;
  const verdict = quoted.problems === 0 && quoted.share >= bare.share ? quoted : bare;
  if (areOfR(verdict, bare.quoted['"'])) return verdict;
  const isTable = verdict.fields >= 2 && verdict.records >= 10 && verdict.share >= 0.98;
  if (!isTable) return undefined;
  const lines = decoder
    .decode(text)
    .split('\n')
    .slice(0, whole ? undefined : -1);
  if (verdict.fields === 2) return areSplitPaths(lines) ? verdict : undefined;
  if (areNumbered(lines)) return verdict;
  const words = lines.flatMap((line) => line.split(/\s+/));
  return words.filter((word) => /\d/.test(word)).length * 2 >= words.length ? verdict : undefined;
}

/** R's `write.table`: a name for each column, and below them rows that begin with a name of their own; names stand in quotes. */
function areOfR({ fields, records, lacking, problems }: Verdict, quotes: number): boolean {
  return fields > 2 && records > 2 && lacking && problems === 0 && quotes >= records;
}

/** `3 id10270/5r0dWxy17C8/00001.wav`: one of three splits, and a path. */
function areSplitPaths(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.every((line) => /^[123] [^\s/]+\/\S+\s*$/.test(line));
}

/** One of the first two words of each line is a name with a number in it, and no other line's (`LA_0079 LA_T_1138215 - bonafide`). */
function areNumbered(lines: readonly string[]): boolean {
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([first]) => first !== '');
  return [0, 1].some((column) => {
    const names = rows.map((row) => row.at(column) ?? '');
    const areNames = names.every(
      (name) => /^[a-z]/i.test(name) && /[_/.-]/.test(name) && /\d/.test(name),
    );
    return areNames && new Set(names).size === names.length;
  });
}

/** Agreement of the field counts first, whole cells second; a delimiter that splits nothing ranks last. */
function rank(verdict: Verdict): number {
  if (verdict.fields < 2) return 0;
  // Points joined within the cells of one column make the header look like a title.
  const skipped = verdict.preamble > 0 ? 0.95 : 1;
  return skipped * verdict.share ** 2 * (0.7 + 0.3 * verdict.whole);
}

/** The quote that fits this delimiter; double quotes unless there is evidence against them. */
function withQuote(text: Uint8Array, whole: boolean, delimiter: string, skip: number): Verdict {
  const double = judge(text, whole, delimiter, '"', skip);
  const bare = judge(text, whole, delimiter, '', skip);
  const isSingle = bare.quoted["'"] * 2 >= bare.records || isHeaderQuoted(text, delimiter);
  if (bare.quoted['"'] === 0 && isSingle) {
    const single = judge(text, whole, delimiter, "'", skip);
    if (single.problems === 0 && single.records > 0) return single;
  }
  const escaped = withBackslashes(text, whole, double, skip);
  if (escaped !== undefined) return escaped;
  // Quotes that join lines which agree without them, or that do not pair, are text: tab-separated corpora have them.
  const broken = double.problems > 0 || double.records < bare.records;
  const tidy = bare.fields > 1 && bare.share === 1 && bare.quoted['"'] * 10 <= bare.records;
  return broken && tidy ? bare : double;
}

/** The text with backslashes before its quotes, where it has some that do not fit otherwise. A path may end in one. */
function withBackslashes(
  text: Uint8Array,
  whole: boolean,
  { delimiter, problems, share }: Verdict,
  skip: number,
): Verdict | undefined {
  if ((problems === 0 && share === 1) || !holdsEscapedQuote(text)) return undefined;
  const escaped = judge(text, whole, delimiter, '"', skip, true);
  const fits = escaped.problems === 0 && escaped.fields > 1 && escaped.share >= share;
  return fits ? escaped : undefined;
}

function holdsEscapedQuote(text: Uint8Array): boolean {
  let at = text.indexOf(BACKSLASH);
  while (at >= 0 && text[at + 1] !== DOUBLE_QUOTE) at = text.indexOf(BACKSLASH, at + 1);
  return at >= 0;
}

/** `'age','vote'` above figures: each name of the first line in single quotes. */
function isHeaderQuoted(text: Uint8Array, delimiter: string): boolean {
  const [first] = decoder.decode(text.subarray(0, longestHeader)).split(/[\r\n]/, 1);
  const names = first.split(delimiter);
  return names.length > 1 && names.every((name) => /^'[^']+'$/.test(name));
}

/** Bytes of the first line that are looked at. */
const longestHeader = 1 << 12;

function newlineOf(text: Uint8Array): Dialect['newline'] {
  let [lf, crlf, cr] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === 13 && text[i + 1] === 10) crlf++;
    else if (text[i] === 13) cr++;
    else if (text[i] === 10 && text[i - 1] !== 13) lf++;
  }
  if (crlf >= lf && crlf >= cr && crlf > 0) return 'crlf';
  return cr > lf ? 'cr' : 'lf';
}
