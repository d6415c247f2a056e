// What the system says of files, without reading them: one short text as long as none of them has changed.
// Must not know what is in them.

import { statSync } from 'node:fs';
import { sep } from 'node:path';
import { digest } from './digest';
import { leavesRoot } from './names';

/** Milliseconds. A file that changed so lately may change again without its time telling. */
const settledAfter = 2000;
/** Numbers that are told of a file: size, times of content and of anything, number on its disk. */
const factsEach = 4;

/** Of the files below a folder, as a scan finds them. A stamp that is had before a file is read holds for what is read. */
export class FileStamps {
  readonly #latest = Date.now() - settledAfter;
  /** Of the very lists of paths that were asked for: those of a plan are asked for twice. */
  readonly #known = new WeakMap<readonly string[], string>();

  constructor(private readonly root: string) {}

  /** Undefined where one of the files (paths from the root, with `/`) cannot be seen or changed when the scan began. */
  of(paths: readonly string[]): string | undefined {
    const known = this.#known.get(paths);
    if (known !== undefined) return known;
    // As bytes: text of as many numbers takes three times as long.
    const facts = new Float64Array(paths.length * factsEach);
    for (const [at, path] of paths.entries()) {
      if (!this.#look(path, facts, at * factsEach)) return undefined;
    }
    const stamp = digest(new Uint8Array(facts.buffer));
    this.#known.set(paths, stamp);
    return stamp;
  }

  /** The same for files of which some may not be there, which is then a fact as well; no folders. */
  ofAny(paths: readonly string[]): string | undefined {
    const facts = new Float64Array(paths.length * factsEach);
    for (const [at, path] of paths.entries()) {
      if (!this.#look(path, facts, at * factsEach, true)) return undefined;
    }
    return digest(new Uint8Array(facts.buffer));
  }

  #look(path: string, facts: Float64Array, at: number, mayLack = false): boolean {
    // Nobody reads it, whatever is there.
    if (leavesRoot(path)) return mayLack;
    try {
      const found = statSync(`${this.root}${sep}${path}`, { throwIfNoEntry: false });
      if (found === undefined) return mayLack;
      const { size, mtimeMs, ctimeMs, ino } = found;
      if (!found.isFile() || mtimeMs > this.#latest || ctimeMs > this.#latest) return false;
      facts[at] = size;
      facts[at + 1] = mtimeMs;
      facts[at + 2] = ctimeMs;
      facts[at + 3] = ino;
      return true;
    } catch {
      // Whoever reads it says why it cannot be read.
      return false;
    }
  }
}
