// The picture of recall by class: one point a class over its count, for the baseline and for one loss.
// Must not know the page.
import type { ArmRecall } from '../../src/core/training/runState';
import { roundTicks, fontOf, valueAxis } from '../chart/axes';
import type { Axis, Drawing, LineSet } from '../chart/drawing';
import type { Theme } from '../chart/theme';
import type { Scale } from 'chart.js';

export interface RecallInput {
  readonly counts: readonly number[];
  readonly baseline: ArmRecall | undefined;
  readonly arm: ArmRecall | undefined;
  readonly axis: string;
  readonly value: string;
  readonly write: (share: number) => string;
  readonly count: (count: number) => string;
}

export function drawRecall(input: RecallInput, theme: Theme): Drawing {
  const { counts, baseline, arm } = input;
  const sets = [pointsOf(counts, baseline, theme, false), pointsOf(counts, arm, theme, true)];
  const most = Math.max(1, ...counts);
  return {
    length: counts.length,
    shape: [{}],
    headroom: 8,
    datasets: sets.filter(({ data }) => data.length > 0),
    axes: () => ({
      x: countAxis(input, most, theme),
      y: {
        ...valueAxis({
          ...{ theme, title: input.value, side: 'left', logarithmic: false, write: input.write },
        }),
        ...{ min: 0, max: 1 },
      },
    }),
  };
}

/** Rings for the baseline, full squares for the other: told apart without colour. */
function pointsOf(
  counts: readonly number[],
  recall: ArmRecall | undefined,
  theme: Theme,
  full: boolean,
): LineSet {
  const ink = full ? theme.series[1] : theme.foreground;
  const data = (recall?.recall ?? []).flatMap((y, at) =>
    y === null || counts[at] <= 0 ? [] : { x: counts[at], y },
  );
  return {
    ...{ type: 'line', yAxisID: 'y', parsing: false, normalized: true, showLine: false },
    data: data.toSorted((a, b) => a.x - b.x),
    ...{ pointStyle: full ? 'rect' : 'circle', pointRadius: data.length > 2000 ? 1.5 : 4 },
    ...{ pointBorderColor: ink, pointBackgroundColor: full ? ink : 'transparent' },
    ...{ pointBorderWidth: 1.5, borderColor: ink, order: full ? 0 : 1 },
  };
}

function countAxis({ axis, count }: RecallInput, most: number, theme: Theme): Axis {
  return {
    ...{ type: 'logarithmic', min: 0.8, max: most * 1.25, border: { color: theme.grid } },
    grid: { display: false },
    title: { display: true, text: axis, color: theme.muted, font: fontOf(theme) },
    ticks: {
      ...{ color: theme.muted, font: fontOf(theme) },
      callback: (value: number | string) => count(Number(value)),
    },
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = roundTicks(1, most).map((value) => ({ value }));
    },
  };
}
