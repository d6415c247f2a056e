// Whether -1 and -100 say that a sample has no label: told by what stands beside them, since -1 may be one of two classes.
// Must not know which file the numbers lie in.

/** scikit-learn's number for a sample without a label, and PyTorch's. */
export function isNoLabel(value: number): boolean {
  return value === -1 || value === -100;
}

/**
 * Undeclared classes: every negative number is such a mark, and a class of 2 or more stands beside it (`-1, 0, 1` and
 * `-1, 1` are answers); -100 beside others is a mark in any case.
 */
export function marksNoLabel(values: Iterable<number>): boolean {
  let largest = Number.NEGATIVE_INFINITY;
  let least = 0;
  for (const value of values) {
    if (value > largest) largest = value;
    if (value >= 0) continue;
    if (!isNoLabel(value)) return false;
    least = least === 0 || value > least ? value : least;
  }
  return largest >= 2 || (least === -100 && largest >= 0);
}
