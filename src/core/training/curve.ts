// A curve of bounded length that grows at its end: when it is full, every other point goes.
// Must not know what is drawn.

/** Points in the order of strictly growing x. */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export const emptyCurve: Curve = { x: [], y: [] };

/** Points of a curve, at most. */
export const curveLength = 200;

/**
 * The curve with one point more. An x that is not beyond the last cuts the curve back first: a resumed run goes on
 * from its checkpoint, which lies before where it was killed.
 */
export function withPoint(curve: Curve, x: number, y: number, most = curveLength): Curve {
  const last = curve.x.at(-1);
  const kept = last !== undefined && x <= last ? before(curve, x) : curve;
  const room = kept.x.length < most ? kept : thinned(kept);
  return { x: [...room.x, x], y: [...room.y, y] };
}

function before({ x: xs, y: ys }: Curve, x: number): Curve {
  const end = xs.findIndex((one) => one >= x);
  return { x: xs.slice(0, end), y: ys.slice(0, end) };
}

/** The first point and every second after it. */
function thinned({ x, y }: Curve): Curve {
  const even = (_: number, at: number): boolean => at % 2 === 0;
  return { x: x.filter(even), y: y.filter(even) };
}

/** The value at x by linear interpolation; `undefined` outside the curve. */
export function valueAt({ x: xs, y: ys }: Curve, x: number): number | undefined {
  const next = xs.findIndex((one) => one >= x);
  if (next === -1) return undefined;
  if (xs[next] === x) return ys[next];
  if (next === 0) return undefined;
  const share = (x - xs[next - 1]) / (xs[next] - xs[next - 1]);
  return ys[next - 1] + share * (ys[next] - ys[next - 1]);
}

/** The mean of curves wherever at least one has a value, at the points of all of them; at most `most` points. */
export function meanCurve(curves: readonly Curve[], most = curveLength): Curve {
  if (curves.length === 1) return curves[0];
  const all = [...new Set(curves.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const step = Math.max(1, Math.ceil(all.length / most));
  const x = all.filter((_, at) => at % step === 0 || at === all.length - 1);
  const y = x.map((one) => {
    const values = curves.flatMap((curve) => valueAt(curve, one) ?? []);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  return { x, y };
}
