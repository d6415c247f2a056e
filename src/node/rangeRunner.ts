// Runs a unit of one large file as ranges of its bytes at once, where its format can; the result is that of the whole.
// Must not know formats beyond that.

import type { WorkUnit } from '../core/claims';
import type { LabelFormat } from '../core/formats/format';
import type { OnStray, UnitRunner } from '../core/ports';
import type { ByteRange } from '../core/ranges';
import { Tally, type TallyData } from '../core/tally';

/**
 * Bytes from which on a file is worth another range. Another thread starts and learns all labels anew: of a table of 1 GB
 * that takes a third of the time in which one thread counts the whole, and 35 MiB of memory. `npm run bench -- ranges`.
 */
const leastBytes = 512 * 1024 * 1024;
/** By so much of them the first range is longer: its thread is at work while the others start. */
const headStart = 0.4;
/** From so many times that on, a thread gets several ranges, so that one that lags costs little. */
const largeRange = 2;

export interface RangeOptions {
  readonly formats: readonly LabelFormat[];
  /** Threads that count at once. */
  readonly threads: number;
  /** Bytes from which on a file is worth another range. */
  readonly leastBytes?: number;
}

export class RangeRunner implements UnitRunner {
  readonly width: number;
  readonly #formats: ReadonlyMap<string, LabelFormat>;

  constructor(
    private readonly inner: UnitRunner,
    private readonly options: RangeOptions,
  ) {
    this.width = inner.width;
    this.#formats = new Map(options.formats.map((format) => [format.id, format]));
  }

  async run(
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<TallyData> {
    const ranges = this.#rangesOf(unit);
    if (ranges.length < 2) return this.inner.run(unit, signal, onBytes, onStray);
    let told = 0;
    const count = (bytes: number): void => {
      told += bytes;
      onBytes(bytes);
    };
    const counting = new RangedUnit(this.inner, unit, ranges, count, onStray);
    const tally = await counting.count(signal);
    // Bytes at the edges were read twice, and are told once.
    onBytes((tally === undefined ? 0 : counting.reached) - told);
    return tally ?? this.inner.run(unit, signal, onBytes, onStray);
  }

  #rangesOf(unit: WorkUnit): ByteRange[] {
    const { threads, leastBytes: least = leastBytes } = this.options;
    const format = this.#formats.get(unit.format);
    if (threads < 2 || unit.paths.length !== 1 || format?.countsRanges?.(unit) !== true) return [];
    const rounds = Math.max(1, Math.floor(unit.bytes / (threads * least * largeRange)));
    const many = Math.min(threads * rounds, Math.floor(unit.bytes / least));
    const lead = Math.floor(least * headStart);
    const size = Math.ceil((unit.bytes - lead) / many);
    return Array.from({ length: many }, (_, at): ByteRange => {
      const start = at === 0 ? 0 : lead + at * size;
      // Whatever the file has grown by meanwhile belongs to the last.
      const end = at === many - 1 ? Number.MAX_SAFE_INTEGER : lead + (at + 1) * size;
      return { start, end, exact: at === 0 };
    });
  }
}

/** One unit on its way. */
class RangedUnit {
  /** Byte behind the last record that is verified. */
  reached = 0;
  readonly #ended = new AbortController();

  constructor(
    private readonly inner: UnitRunner,
    private readonly unit: WorkUnit,
    private readonly ranges: readonly ByteRange[],
    private readonly onBytes: (bytes: number) => void,
    private readonly onStray: OnStray | undefined,
  ) {}

  /** Undefined where the unit must be counted in one go: problems tell lines, and what was said before. */
  async count(signal: AbortSignal): Promise<TallyData | undefined> {
    const either = AbortSignal.any([signal, this.#ended.signal]);
    const guesses = this.#guesses(either);
    // One that fails while another is awaited is seen when its turn comes, or not at all.
    for (const guess of guesses) guess.catch(() => undefined);
    try {
      return await this.#verified(guesses, signal);
    } finally {
      this.#ended.abort();
      await Promise.allSettled(guesses);
    }
  }

  async #verified(
    guesses: readonly Promise<TallyData>[],
    signal: AbortSignal,
  ): Promise<TallyData | undefined> {
    const tally = new Tally();
    for (const [at, range] of this.ranges.entries()) {
      // The record before reaches over the whole range.
      if (at > 0 && this.reached >= range.end) continue;
      const guess = await guesses[at];
      const isRight = guess.range?.from === this.reached;
      const counted = isRight
        ? guess
        : await this.#run({ start: this.reached, end: range.end, exact: true }, signal);
      if (counted.range === undefined || counted.problems.seen.length > 0) return undefined;
      tally.merge(counted);
      this.reached = counted.range.to;
    }
    return tally.toData();
  }

  /** The ranges' counts, as many at once as the runner bears. */
  #guesses(signal: AbortSignal): Promise<TallyData>[] {
    const lanes: Promise<unknown>[] = [];
    return this.ranges.map((range, at) => {
      const before = at < this.inner.width ? Promise.resolve() : lanes[at - this.inner.width];
      const guess = before.then(() => this.#run(range, signal));
      lanes.push(guess.catch(() => undefined));
      return guess;
    });
  }

  #run(range: ByteRange, signal: AbortSignal): Promise<TallyData> {
    return this.inner.run({ ...this.unit, range }, signal, this.onBytes, this.onStray);
  }
}
