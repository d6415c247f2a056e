// Delimited text: counts records whose quoting is RFC 4180, whose number of fields is right and whose cells are learned.
// Everything else is handed back with nothing of it counted. Must not know what a label means.

import { anyIn, equalIn, lowBits, prefixXor, select } from './masks';
import { addRecords, ASK, MORE, setCells, setPlace } from './state';
import { countCell, findCell, findSplit } from './table';

const LF: u8 = 10;
const CR: u8 = 13;

let delimiter: u8 = 44;
let quote: u8 = 34;
let hasQuote: bool = true;
let columns: i32 = 1;
let label: i32 = 0;
/** Column of the split; -1 where there is none. */
let splitColumn: i32 = -1;

/** `quoteByte` below 0: the file quotes nothing. */
export function setDelimited(
  delimiterByte: i32,
  quoteByte: i32,
  fields: i32,
  labelColumn: i32,
  split: i32,
): void {
  delimiter = delimiterByte as u8;
  hasQuote = quoteByte >= 0;
  quote = quoteByte as u8;
  columns = fields;
  label = labelColumn;
  splitColumn = split;
}

/** Left and right end of a cell as one number; 0 where its quoting is for the plain reader. */
function bare(start: u32, end: u32): u64 {
  let from = start;
  let to = end;
  if (hasQuote && to > from && load<u8>(from) == quote) {
    from += 1;
    to -= 1;
    if (to < from) return 0;
    for (let at = from; at < to; at++) if (load<u8>(at) == quote) return 0;
  }
  return ((from as u64) << 32) | (to as u64);
}

/** Counts the record whose cells are given; false where it is for the plain reader. */
function count(start: u32, end: u32, fromSplit: u32, toSplit: u32): bool {
  setCells(0, 0, 0, 0);
  const cell = bare(start, end);
  const from = (cell >> 32) as u32;
  const to = cell as u32;
  if (from >= to) return false;
  let split: i32 = 0;
  let splitFrom: u32 = 0;
  let splitTo: u32 = 0;
  if (splitColumn >= 0) {
    const other = bare(fromSplit, toSplit);
    splitFrom = (other >> 32) as u32;
    splitTo = other as u32;
    if (splitFrom == 0) return false;
    split = findSplit(splitFrom, splitTo);
  }
  const index = findCell(from, to);
  if ((index | split) < 0) {
    setCells(from, to, splitFrom, splitTo);
    return false;
  }
  countCell(index, split);
  return true;
}

/**
 * Counts from a record's start at `from` up to `to`, both in the window; `line` is the line of `from`.
 * Stops in front of the first record that is not whole (MORE) or is for the plain reader (ASK).
 */
export function scanDelimited(from: u32, to: u32, startLine: u32): i32 {
  const delimiterBytes = i8x16.splat(delimiter as i8);
  const quoteBytes = i8x16.splat(quote as i8);
  const feedBytes = i8x16.splat(LF as i8);
  const returnBytes = i8x16.splat(CR as i8);
  let line = startLine;
  let record = from;
  let counted: u32 = 0;
  /** Delimiters of the record so far, and lines that lie in quotes. */
  let fields: i32 = 0;
  let inner: u32 = 0;
  let cellFrom: u32 = label == 0 ? record : 0;
  let cellTo: u32 = 0;
  let splitFrom: u32 = splitColumn == 0 ? record : 0;
  let splitTo: u32 = 0;
  /** All ones inside quotes. */
  let quoted: u64 = 0;
  let afterSeparator: u64 = 1;
  let afterClose: u64 = 0;
  let afterCr: u64 = 0;
  for (let block = from; block < to; block += 64) {
    const valid = lowBits(to - block);
    const a = v128.load(block, 0);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    let delimiters = equalIn(a, b, c, d, delimiterBytes) & valid;
    const feeds = equalIn(a, b, c, d, feedBytes) & valid;
    const quotes: u64 = hasQuote ? equalIn(a, b, c, d, quoteBytes) & valid : 0;
    let returns: u64 = 0;
    let ends = feeds;
    let innerFeeds: u64 = 0;
    // A CR that no LF follows ends a record too; the plain reader knows how.
    let odd: u64 = afterCr & ~feeds & valid;
    if (anyIn(a, b, c, d, returnBytes)) {
      returns = equalIn(a, b, c, d, returnBytes) & valid;
      odd |= (returns << 1) & ~feeds & valid;
    }
    afterCr = returns >> 63;
    const separators = delimiters | feeds | quotes;
    if ((quotes | quoted | afterClose) != 0) {
      const inside = prefixXor(quotes) ^ quoted;
      const opening = quotes & inside;
      const closing = quotes & ~inside;
      odd |= opening & ~((separators << 1) | afterSeparator);
      odd |= ((closing << 1) | afterClose) & ~(separators | returns) & valid;
      afterClose = closing >> 63;
      quoted = ((inside as i64) >> 63) as u64;
      delimiters &= ~inside;
      ends &= ~inside;
      innerFeeds = feeds & inside;
    }
    afterSeparator = separators >> 63;
    let rest: u64 = ~(0 as u64);
    while (true) {
      const end = ends & (0 - ends);
      // With no end in the block, `end - 1` is all ones.
      const upTo = rest & (end - 1);
      if ((odd & rest & (upTo | end)) != 0) {
        setPlace(record, line);
        addRecords(counted);
        setCells(0, 0, 0, 0);
        return ASK;
      }
      const here = delimiters & upTo;
      const many = popcnt(here) as i32;
      if (fields <= label && fields + many >= label) {
        if (fields < label) cellFrom = block + select(here, label - fields - 1) + 1;
        if (fields + many > label) cellTo = block + select(here, label - fields);
      }
      if (splitColumn >= 0 && fields <= splitColumn && fields + many >= splitColumn) {
        if (fields < splitColumn) splitFrom = block + select(here, splitColumn - fields - 1) + 1;
        if (fields + many > splitColumn) splitTo = block + select(here, splitColumn - fields);
      }
      fields += many;
      if (innerFeeds != 0) inner += popcnt(innerFeeds & upTo) as u32;
      if (end == 0) break;
      const place = block + (ctz(end) as u32);
      const stop = place > record && load<u8>(place - 1) == CR ? place - 1 : place;
      if (stop > record) {
        if (label == columns - 1) cellTo = stop;
        if (splitColumn == columns - 1) splitTo = stop;
        const whole = fields + 1 == columns;
        if (!whole) setCells(0, 0, 0, 0);
        if (!whole || !count(cellFrom, cellTo, splitFrom, splitTo)) {
          setPlace(record, line);
          addRecords(counted);
          return ASK;
        }
        counted += 1;
      }
      line += 1 + inner;
      inner = 0;
      record = place + 1;
      fields = 0;
      if (label == 0) cellFrom = record;
      if (splitColumn == 0) splitFrom = record;
      rest &= ~(end | (end - 1));
      ends &= ends - 1;
    }
  }
  setPlace(record, line);
  addRecords(counted);
  return MORE;
}
