// Elementary functions that neither overflow nor lose their small values.
// Must not know losses.

/** ln(1 + e^x), >= 0; accurate for every finite x. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** 1 / (1 + e^−x), in [0, 1]. */
export function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : small) / (1 + small);
}

/** The largest value; −Infinity for none. */
export function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

/** ln Σ e^x, for one or more finite x. */
export function logSumExp(values: Float64Array): number {
  const most = largest(values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
