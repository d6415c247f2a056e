// Quick looks at names, of which a workspace has millions: a set that says no by length alone, and last extensions.
// Must not know what the names are for. What costs is hashing a fresh string for each name.

/** Lengths from here on share one flag. */
const longest = 256;

export class NameSet {
  readonly #names: ReadonlySet<string>;
  readonly #lengths = new Uint8Array(longest + 1);

  constructor(names: Iterable<string>) {
    this.#names = new Set(names);
    for (const { length } of this.#names) this.#lengths[Math.min(length, longest)] = 1;
  }

  has(name: string): boolean {
    return this.mayHave(name.length) && this.#names.has(name);
  }

  /** False where no name of the set is of this length. */
  mayHave(length: number): boolean {
    return this.#lengths[Math.min(length, longest)] === 1;
  }
}

/**
 * A test for names that end in one of these extensions (lower-case, with the dot; names may be in any case) and are
 * more than that. Neighbours mostly end alike, so the answer before is tried first.
 */
export function extensionTest(extensions: Iterable<string>): (name: string) => boolean {
  const wanted = new Set(extensions);
  let last = '.';
  let isWanted = wanted.has(last);
  return (name) => {
    if (!name.endsWith(last)) {
      const at = name.lastIndexOf('.');
      if (at < 0) return false;
      last = name.slice(at);
      isWanted = wanted.has(last.toLowerCase());
    }
    return isWanted && name.length > last.length;
  };
}

/**
 * Finds the last extensions of names, with the dot; `''` where there is none. Neighbours mostly end alike, so the
 * extension before is tried first, and is returned as the same string.
 */
export class Extensions {
  #last = '.';

  of(name: string): string {
    // The one before holds a single dot, at its start: a name that ends with it has no later dot.
    if (name.endsWith(this.#last)) return this.#last;
    const at = name.lastIndexOf('.');
    return at < 0 ? '' : (this.#last = name.slice(at));
  }
}
