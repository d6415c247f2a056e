// The one rule for what a count is, shared by weights and metrics.
// Knows nothing of classes, schemes or of what the counts are for.

/**
 * The sum of the counts; above 2^53 rounded to the nearest double.
 * @param counts one a class, each a whole number in [0, 2^53].
 * @throws RangeError naming the first count that is negative, fractional, NaN or too large.
 */
export function totalOf(counts: readonly number[]): number {
  return counts.reduce((total, count, index) => {
    if (!(Number.isInteger(count) && count >= 0 && count <= 2 ** 53)) {
      throw new RangeError(
        `The count of class ${String(index)} is ${String(count)}; ` +
          'it must be a whole number from 0 to 2^53.',
      );
    }
    return total + count;
  }, 0);
}
