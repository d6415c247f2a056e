// The picture of curves over epochs: one line each, told apart by colour and dash.
// Must not know what the curves are of.
import type { Curve } from '../../src/core/training/curve';
import { fontOf, valueAxis } from '../chart/axes';
import type { Axis, Drawing, LineSet } from '../chart/drawing';
import type { Theme } from '../chart/theme';

export interface DrawnCurve {
  /** Number of its ink; see {@link dashOf}. */
  readonly ink: number;
  readonly curve: Curve;
}

export interface CurveWords {
  readonly value: string;
  readonly at: string;
  readonly write: (value: number) => string;
  readonly writeAt: (value: number) => string;
}

/** Dashes change where colours start over. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

/** The dash of an ink, in pixels; empty for a whole line. */
export function dashOf(ink: number, colours: number): readonly number[] {
  return dashes[Math.floor(ink / colours) % dashes.length];
}

export function drawCurves(
  curves: readonly DrawnCurve[],
  words: CurveWords,
  theme: Theme,
): Drawing {
  return {
    length: Math.max(0, ...curves.map(({ curve }) => curve.x.length)),
    // Ticks follow the data: options are made anew with every drawing, which happens twice a second at most.
    shape: [{}],
    headroom: 8,
    datasets: curves.map((one) => lineSet(one, theme)),
    axes: () => ({
      x: linearAxis(words.at, words.writeAt, theme),
      y: valueAxis({
        ...{ theme, title: words.value, side: 'left', logarithmic: false, write: words.write },
      }),
    }),
  };
}

function lineSet({ ink, curve }: DrawnCurve, theme: Theme): LineSet {
  const colour = theme.series[ink % theme.series.length];
  return {
    ...{ type: 'line', yAxisID: 'y', parsing: false, normalized: true, borderWidth: 1.5 },
    data: curve.x.map((x, at) => ({ x, y: curve.y[at] })),
    ...{ borderColor: colour, backgroundColor: colour },
    borderDash: [...dashOf(ink, theme.series.length)],
    pointRadius: curve.x.length === 1 ? 3 : 0,
  };
}

export function linearAxis(title: string, write: (value: number) => string, theme: Theme): Axis {
  return {
    ...{ type: 'linear', border: { color: theme.grid }, grid: { display: false } },
    title: { display: true, text: title, color: theme.muted, font: fontOf(theme) },
    ticks: {
      ...{ color: theme.muted, font: fontOf(theme), maxTicksLimit: 8 },
      callback: (value: number | string) => write(Number(value)),
    },
  };
}
