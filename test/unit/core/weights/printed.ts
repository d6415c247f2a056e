// Comparing a number with one printed to so many digits, and the data sets the printed numbers are of.
// Knows nothing of what is computed.
import { expect } from 'vitest';

/** Passes where `actual` rounds to the printed digits: half a unit in the last place. */
export function expectPrinted(actual: number, printed: string): void {
  const places = printed.includes('.') ? printed.length - printed.indexOf('.') - 1 : 0;
  const tolerance = 0.5 * 10 ** -places * (1 + 1e-6);
  expect(Math.abs(actual - Number(printed)), `${String(actual)} against ${printed}`).toBeLessThan(
    tolerance,
  );
}

/** The paper's long-tailed CIFAR: trunc(largest · ratio^(-i / (C - 1))). */
export function longTailed(classes: number, largest: number, ratio: number): readonly number[] {
  return Array.from({ length: classes }, (_, i) =>
    Math.trunc(largest * (1 / ratio) ** (i / (classes - 1))),
  );
}

/** Counts as the classes of a data set. */
export function classesOf(
  counts: readonly number[],
): readonly { readonly id: string; readonly name: string; readonly count: number }[] {
  return counts.map((count, i) => ({ id: String(i), name: `class ${String(i)}`, count }));
}
