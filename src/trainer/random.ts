// Random numbers that are the same for the same seed, on every machine.
// Must not know what is drawn with them.

/** xoshiro128** (Blackman and Vigna, prng.di.unimi.it), its state filled by splitmix32 from a seed and a stream's name. */
export class Random {
  readonly #state = new Uint32Array(4);

  /** Streams of other names are independent, so that drawing more from one changes no other. */
  constructor(seed: number, stream: string) {
    let mixed = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b9)) >>> 0;
    for (const character of stream) {
      mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    }
    for (let at = 0; at < 4; at++) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let word = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      this.#state[at] = word ^ (word >>> 16);
    }
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    const s = this.#state;
    const product = Math.imul(s[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result / 2 ** 32;
  }

  /** Uniform whole number in [0, below). */
  whole(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Shuffles in place, by Fisher and Yates. */
  shuffle(values: Int32Array): Int32Array {
    for (let at = values.length - 1; at > 0; at--) {
      const other = this.whole(at + 1);
      [values[at], values[other]] = [values[other], values[at]];
    }
    return values;
  }
}
