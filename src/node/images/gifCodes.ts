// The compressed pixels of a GIF frame: LZW with codes of 3 to 12 bits, in a chain of blocks.
// Must not know frames or colours.

const mostCodes = 4096;
const mostBits = 12;

/**
 * The colour index of so many pixels, in the order of the file.
 * @param at where the smallest code size stands.
 * @throws Error where the codes make no sense or end early.
 */
export function unpacked(bytes: Uint8Array, at: number, pixels: number): Uint8Array {
  const smallest = bytes[at];
  if (!(smallest >= 2 && smallest < mostBits)) throw new Error('its code size makes no sense');
  const table = new CodeTable(smallest, pixels);
  for (const code of codesOf(bytes, at + 1, () => table.bits)) {
    if (code === table.end) break;
    if (code === table.clear) table.reset();
    else if (table.take(code)) return table.indexes;
  }
  throw new Error('it ends early');
}

/** What each code stands for: another code's indexes and one more. */
class CodeTable {
  readonly clear: number;
  readonly end: number;
  readonly indexes: Uint8Array;
  bits = 0;
  readonly #before = new Uint16Array(mostCodes);
  readonly #last = new Uint8Array(mostCodes);
  readonly #lengths = new Uint16Array(mostCodes);
  #next = 0;
  #previous = -1;
  #done = 0;

  constructor(
    private readonly smallest: number,
    pixels: number,
  ) {
    this.clear = 2 ** smallest;
    this.end = this.clear + 1;
    this.indexes = new Uint8Array(pixels);
    for (let code = 0; code < this.clear; code++) {
      this.#last[code] = code;
      this.#lengths[code] = 1;
    }
    this.reset();
  }

  reset(): void {
    this.bits = this.smallest + 1;
    this.#next = this.end + 1;
    this.#previous = -1;
  }

  /** Writes what a code stands for; true once all pixels are there. */
  take(code: number): boolean {
    const previous = this.#previous;
    const isFirst = previous < 0;
    if (code > this.#next || (isFirst && code >= this.clear)) {
      throw new Error('its codes make no sense');
    }
    const isNew = !isFirst && code === this.#next;
    const first = this.#write(isNew ? previous : code);
    if (isNew) this.#put(this.#done++, first);
    if (!isFirst && this.#next < mostCodes) this.#learn(previous, first);
    this.#previous = code;
    return this.#done >= this.indexes.length;
  }

  /** Answers the first index. */
  #write(code: number): number {
    const end = this.#done + this.#lengths[code];
    let first = 0;
    for (let place = end - 1, at = code; place >= this.#done; place--, at = this.#before[at]) {
      first = this.#last[at];
      this.#put(place, first);
    }
    this.#done = end;
    return first;
  }

  #put(place: number, index: number): void {
    if (place < this.indexes.length) this.indexes[place] = index;
  }

  #learn(before: number, last: number): void {
    this.#before[this.#next] = before;
    this.#last[this.#next] = last;
    this.#lengths[this.#next] = this.#lengths[before] + 1;
    this.#next += 1;
    if (this.#next === 2 ** this.bits && this.bits < mostBits) this.bits += 1;
  }
}

/** Codes of a length that changes between them, least significant bit first, over a chain of blocks. */
function* codesOf(bytes: Uint8Array, start: number, length: () => number): Generator<number> {
  let [held, count] = [0, 0];
  for (let at = start; at < bytes.length && bytes[at] !== 0; at += bytes[at] + 1) {
    const end = Math.min(bytes.length, at + 1 + bytes[at]);
    for (let from = at + 1; from < end; from++) {
      held += bytes[from] * 2 ** count;
      count += 8;
      for (let bits = length(); count >= bits; bits = length()) {
        yield held % 2 ** bits;
        held = Math.floor(held / 2 ** bits);
        count -= bits;
      }
    }
  }
}
