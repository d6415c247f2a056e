// Problems of rows with their places, a few of each kind and then only a number.
// Must not know what a row is.

import type { Severity } from '../problems';
import type { Tally } from '../tally';

/** Where in the file, from 1. */
export interface Place {
  readonly line: number;
  readonly column?: number;
}

/** Problems of one code and file that keep their place. */
const kept = 10;

/** Adds problems of one file to a tally; a million bad rows cost a handful of objects. */
export class RowProblems {
  readonly #seen = new Map<string, { times: number; message: string; severity: Severity }>();

  constructor(
    private readonly tally: Tally,
    private readonly file: string,
  ) {}

  /** `message` is asked for only where it is kept. */
  add(code: string, severity: Severity, place: Place | undefined, message: () => string): void {
    const seen = this.#seen.get(code);
    if (seen !== undefined && seen.times >= kept) {
      seen.times += 1;
      return;
    }
    const text = message();
    if (seen === undefined) this.#seen.set(code, { times: 1, message: text, severity });
    else seen.times += 1;
    this.tally.problem({ code, severity, file: this.file, ...place, message: text });
  }

  /** Hands over what was only counted. */
  end(): void {
    for (const [code, { times, message, severity }] of this.#seen) {
      const rest = times - kept;
      if (rest > 0) this.tally.problems.add({ code, severity, file: this.file, message }, rest);
    }
  }
}
