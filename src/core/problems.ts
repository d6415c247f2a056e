// What is wrong with the data, said with a place: readers return problems, they do not throw for bad data.
// Must not know who shows them.

export type Severity = 'error' | 'warning' | 'information';

/** One thing that is wrong or worth knowing. Line and column count from 1; the column counts bytes of UTF-8. */
export interface Problem {
  /** Stable, kebab-case, for filters and documentation. */
  readonly code: string;
  readonly severity: Severity;
  /** Relative to the scan's root, with `/`; absent where the problem belongs to no file. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** A whole sentence: what happened and, where it helps, what to do. */
  readonly message: string;
}

/** Problems of one code that are kept with their place; the rest are only counted, and that is said. */
export const problemsKeptPerCode = 50;

/** Collects problems, so that a million bad lines cost fifty entries and a number. */
export class ProblemList {
  readonly #kept: Problem[] = [];
  readonly #seen = new Map<string, number>();

  add(problem: Problem, times = 1): void {
    const seen = this.#seen.get(problem.code) ?? 0;
    this.#seen.set(problem.code, seen + times);
    if (seen < problemsKeptPerCode) this.#kept.push(problem);
  }

  addAll(problems: Iterable<Problem>): void {
    for (const problem of problems) this.add(problem);
  }

  /** Adds another list, with what it only counted. */
  merge(data: ProblemListData): void {
    const before = new Map(this.#seen);
    this.addAll(data.kept);
    for (const [code, times] of data.seen) this.#seen.set(code, (before.get(code) ?? 0) + times);
  }

  toData(): ProblemListData {
    return { kept: [...this.#kept], seen: [...this.#seen] };
  }

  /** The kept problems and, for each code with more, one line that says how many more. */
  toArray(): Problem[] {
    const all = [...this.#kept];
    for (const [code, times] of this.#seen) {
      const kept = this.#kept.filter((problem) => problem.code === code);
      const rest = times - kept.length;
      const first = kept.at(0);
      if (rest <= 0 || first === undefined) continue;
      all.push({
        code,
        severity: first.severity,
        message: `${rest.toString()} more problems like “${first.message}”`,
      });
    }
    return all;
  }
}

/** A {@link ProblemList} as plain JSON. */
export interface ProblemListData {
  readonly kept: readonly Problem[];
  readonly seen: readonly (readonly [code: string, times: number])[];
}
