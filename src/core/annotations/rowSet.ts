// A set of rows of numbers, compared as single-precision floats, reused file by file without allocating.
// Must not know what the numbers mean.

/** Knows which rows it has seen since the last {@link RowSet.clear}. */
export class RowSet {
  #store = new Float32Array(1024);
  #starts = new Int32Array(64);
  #hashes = new Int32Array(64);
  #count = 0;
  #used = 0;
  /** Row index + 1 by slot, valid where the slot's stamp is the present one. */
  #slots = new Int32Array(128);
  #stamps = new Int32Array(128);
  #stamp = 1;

  /** Forgets all rows. */
  clear(): void {
    this.#count = 0;
    this.#used = 0;
    this.#stamp += 1;
  }

  /** Adds the first `length` values as a row; false where an equal row is in the set. */
  add(values: Float64Array, length: number): boolean {
    this.#reserve(length);
    const from = this.#used;
    let hash = length;
    for (let at = 0; at < length; at += 1) {
      this.#store[from + at] = values[at];
      hash = Math.imul(hash ^ Math.trunc(this.#store[from + at] * 0x3fffffff), 0x01000193);
    }
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#stamps[slot] === this.#stamp) {
      const row = this.#slots[slot] - 1;
      if (this.#hashes[row] === hash && this.#equals(row, from, length)) return false;
      slot = (slot + 1) & mask;
    }
    this.#stamps[slot] = this.#stamp;
    this.#slots[slot] = this.#count + 1;
    this.#hashes[this.#count] = hash;
    this.#starts[this.#count] = from;
    this.#count += 1;
    this.#used += length;
    return true;
  }

  #equals(row: number, from: number, length: number): boolean {
    const start = this.#starts[row];
    const end = row + 1 < this.#count ? this.#starts[row + 1] : this.#used;
    if (end - start !== length) return false;
    for (let at = 0; at < length; at += 1) {
      if (this.#store[start + at] !== this.#store[from + at]) return false;
    }
    return true;
  }

  #reserve(length: number): void {
    if (this.#used + length > this.#store.length) {
      const store = new Float32Array(Math.max(this.#store.length * 2, this.#used + length));
      store.set(this.#store);
      this.#store = store;
    }
    if ((this.#count + 1) * 2 > this.#slots.length) this.#rehash();
  }

  #rehash(): void {
    const size = this.#slots.length * 2;
    const starts = new Int32Array(size / 2);
    const hashes = new Int32Array(size / 2);
    starts.set(this.#starts);
    hashes.set(this.#hashes);
    this.#starts = starts;
    this.#hashes = hashes;
    this.#slots = new Int32Array(size);
    this.#stamps = new Int32Array(size);
    for (let row = 0; row < this.#count; row += 1) {
      let slot = (hashes[row] ^ (hashes[row] >>> 15)) & (size - 1);
      while (this.#stamps[slot] === this.#stamp) slot = (slot + 1) & (size - 1);
      this.#stamps[slot] = this.#stamp;
      this.#slots[slot] = row + 1;
    }
  }
}
