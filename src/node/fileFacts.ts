// What the system says of files, without reading them: the same numbers as long as none of them has changed.
// Must not know what is in them.

import { statSync } from 'node:fs';
import { sep } from 'node:path';
import { digest } from './digest';
import { leavesRoot } from './names';

/** Numbers that are told of a file: size, times of content and of anything, number on its disk. */
export const factsEach = 4;

/** Milliseconds. A file that changed so lately may change again without its time telling. */
const settledAfter = 2000;

/** Of the files below a folder, as a scan finds them. Facts that are had before a file is read hold for what is read. */
export class FileFacts {
  /** Of the very lists of paths that were asked for: those of a work unit are asked for twice. */
  readonly #known = new WeakMap<readonly string[], Float64Array>();

  /** @param latest milliseconds since 1970: what has changed later is not trusted. */
  constructor(
    private readonly root: string,
    readonly latest = Date.now() - settledAfter,
  ) {}

  /**
   * {@link factsEach} numbers for each file (paths from the root, with `/`); undefined where one of them cannot be seen,
   * or changed about when the scan began.
   */
  of(paths: readonly string[]): Float64Array | undefined {
    const known = this.#known.get(paths);
    if (known !== undefined) return known;
    const facts = this.#seen(paths, false);
    if (facts !== undefined) this.#known.set(paths, facts);
    return facts;
  }

  /** The stamp of {@link of}. */
  stampOf(paths: readonly string[]): string | undefined {
    const facts = this.of(paths);
    return facts === undefined ? undefined : stampOf(facts);
  }

  /** The same for files of which some may not be there, which is then a fact as well; no folders. */
  stampOfAny(paths: readonly string[]): string | undefined {
    const facts = this.#seen(paths, true);
    return facts === undefined ? undefined : stampOf(facts);
  }

  #seen(paths: readonly string[], mayLack: boolean): Float64Array | undefined {
    const facts = new Float64Array(paths.length * factsEach);
    for (const [at, path] of paths.entries()) {
      // Nobody reads it, whatever is there.
      if (mayLack && leavesRoot(path)) continue;
      if (!this.#look(path, facts, at * factsEach, mayLack)) return undefined;
    }
    return facts;
  }

  #look(path: string, facts: Float64Array, at: number, mayLack: boolean): boolean {
    try {
      const found = statSync(`${this.root}${sep}${path}`, { throwIfNoEntry: false });
      if (found === undefined) return mayLack;
      const { size, mtimeMs, ctimeMs, ino } = found;
      if (!found.isFile() || mtimeMs > this.latest || ctimeMs > this.latest) return false;
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

/** Short text that says the same for the same facts. */
export function stampOf(facts: Float64Array): string {
  // As bytes: text of as many numbers takes three times as long.
  return digest(new Uint8Array(facts.buffer, facts.byteOffset, facts.byteLength));
}
