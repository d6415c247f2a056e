// Fields of a line as byte ranges, and labels interned from them.
// Must not know formats.

import type { RowProblems } from '../tables/rowProblems';
import type { Tally } from '../tally';

/** Reused: field `i` is `bytes[starts[i], ends[i])`. */
export class Fields {
  count = 0;
  starts = new Int32Array(64);
  ends = new Int32Array(64);

  /** Cuts at runs of blanks and tabs; blanks at the ends count for nothing. At most `limit` fields. */
  cutBlanks(bytes: Uint8Array, start: number, end: number, limit = 1 << 16): number {
    this.count = 0;
    for (let at = start; at < end && this.count < limit;) {
      while (at < end && bytes[at] <= 32) at++;
      const from = at;
      while (at < end && bytes[at] > 32) at++;
      if (at > from) this.#push(from, at);
    }
    return this.count;
  }

  /** Cuts at every such byte; fields may be empty. */
  cutAt(separator: number, bytes: Uint8Array, start: number, end: number, limit = 1 << 16): number {
    this.count = 0;
    let from = start;
    for (let at = start; at < end && this.count < limit; at++) {
      if (bytes[at] !== separator) continue;
      this.#push(from, at);
      from = at + 1;
    }
    this.#push(from, end);
    return this.count;
  }

  #push(start: number, end: number): void {
    if (this.count === this.starts.length) {
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
    }
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }
}

function doubled(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}

/** Blanks and control characters around `bytes[start, end)` taken off. */
export function trimmedRange(
  bytes: Uint8Array,
  start: number,
  end: number,
): readonly [start: number, end: number] {
  let from = start;
  let to = end;
  while (from < to && bytes[from] <= 32) from++;
  while (to > from && bytes[to - 1] <= 32) to--;
  return [from, to];
}

/** True for a line of nothing but blanks. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] > 32) return false;
  return true;
}

/** True where `bytes` holds the ASCII text at `at`, before `end`. */
export function startsWithText(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** A whole number without sign, or -1. */
export function integerIn(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || end - start > 15) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The bytes as text; for messages and for the few lines that need it. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** The tally's class of a label; -1, and said, where there are too many to tell apart. */
export function classOf(
  tally: Tally,
  problems: RowProblems,
  bytes: Uint8Array,
  start: number,
  end: number,
  line: number,
): number {
  const label = tally.labels.indexOf(bytes, start, end);
  if (label < 0) {
    problems.add('too-many-labels', 'error', { line }, () => {
      return 'There are more different labels than can be told apart; this one and others are not counted.';
    });
  }
  return label;
}
