// Sorts the names of very large folders without keeping the event loop: by runs, which are then merged.
// Must not know what the names stand for.

import { areCommon, byCodePoint, sortNames } from './names';
import type { Pace } from './pace';

/** Names that are sorted in a few milliseconds. */
const run = 16_384;
/** Names between two looks at the clock. */
const glance = 4096;

type Turn = () => Promise<void> | undefined;

/**
 * The names sorted as `sortNames` does; the same list where it is sorted already, as some disks keep their names.
 * Rejects with the signal's reason once it is aborted.
 */
export async function sortedPolitely(
  names: readonly string[],
  pace: Pace,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const turn: Turn = () => (pace.due() ? pace.turn(signal) : undefined);
  await turn();
  const common = areCommon(names);
  if (common && names.every((name, at) => at === 0 || names[at - 1] < name)) return names;
  let runs: string[][] = [];
  for (let at = 0; at < names.length; at += run) {
    await turn();
    runs.push(sortNames(names.slice(at, at + run)));
  }
  const isFirst = common
    ? (a: string, b: string): boolean => a <= b
    : (a: string, b: string): boolean => byCodePoint(a, b) <= 0;
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      const [left, right = []] = runs.slice(at, at + 2);
      merged.push(right.length === 0 ? left : await merge(left, right, isFirst, turn));
    }
    runs = merged;
  }
  return runs[0];
}

async function merge(
  left: readonly string[],
  right: readonly string[],
  isFirst: (a: string, b: string) => boolean,
  turn: Turn,
): Promise<string[]> {
  const merged: string[] = [];
  let [at, other] = [0, 0];
  while (at < left.length && other < right.length) {
    merged.push(isFirst(left[at], right[other]) ? left[at++] : right[other++]);
    if (merged.length % glance === 0) await turn();
  }
  return merged.concat(left.slice(at), right.slice(other));
}
