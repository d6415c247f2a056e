// Runs over records of one size in a stretch of bytes, and says where a file ends too early.
// Must not know what a record holds.

import type { Pull } from '../bytes/pull';
import type { Tally } from '../tally';

const blockBytes = 1 << 18;

export interface RecordRun {
  /** Bytes of a record. */
  readonly size: number;
  /** Records that should be there; all up to the end where absent. */
  readonly count?: number;
  readonly onRecord: (view: DataView, at: number) => void;
}

/** Hands over whole records, in order; answers how many there were and whether bytes were left over. */
export async function eachRecord(
  pull: Pull,
  run: RecordRun,
  signal: AbortSignal,
): Promise<{ readonly records: number; readonly rest: number }> {
  const { size, onRecord } = run;
  const wanted = run.count ?? Number.POSITIVE_INFINITY;
  const perBlock = Math.max(1, Math.floor(blockBytes / size));
  let records = 0;
  while (records < wanted) {
    signal.throwIfAborted();
    const block = Math.min(perBlock, wanted - records);
    const bytes = await pull.take(block * size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const whole = Math.floor(bytes.length / size);
    for (let at = 0; at < whole; at += 1) onRecord(view, at * size);
    records += whole;
    if (whole < block) return { records, rest: bytes.length - whole * size };
  }
  return { records, rest: 0 };
}

/** Adds the problem of a file that ends before what it promises. `offset` counts bytes from 0. */
export function truncated(tally: Tally, file: string, offset: number, what: string): void {
  const message = `The file ends at byte ${offset}: ${what}.`;
  const place = { line: 1, column: offset + 1 };
  tally.problem({ code: 'truncated', severity: 'error', file, ...place, message });
}
