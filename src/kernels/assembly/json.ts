// Flat objects of JSON, one behind the other: where the values of the wanted keys lie, all grammar checked on the way.
// Whatever is not ordinary is handed back from the start of its object. Must not know what a key means.

import { CLOSE_BRACE, COLON, COMMA, OPEN_BRACE, QUOTE } from './jsonBytes';
import { beginPairs, countRow, countWaiting, isFull } from './jsonCounts';
import { forgetMembers, knownKey, knownValue, remember } from './jsonMembers';
import { cutOff, inLines, lineStart, passed, resetCut, setLines, setPassed } from './jsonPlace';
import { beginRow, note, rowSize, setRows, wanted } from './jsonRows';
import { endOfLine, escaped, LONGEST, space, stringEnd, valueEnd } from './jsonText';
import { ROWS, ROWS_SIZE } from './memory';
import { addRecords, ASK, MORE, setPlace } from './state';

/** There is no more room for rows. */
const FULL: i32 = 2;

export let rows: u32 = 0;

/** The keys lie at {@link KEYS}. `lines`: each object is a line of its own, else commas stand between them. */
export function setKeys(keyCount: u32, fieldCount: u32, lines: bool): void {
  setRows(keyCount, fieldCount);
  setLines(lines);
  forgetMembers();
}

/** The wanted key of the value that {@link valueOf} has found; 0 where it is none. */
let key: u32 = 0;
/** Address behind the object, where `valueOf` has found its end instead of a value. */
let end: u32 = 0;

/** Address of the `index`-th value of an object, `from` behind the one before; 0 at its end, or where it is not ordinary. */
function valueOf(index: u32, from: u32, to: u32): u32 {
  const feeds = !inLines;
  const linesBefore = passed;
  end = 0;
  let at = space(from, to, feeds);
  if (at == 0) return 0;
  if (load<u8>(at) == CLOSE_BRACE) {
    end = at + 1;
    return 0;
  }
  if (index > 0) {
    if (load<u8>(at) != COMMA) return 0;
    at = space(at + 1, to, feeds);
    if (at == 0) return 0;
  }
  if (load<u8>(at) != QUOTE) return 0;
  const start = at + 1;
  const close = stringEnd(start, to);
  if (close == 0 || escaped || close - start > LONGEST) return 0;
  at = space(close + 1, to, feeds);
  if (at == 0 || load<u8>(at) != COLON) return 0;
  at = space(at + 1, to, feeds);
  if (at == 0) return 0;
  key = wanted(start, close);
  remember(index, from, at, key, passed - linesBefore, lineStart);
  return at;
}

/** Address behind the object whose brace is at `from`, its row filled; 0 where it is for the plain reader. */
function object(from: u32, to: u32, row: u32): u32 {
  let at = from + 1;
  let index: u32 = 0;
  while (true) {
    let value = knownValue(index, at, to);
    if (value != 0) key = knownKey(index);
    else {
      value = valueOf(index, at, to);
      if (value == 0) return end;
    }
    at = valueEnd(value, to);
    if (at == 0) return 0;
    if (key != 0 && !note(row, key, value, at)) return 0;
    if (at < to && load<u8>(at) == CLOSE_BRACE) return at + 1;
    index += 1;
  }
}

/** Address of the next object's brace; 0 where something else comes. */
function nextObject(from: u32, to: u32): u32 {
  // Most files have one of these between objects.
  if (!inLines && from + 1 < to && load<u16>(from) == 0x7b2c) return from + 1;
  let at = space(from, to, true);
  if (at != 0 && !inLines) at = load<u8>(at) == COMMA ? space(at + 1, to, true) : 0;
  return at != 0 && load<u8>(at) == OPEN_BRACE ? at : 0;
}

/**
 * Reads objects from `from` on: behind an element of an array, or at the start of a line. Stops in front of what is not
 * whole (MORE) or is for the plain reader (ASK), or once there is no room for rows (FULL); `at` is where.
 */
export function scanObjects(from: u32, to: u32): i32 {
  const size = rowSize();
  const most = ROWS_SIZE / size;
  setPassed(0, 0);
  rows = 0;
  let counted: u32 = 0;
  beginPairs();
  let place = from;
  let stop: i32 = FULL;
  let linesBefore: u32 = 0;
  let startBefore: u32 = 0;
  while (rows < most && !isFull()) {
    resetCut();
    let at = nextObject(place, to);
    const row = ROWS + rows * size;
    if (at != 0) {
      beginRow(row, at, passed, lineStart);
      at = object(at, to, row);
      if (at != 0 && inLines) at = endOfLine(at, to);
    }
    if (at == 0) {
      stop = cutOff ? MORE : ASK;
      break;
    }
    place = at;
    linesBefore = passed;
    startBefore = lineStart;
    if (countRow(row)) counted += 1;
    else rows += 1;
  }
  countWaiting();
  setPassed(linesBefore, startBefore);
  setPlace(place, 0);
  addRecords(counted);
  return stop;
}
