// Counts lines that are a sample each and hold its label, or its labels, somewhere.
// Must not know where: a format says so line by line.

import type { WorkUnit } from '../claims';
import type { ByteInput } from '../ports';
import { RowProblems } from '../tables/rowProblems';
import type { Tally } from '../tally';
import { eachLine } from './eachLine';
import { classOf, isBlank, textOf } from './fields';

/** First byte and end. */
export type Range = readonly [start: number, end: number];

/** What a line says: where its labels stand, and what names the sample. */
export interface LabelledLine {
  readonly labels: readonly Range[];
  readonly path?: Range;
}

/** Takes one line, `bytes[start, end)`; undefined where it is no sample. */
export type TakeLine = (bytes: Uint8Array, start: number, end: number) => LabelledLine | undefined;

/** Counts the files of a unit; a label that is repeated on a line counts once. `noun` is what a line is. */
export async function countLabelledLines(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
  noun: string,
  take: TakeLine,
): Promise<void> {
  const split = tally.split(unit.split);
  await eachLine(unit, input, tally, signal, (file) => {
    const problems = new RowProblems(tally, file);
    return {
      line: (bytes, start, end, line) => {
        const found = isBlank(bytes, start, end) ? undefined : take(bytes, start, end);
        if (found === undefined) return;
        const held = new Set(
          found.labels.map(([from, to]) => classOf(tally, problems, bytes, from, to, line)),
        );
        held.delete(-1);
        split.samples += 1;
        for (const label of held) split.add(label);
        if (held.size === 0) {
          split.unlabelled += 1;
          problems.add('missing-label', 'warning', { line, column: 1 }, () => {
            return `The line names no class; the ${noun} is counted as unlabelled.`;
          });
        }
        const { path } = found;
        split.recorder?.end(file, line, path === undefined ? undefined : textOf(bytes, ...path));
      },
      end: () => {
        problems.end();
      },
    };
  });
}
