// Problems as lines for people, each with its place.
// Must not know who found them.

import type { Problem } from '../core/problems';
import type { Paint } from './paint';
import { plain } from './text';

const shownPerCode = 3;

/** A line each, but only the first few of a kind; the JSON has them all. */
export function problemLines(problems: readonly Problem[], paint: Paint): string[] {
  const seen = new Map<string, number>();
  const lines = problems.flatMap((problem) => {
    const times = (seen.get(problem.code) ?? 0) + 1;
    seen.set(problem.code, times);
    return times <= shownPerCode ? [problemLine(problem, paint)] : [];
  });
  for (const [code, times] of seen) {
    const more = times - shownPerCode;
    if (more > 0) lines.push(paint.dim(`… and ${more} more [${plain(code)}]; --json lists them`));
  }
  return lines;
}

/** `warning labels.csv:3:9 message [code]` */
function problemLine(problem: Problem, paint: Paint): string {
  const { severity, file, line, column, message, code } = problem;
  const brush = { error: paint.error, warning: paint.warning, information: paint.dim }[severity];
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const words = [brush(severity), plain(place), plain(message), paint.dim(`[${plain(code)}]`)];
  return words.filter((word) => word !== '').join(' ');
}
