// Where a reader of JSON stands: lines passed, and why it stopped.
// Must not know what is read.

/** Line ends since the scan began, and where the last of them left off. */
export let passed: u32 = 0;
export let lineStart: u32 = 0;
/** The object is not whole: what a reader answers at the end of the window. */
export let cutOff: bool = false;
/** Each object is a line of its own. */
export let inLines: bool = false;

export function cut(): u32 {
  cutOff = true;
  return 0;
}

export function resetCut(): void {
  cutOff = false;
}

export function setLines(lines: bool): void {
  inLines = lines;
}

/** So many line ends more, the last of them just before `next`. */
export function passLines(count: u32, next: u32): void {
  passed += count;
  lineStart = next;
}

export function setPassed(count: u32, start: u32): void {
  passed = count;
  lineStart = start;
}
