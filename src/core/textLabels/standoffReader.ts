// Reads brat's standoff: `T1⇥Person 0 4⇥John`, `R1⇥Family Arg1:T1 Arg2:T2`, one a line, and counts spans or relations.
// Must not know which files are read.

import { TAB } from '../bytes/ascii';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import type { LineReader } from './eachLine';
import { classOf, isBlank, textOf } from './fields';

/** What is counted. */
export type StandoffKind = 'span' | 'relation';

const LETTERS: Readonly<Record<StandoffKind, number>> = { span: 84, relation: 82 };
const BLANK = 32;
/** What a line of brat's begins with: spans, relations, events, attributes, links, equivalences and notes. */
const known: ReadonlySet<number> = new Set(new TextEncoder().encode('TREAMN*#'));

const span = /^T\d+\t[^\s\t]+ \d+ \d+(?:;\d+ \d+)*(?:\t|$)/;
const relation = /^R\d+\t[^\s\t]+ \S+:T\d+ \S+:T\d+/;
/** Events, attributes, links, notes and equivalences. */
const other = /^(?:[EAMN]\d+|#\d+|\*|#)\t/;

/** The kinds that the lines of a file hold, none where it is empty; undefined where they are no standoff. */
export function isStandoff(lines: readonly string[]): readonly StandoffKind[] | undefined {
  const filled = lines.filter((line) => line.trim() !== '');
  const spans = filled.filter((line) => span.test(line)).length;
  const relations = filled.filter((line) => relation.test(line)).length;
  const others = filled.filter((line) => other.test(line)).length;
  // The odd line may be broken, as where a marked text holds a line end.
  if ((spans + relations + others) * 10 < filled.length * 9) return undefined;
  return [...(spans > 0 ? ['span' as const] : []), ...(relations > 0 ? ['relation' as const] : [])];
}

/** Counts one file, which is one sample. */
export class StandoffReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  #found = 0;

  constructor(
    private readonly kind: StandoffKind,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (isBlank(bytes, start, end)) return;
    if (bytes[start] !== LETTERS[this.kind]) {
      if (!known.has(bytes[start])) this.#leaveOut(bytes, start, end, line);
      return;
    }
    const tab = bytes.indexOf(TAB, start);
    const type = tab + 1;
    const after = tab < 0 || tab >= end ? -1 : bytes.indexOf(BLANK, type);
    if (after <= type || after >= end) {
      this.#leaveOut(bytes, start, end, line);
      return;
    }
    const label = classOf(this.tally, this.#problems, bytes, type, after, line);
    if (label < 0) return;
    this.#found += 1;
    this.#split.add(label);
  };

  #leaveOut(bytes: Uint8Array, start: number, end: number, line: number): void {
    this.#problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
      return `“${textOf(bytes, start, Math.min(end, start + 40))}” gives no type and place; it is not counted.`;
    });
  }

  readonly end = (): void => {
    this.#problems.end();
    this.#split.samples += 1;
    if (this.#found === 0) this.#split.unlabelled += 1;
    this.#split.recorder?.end(this.file);
  };
}
