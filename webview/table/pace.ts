// Tells a moving slider from single changes, and says how long the table may wait meanwhile: filling it costs more than
// the rest of a frame. Must not know what changes.

/** Changes closer together than this belong to one movement. */
const together = 60;
/** A movement has at least so many changes; before that everything follows at once. */
const movement = 3;
/** Milliseconds between two fillings during a movement. */
const between = 100;

export class Pace {
  #last = -Infinity;
  #changes = 0;
  #filled = -Infinity;

  /** A change has come: milliseconds until the table should follow, 0 for at once. */
  wait(now: number): number {
    this.#changes = now - this.#last < together ? this.#changes + 1 : 1;
    this.#last = now;
    return this.#changes < movement ? 0 : Math.max(0, this.#filled + between - now);
  }

  /** The table has followed. */
  filled(now: number): void {
    this.#filled = now;
  }
}
