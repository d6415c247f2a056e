// The files that a scan has counted, in the order of the walked tree, with a stamp for each few thousand of them.
// Must not know who counted them, nor where stamps are kept.

import { wordsEach, stampOf } from './fileFacts';
import type { TreeNumbers } from './treeNumbers';

/** Files that have a stamp in common. */
const together = 4096;

/** The first number and the count of neighbours in the tree. */
export type Run = [first: number, count: number];

/** Files that were counted, and the stamp they had. */
export interface Part {
  readonly paths: readonly string[];
  /** Undefined where they had none. */
  readonly stamp: string | undefined;
}

/** All of the runs, part by part; one that is none of the tree's has no stamp. */
export function* inParts(
  runs: readonly Run[],
  stamps: readonly string[],
  numbers: TreeNumbers,
): Generator<Part> {
  let paths: string[] = [];
  let part = 0;
  for (const [first, count] of runs) {
    const end = first + count;
    if (end > numbers.count) {
      yield { paths: [], stamp: undefined };
      return;
    }
    for (let at = first; at < end;) {
      const next = Math.min(end, at + together - paths.length);
      numbers.addPaths(at, next, paths);
      at = next;
      if (paths.length < together) continue;
      yield { paths, stamp: stamps.at(part++) };
      paths = [];
    }
  }
  if (paths.length > 0) yield { paths, stamp: stamps.at(part) };
}

export class CountedFiles {
  readonly #facts: Uint32Array[] = [];
  /** For each number of the tree where its facts are, among all that were added, counted from 1; 0 where it was not. */
  readonly #places: Int32Array;
  #added = 0;

  constructor(private readonly numbers: TreeNumbers) {
    this.#places = new Int32Array(numbers.count);
  }

  /** Takes files with their facts; answers those that are not in the tree. */
  add(paths: readonly string[], facts: Uint32Array): string[] {
    const outside: string[] = [];
    for (const [at, number] of this.numbers.numbersOf(paths).entries()) {
      if (number < 0) outside.push(paths[at]);
      else this.#places[number] = this.#added + at + 1;
    }
    this.#facts.push(facts);
    this.#added += paths.length;
    return outside;
  }

  /** All that were added, in the order of the tree. */
  stamped(): { runs: Run[]; stamps: string[] } {
    const all = new Uint32Array(this.#added * wordsEach);
    let filled = 0;
    for (const facts of this.#facts) {
      all.set(facts, filled);
      filled += facts.length;
    }
    const runs: Run[] = [];
    const stamps: string[] = [];
    const part = new Uint32Array(together * wordsEach);
    let count = 0;
    for (const [number, place] of this.#places.entries()) {
      if (place === 0) continue;
      const last = runs.at(-1);
      if (last !== undefined && last[0] + last[1] === number) last[1] += 1;
      else runs.push([number, 1]);
      part.set(all.subarray((place - 1) * wordsEach, place * wordsEach), count * wordsEach);
      count += 1;
      if (count < together) continue;
      stamps.push(stampOf(part));
      count = 0;
    }
    if (count > 0) stamps.push(stampOf(part.subarray(0, count * wordsEach)));
    return { runs, stamps };
  }
}
