// Interns labels as bytes: an open-addressing hash table over an arena, one index a distinct label.
// Knows nothing of formats and trims nothing: which bytes are a label is the caller's business.

const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
/** Labels rarely are longer; a buffer for each would cost more than to encode it. */
const scratch = new Uint8Array(1024);

/** Bounds of a {@link LabelTable}; a free-text column must not eat the memory. */
export interface LabelTableLimits {
  /** Most distinct labels (default 4,194,304). */
  readonly maxLabels?: number;
  /** Most bytes of all distinct labels together (default 256 MiB). */
  readonly maxBytes?: number;
}

/**
 * Distinct labels in order of first sight. A lookup of a known label allocates nothing.
 * Labels are equal when their bytes are; `text` is made only when asked.
 */
export class LabelTable {
  #arena = new Uint8Array(1024);
  #ends = new Uint32Array(64);
  #hashes = new Int32Array(64);
  /** Label index + 1 by slot; 0 = free. The length is a power of two, at most half full. */
  #slots = new Int32Array(128);
  #count = 0;
  readonly #maxLabels: number;
  readonly #maxBytes: number;

  constructor(limits: LabelTableLimits = {}) {
    this.#maxLabels = limits.maxLabels ?? 1 << 22;
    this.#maxBytes = limits.maxBytes ?? 1 << 28;
  }

  /** Number of distinct labels. */
  get size(): number {
    return this.#count;
  }

  /** Index of the label `bytes[start, end)`, added if new; -1 when it is new and a limit is reached. */
  indexOf(bytes: Uint8Array, start = 0, end = bytes.length): number {
    let hash = FNV_OFFSET;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], FNV_PRIME);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const found = this.#slots[slot] - 1;
      if (found < 0) return this.#insert(bytes, start, end, hash, slot);
      if (this.#hashes[found] === hash && this.#equals(found, bytes, start, end)) return found;
      slot = (slot + 1) & mask;
    }
  }

  /** Same as {@link indexOf} for a text (encoded as UTF-8; lone surrogates become U+FFFD). */
  indexOfText(text: string): number {
    const most = text.length * 3;
    if (most > scratch.length) return this.indexOf(encoder.encode(text));
    return this.indexOf(scratch, 0, encoder.encodeInto(text, scratch).written);
  }

  /** The label at `index` as text (bytes that are no UTF-8 show as U+FFFD); '' for an unknown index. */
  text(index: number): string {
    return decoder.decode(this.bytes(index));
  }

  /** The bytes of the label at `index`: a view that is good until the next insertion. */
  bytes(index: number): Uint8Array {
    if (index < 0 || index >= this.#count) return this.#arena.subarray(0, 0);
    return this.#arena.subarray(this.#startOf(index), this.#ends[index]);
  }

  /** All labels as text, by index. */
  texts(): string[] {
    return Array.from({ length: this.#count }, (_, index) => this.text(index));
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1];
  }

  #equals(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(index);
    if (this.#ends[index] - from !== end - start) return false;
    for (let i = start, j = from; i < end; i++, j++) {
      if (bytes[i] !== this.#arena[j]) return false;
    }
    return true;
  }

  #insert(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const index = this.#count;
    const from = this.#startOf(index);
    const to = from + end - start;
    if (index >= this.#maxLabels || to > this.#maxBytes) return -1;
    if (to > this.#arena.length) this.#arena = grown(this.#arena, new Uint8Array(to * 2));
    this.#arena.set(bytes.subarray(start, end), from);
    if (index === this.#ends.length) {
      this.#ends = grown(this.#ends, new Uint32Array(index * 2));
      this.#hashes = grown(this.#hashes, new Int32Array(index * 2));
    }
    this.#ends[index] = to;
    this.#hashes[index] = hash;
    this.#slots[slot] = ++this.#count;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let index = 0; index < this.#count; index++) {
      const hash = this.#hashes[index];
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
