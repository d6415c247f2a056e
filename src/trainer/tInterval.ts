// 95 % intervals of a mean over few numbers, by Student's t.
// Must not know what the numbers are.

/** Two-sided 95 % quantiles for 1 to 30 degrees of freedom. */
const quantiles = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788,
  2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639,
  2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];

/** Beyond the table by Cornish and Fisher's expansion, right to four digits there. */
export function tQuantile(freedom: number): number {
  if (freedom <= quantiles.length) return quantiles[freedom - 1];
  const z = 1.959964;
  return (
    z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2)
  );
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The interval that holds the mean of such numbers with 95 %; `null` below two of them. */
export function tInterval(values: readonly number[]): readonly [number, number] | null {
  if (values.length < 2) return null;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  const reach = tQuantile(values.length - 1) * error;
  return [mean - reach, mean + reach];
}
