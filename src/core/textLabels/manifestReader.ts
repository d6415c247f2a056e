// Counts the clips of an audio manifest by one of its fields.
// Must not know which files are read.

import type { JsonRow } from '../bytes/jsonSelect';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { classOf } from './fields';

const COMMA = 44;

/** Takes rows whose first field is the label. */
export class ManifestReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #held: number[] = [];

  constructor(
    /** Labels joined by commas are several. */
    private readonly joined: boolean,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly element = (row: JsonRow): void => {
    this.#take(row);
  };

  readonly row = (row: JsonRow): void => {
    this.#take(row);
    this.#split.samples += 1;
    for (const label of this.#held) this.#split.add(label);
    if (this.#held.length > 1) this.tally.traits.add('multi-label');
    this.#split.recorder?.end(this.file, row.line, this.#mediaOf(row));
    if (this.#held.length === 0) {
      this.#split.unlabelled += 1;
      const { line, column } = row;
      this.#problems.add('missing-label', 'warning', { line, column }, () => {
        return 'The clip has no label; it is counted as unlabelled.';
      });
    }
    this.#held.length = 0;
  };

  end(): void {
    this.#problems.end();
  }

  /** The second field names the clip, where the caller asks for it. */
  #mediaOf(row: JsonRow): string | undefined {
    return row.kind(1) === 'string' ? row.text(1) : undefined;
  }

  #take(row: JsonRow): void {
    const kind = row.kind(0);
    if (kind === 'true' || kind === 'false') {
      const label = this.tally.labels.indexOfText(kind);
      if (label >= 0) this.#hold(label);
    }
    if (kind !== 'string' && kind !== 'number') return;
    const { bytes } = row;
    const end = row.end(0);
    for (let from = row.start(0); from < end;) {
      const comma = this.joined ? bytes.indexOf(COMMA, from) : -1;
      const to = comma < 0 || comma > end ? end : comma;
      if (to > from) {
        const label = classOf(this.tally, this.#problems, bytes, from, to, row.line);
        if (label >= 0) this.#hold(label);
      }
      from = to + 1;
    }
  }

  #hold(label: number): void {
    if (!this.#held.includes(label)) this.#held.push(label);
  }
}
