// How long a run may still take, and whether one more job fits.
// Must not know what jobs do.

/** Counts seconds and epochs; a run without a limit always has time. */
export class TimeBudget {
  #epochs = 0;
  #seconds = 0;

  /** @param seconds of the whole run from now on; `undefined` for no limit. */
  constructor(
    private readonly seconds: number | undefined,
    private readonly width: number,
    private readonly now: () => number,
    private readonly started = now(),
  ) {}

  /** A job took so long for so many epochs. */
  took(seconds: number, epochs: number): void {
    this.#seconds += seconds;
    this.#epochs += epochs;
  }

  /** Seconds until the limit, Infinity without one. */
  get left(): number {
    return this.seconds === undefined ? Infinity : this.seconds - this.#elapsed;
  }

  /** Whether so many epochs of one job are likely to fit. The first job always does. */
  fits(epochs: number): boolean {
    return this.#epochs === 0 ? this.left > 0 : this.#perEpoch * epochs <= this.left;
  }

  /** Seconds that so many epochs, spread over the jobs under way at once, will take; `null` while unknown. */
  remaining(epochs: number): number | null {
    if (this.#epochs === 0) return null;
    return Math.min(this.left, (this.#perEpoch * epochs) / this.width);
  }

  get #perEpoch(): number {
    return this.#seconds / this.#epochs;
  }

  get #elapsed(): number {
    return (this.now() - this.started) / 1000;
  }
}
