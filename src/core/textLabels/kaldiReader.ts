// Reads Kaldi's utt2spk and the like: an utterance and its class a line.
// Must not know which files are read.

import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import type { LineReader } from './eachLine';
import { classOf, Fields, isBlank } from './fields';

/** Counts utterances by their second field. */
export class KaldiReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #fields = new Fields();

  constructor(
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (isBlank(bytes, start, end)) return;
    this.#split.samples += 1;
    const { starts, ends } = this.#fields;
    if (this.#fields.cutBlanks(bytes, start, end) < 2) {
      this.#split.unlabelled += 1;
      this.#split.recorder?.end(this.file, line);
      this.#problems.add('missing-label', 'warning', { line, column: 1 }, () => {
        return 'The line names an utterance only; it is counted as unlabelled.';
      });
      return;
    }
    const label = classOf(this.tally, this.#problems, bytes, starts[1], ends[1], line);
    if (label >= 0) this.#split.add(label);
    this.#split.recorder?.end(this.file, line);
  };

  readonly end = (): void => {
    this.#problems.end();
  };
}
