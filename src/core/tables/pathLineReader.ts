// Reads a list of “path label” lines into a tally.
// Must not know files or chunks: UTF-8 is fed, by a format or by a kernel that leaves the rest to this reader.

import { LineSplitter } from '../bytes/text';
import type { CellLayout, PlainRecords, RecordStart } from '../kernels';
import type { Tally } from '../tally';
import { PathLineCounter, type PathSplits } from './pathLineCounter';
import type { ListRecipe } from './pathLines';

export class PathLineReader implements PlainRecords {
  readonly #splitter: LineSplitter;
  readonly #counter: PathLineCounter;

  constructor(
    private readonly recipe: ListRecipe,
    private readonly tally: Tally,
    file: string,
    split: string,
    private readonly splits?: PathSplits,
  ) {
    this.#counter = new PathLineCounter(recipe, tally, file, split, splits);
    this.#splitter = new LineSplitter({
      onLine: (bytes, start, end, line) => {
        this.#counter.line(bytes, start, end, line);
      },
      onProblem: (problem) => {
        tally.problem({ ...problem, file });
      },
    });
  }

  /** Lines of the list so far. */
  get lines(): number {
    return this.#counter.lines;
  }

  /** How a kernel may count the lines; undefined where each must be seen whole. */
  get cells(): CellLayout | undefined {
    const { place, join, vector, separator, inPath } = this.recipe;
    if (place !== 'last' || inPath === true || join === ' ' || vector > 0) return undefined;
    // Who asks for samples must be told of each line.
    if (this.tally.observer !== undefined || this.splits !== undefined) return undefined;
    return { kind: 'lines', tabs: separator === 'tab' };
  }

  get idle(): boolean {
    return this.#splitter.atLine && this.line > this.recipe.skip;
  }

  get line(): number {
    return this.#splitter.line;
  }

  feed(bytes: Uint8Array): void {
    this.#splitter.feed(bytes);
  }

  end(): void {
    this.#splitter.end();
    this.#counter.end();
  }

  resume(line: number): void {
    this.#splitter.resume(line);
  }

  learn(bytes: Uint8Array, start: number, end: number, record: RecordStart): number | undefined {
    return this.#counter.learn(bytes, start, end, record);
  }

  learnSplit(): undefined {
    return undefined;
  }

  add(cell: number, _split: number, records: number): void {
    this.#counter.add(cell, records);
  }
}
