// Counting a file in byte ranges at once: each range guesses where a record begins, and says where it began and ended.
// Must not know formats. A guess is worth nothing until the range before ends at the very same byte.

import type { ByteInput } from './ports';

/** A part of a file. `exact`: a record begins at `start`; else one is thought to begin behind the first LF from there. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
  readonly exact: boolean;
}

/** The records that were counted: their first byte, and the byte behind the last of them. */
export interface ReadRange {
  readonly from: number;
  readonly to: number;
}

/** Who reads the records of a range. */
export interface RangeTarget {
  /** Where the next bytes are best put. */
  readonly into?: (() => Uint8Array) | undefined;
  feed(bytes: Uint8Array): void;
  /** True where the next byte begins a record and nothing before it is left to count. */
  readonly atRecord: boolean;
}

const LF = 10;

/**
 * Feeds the records that begin in the range, the last of them to its end; its reader is not yet ended. Undefined where the
 * file's first bytes say that an LF is no byte of its own: it cannot be read in ranges.
 */
export async function feedRange(
  input: ByteInput,
  file: string,
  { start, end, exact }: ByteRange,
  target: RangeTarget,
  signal: AbortSignal,
): Promise<ReadRange | undefined> {
  const from = exact ? start : await behindLine(input, file, start, end, signal);
  let to = from;
  let last = LF;
  const feed = (bytes: Uint8Array): void => {
    target.feed(bytes);
    to += bytes.length;
    last = bytes.at(-1) ?? last;
  };
  if (from < end) {
    for await (const chunk of input.chunks(file, { start: from, end, into: target.into })) {
      signal.throwIfAborted();
      if (to === 0 && isWide(chunk)) return undefined;
      feed(chunk);
    }
  }
  const isWhole = (): boolean => last === LF && target.atRecord;
  if (isWhole() || to < end) return { from, to };
  for await (const chunk of input.chunks(file, { start: end })) {
    signal.throwIfAborted();
    for (let at = 0; at < chunk.length;) {
      const behind = chunk.indexOf(LF, at) + 1;
      const next = behind === 0 ? chunk.length : behind;
      feed(chunk.subarray(at, next));
      if (isWhole()) return { from, to };
      at = next;
    }
  }
  return { from, to };
}

/** The mark of UTF-16. */
function isWide(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** The byte behind the first LF at or behind the one before `start`; `end` where there is none before it. */
async function behindLine(
  input: ByteInput,
  file: string,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<number> {
  let at = start - 1;
  for await (const chunk of input.chunks(file, { start: at, end })) {
    signal.throwIfAborted();
    const feed = chunk.indexOf(LF);
    if (feed >= 0) return at + feed + 1;
    at += chunk.length;
  }
  return end;
}
