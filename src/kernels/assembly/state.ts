// What a scan tells its caller when it stops: where, on which line, and which cells the record there holds.
// Must not know formats.

/** First byte of the record that is not counted yet. */
export let at: u32 = 0;
/** Line of that byte, from 1. */
export let line: u32 = 1;
/** Records counted since the last {@link resetState}. */
export let records: u32 = 0;
/** The cells of the record at {@link at} where they are known; start 0 where they are not. */
export let cellStart: u32 = 0;
export let cellEnd: u32 = 0;
export let splitStart: u32 = 0;
export let splitEnd: u32 = 0;

/** The scan has counted all whole records. */
export const MORE: i32 = 0;
/** The record at {@link at} is for the plain reader. */
export const ASK: i32 = 1;

export function setPlace(place: u32, onLine: u32): void {
  at = place;
  line = onLine;
}

export function addRecords(count: u32): void {
  records += count;
}

export function setCells(start: u32, end: u32, fromSplit: u32, toSplit: u32): void {
  cellStart = start;
  cellEnd = end;
  splitStart = fromSplit;
  splitEnd = toSplit;
}

export function resetState(): void {
  records = 0;
  setCells(0, 0, 0, 0);
  setPlace(0, 1);
}
