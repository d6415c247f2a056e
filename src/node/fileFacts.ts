// What the system says of files, without reading them, as two numbers a file, the same as long as it has not changed.
// Must not know what is in them.

import { type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { digest } from './digest';
import { leavesRoot } from './leavesRoot';

/**
 * Words of 32 bits a file: those of four facts would take four times the room, and a scan keeps them to its end. One file
 * in 2^64 that has changed looks as it did.
 */
export const wordsEach = 2;

/** Milliseconds. A file that changed so lately may change again without its time telling. */
const settledAfter = 2000;

/** Of the files below a folder, as a scan finds them. Facts that are had before a file is read hold for what is read. */
export class FileFacts {
  /** Of the very lists of paths that were asked for: those of a work unit are asked for twice. */
  readonly #known = new WeakMap<readonly string[], Uint32Array>();

  /** @param latest milliseconds since 1970: what has changed later is not trusted. */
  constructor(
    readonly root: string,
    readonly latest = Date.now() - settledAfter,
  ) {}

  /**
   * {@link wordsEach} words for each file (paths from the root, with `/`); undefined where one of them cannot be seen,
   * or changed about when the scan began.
   */
  of(paths: readonly string[]): Uint32Array | undefined {
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

  #seen(paths: readonly string[], mayLack: boolean): Uint32Array | undefined {
    const facts = new Uint32Array(paths.length * wordsEach);
    for (const [at, path] of paths.entries()) {
      // Nobody reads it, whatever is there.
      if (mayLack && leavesRoot(path)) continue;
      if (!this.#look(path, facts, at * wordsEach, mayLack)) return undefined;
    }
    return facts;
  }

  #look(path: string, facts: Uint32Array, at: number, mayLack: boolean): boolean {
    try {
      const found = statSync(`${this.root}${sep}${path}`, { throwIfNoEntry: false });
      if (found === undefined) return mayLack;
      const { mtimeMs, ctimeMs } = found;
      if (!found.isFile() || mtimeMs > this.latest || ctimeMs > this.latest) return false;
      mix(found, facts, at);
      return true;
    } catch {
      // Whoever reads it says why it cannot be read.
      return false;
    }
  }
}

const numbers = new Float64Array(4);
const halves = new Uint32Array(numbers.buffer);

/** Size, times of content and of anything, and the number on the disk, as two words: each half of each turns all bits behind it. */
function mix({ size, mtimeMs, ctimeMs, ino }: Stats, words: Uint32Array, at: number): void {
  numbers.set([size, mtimeMs, ctimeMs, ino]);
  let [first, second] = [0x9e3779b9, 0x85ebca6b];
  for (const half of halves) {
    first = stirred(first ^ half, 0x85ebca6b);
    second = stirred(second + half, 0xc2b2ae35);
  }
  words[at] = first;
  words[at + 1] = second;
}

/** The bijection of MurmurHash3's end, with one of its factors. */
function stirred(word: number, factor: number): number {
  const one = Math.imul(word ^ (word >>> 16), factor);
  const two = Math.imul(one ^ (one >>> 13), 0x27d4eb2f);
  return two ^ (two >>> 15);
}

/** Short text that says the same for the same facts. */
export function stampOf(facts: Uint32Array): string {
  return digest(new Uint8Array(facts.buffer, facts.byteOffset, facts.byteLength));
}
