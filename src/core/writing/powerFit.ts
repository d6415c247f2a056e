// The power of inverse frequency that comes nearest to given weights.
// Must not know export targets.

/** Weights ∝ count^(-power), and how far that is from what was asked for. */
export interface PowerFit {
  /** In [0, 1]. */
  readonly power: number;
  /** Largest ratio, either way, between a fitted and a wanted weight (both with mean 1); 1 is exact. */
  readonly worstRatio: number;
}

/** Least squares of log weight on log count over classes with samples, the slope held within [0, 1]. */
export function fitPower(
  rows: readonly { readonly count: number; readonly weight: number }[],
): PowerFit {
  const points = rows
    .filter((row) => row.count > 0 && row.weight > 0)
    .map((row) => ({ x: Math.log(row.count), y: Math.log(row.weight) }));
  if (points.length === 0) return { power: 0, worstRatio: 1 };
  const meanX = mean(points.map((point) => point.x));
  const meanY = mean(points.map((point) => point.y));
  const variance = mean(points.map((point) => (point.x - meanX) ** 2));
  const covariance = mean(points.map((point) => (point.x - meanX) * (point.y - meanY)));
  const power = variance === 0 ? 0 : Math.min(1, Math.max(0, -covariance / variance));
  const wanted = points.map((point) => Math.exp(point.y));
  const fitted = points.map((point) => Math.exp(-power * point.x));
  const ratios = fitted.map((value, at) => value / mean(fitted) / (wanted[at] / mean(wanted)));
  const worstRatio = ratios.reduce((most, ratio) => Math.max(most, ratio, 1 / ratio), 1);
  return { power, worstRatio };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
