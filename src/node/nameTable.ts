// Where each of a folder's names stands among them, for a few bytes a name: a Map of half a million takes forty megabytes.
// Must not know what the names stand for.

export class NameTable {
  /** Positions counted from 1, at the name's hash or behind it; 0 where there is none. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(private readonly names: readonly string[]) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, names.length * 2)));
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
    for (const [at, name] of names.entries()) {
      let slot = hashFrom(name, 0) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = at + 1;
    }
  }

  /** The position of what stands in a path from `start` on; undefined where it is none of the names. No string is made. */
  positionOf(path: string, start: number): number | undefined {
    for (let slot = hashFrom(path, start) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const position = this.#slots[slot];
      if (position === 0) return undefined;
      const name = this.names[position - 1];
      if (name.length === path.length - start && path.endsWith(name)) return position - 1;
    }
  }
}

/** FNV-1a over UTF-16 units. */
function hashFrom(text: string, start: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}
