// Keeps a folder of caches within bounds: those not written for longest go first.
// Must not know what is in them.

import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Removes the oldest files that end in `suffix` until the others have at most so many bytes together. */
export function trimFolder(folder: string, suffix: string, mostBytes: number): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(folder, name))
    .flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? [] : [{ path, size: found.size, time: found.mtimeMs }];
    })
    .sort((a, b) => b.time - a.time);
  let sum = 0;
  for (const { path, size } of files) {
    sum += size;
    if (sum > mostBytes) rmSync(path, { force: true });
  }
}
