// Reading a batch of small files: one place that handles aborts, unreadable files and the size bound.
// Must not know formats.

import type { Json, WorkUnit } from '../claims';
import { type ByteInput, SourceError } from '../ports';
import type { SplitTally, Tally } from '../tally';

/** A label file of a small-file format larger than this is reported, not read. */
export const smallFileLimit = 64 * 1024 * 1024;

/** Calls `read` with the bytes of each file of the unit, in order, best put `into` there. They are valid during the call only. */
export async function eachFile(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
  read: (bytes: Uint8Array, path: string) => void,
  into?: Uint8Array,
): Promise<void> {
  for (const path of unit.paths) {
    signal.throwIfAborted();
    try {
      const bytes = input.whole(path, smallFileLimit, into);
      read(bytes instanceof Promise ? await bytes : bytes, path);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      tally.problem({ code: error.code, severity: 'error', file: path, message: error.message });
    }
  }
}

/** Counts media files that no label file belongs to; `paths` is what a work unit's options say of them. */
export function countUnlabelled(paths: Json | undefined, split: SplitTally): void {
  if (!Array.isArray(paths)) return;
  for (const path of paths as readonly Json[]) {
    split.samples += 1;
    split.unlabelled += 1;
    if (typeof path === 'string') split.recorder?.end(path);
  }
}

/** Cuts paths (or the like) into batches for work units. */
export function batches<T>(items: readonly T[], size = 2000): T[][] {
  const all: T[][] = [];
  for (let at = 0; at < items.length; at += size) all.push(items.slice(at, at + size));
  return all;
}
