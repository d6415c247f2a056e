// Lines of “path label”: counts those whose last field is learned; every other line is handed back.
// Must not know what a label means.

import { equal, lowBits } from './masks';
import { addRecords, ASK, MORE, setCells, setPlace } from './state';
import { countCell, findCell } from './table';

const TAB: u8 = 9;
const LF: u8 = 10;
const CR: u8 = 13;
const BLANK: u8 = 32;
const HASH: u8 = 35;

/** Counts the line `[start, end)`; false where it is for the plain reader. */
function count(start: u32, end: u32, tabs: bool): bool {
  setCells(0, 0, 0, 0);
  const first = load<u8>(start);
  if (first <= BLANK || first == HASH) return false;
  let to = end;
  while (load<u8>(to - 1) <= BLANK) to -= 1;
  let from = to;
  while (from > start) {
    const byte = load<u8>(from - 1);
    if (byte == TAB || (!tabs && byte == BLANK)) break;
    from -= 1;
  }
  if (from == start || load<u8>(from) <= BLANK) return false;
  const index = findCell(from, to);
  if (index < 0) {
    setCells(from, to, 0, 0);
    return false;
  }
  countCell(index, 0);
  return true;
}

/** As `scanDelimited`; `tabs`: only tabs separate fields, else blanks do too. */
export function scanLines(from: u32, to: u32, startLine: u32, tabs: bool): i32 {
  let line = startLine;
  let record = from;
  let counted: u32 = 0;
  let afterCr: u64 = 0;
  for (let block = from; block < to; block += 64) {
    const valid = lowBits(to - block);
    let ends = equal(block, LF) & valid;
    const returns = equal(block, CR) & valid;
    const odd = ((returns << 1) | afterCr) & ~ends & valid;
    afterCr = returns >> 63;
    let rest: u64 = ~(0 as u64);
    while (true) {
      const end = ends & (0 - ends);
      const isOdd = (odd & rest & (end | (end - 1))) != 0;
      if (isOdd) setCells(0, 0, 0, 0);
      if (end == 0 && !isOdd) break;
      const place = block + (ctz(end) as u32);
      const stop = !isOdd && place > record && load<u8>(place - 1) == CR ? place - 1 : place;
      if (isOdd || (stop > record && !count(record, stop, tabs))) {
        setPlace(record, line);
        addRecords(counted);
        return ASK;
      }
      if (stop > record) counted += 1;
      line += 1;
      record = place + 1;
      rest &= ~(end | (end - 1));
      ends &= ends - 1;
    }
  }
  setPlace(record, line);
  addRecords(counted);
  return MORE;
}
