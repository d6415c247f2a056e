// The further forms of the chart: the Lorenz curve, the cumulative share, and the three groups.
// Must not know the page's state; they are given a model and words.
import type { Numbers } from '../format';
import type { Model } from '../model';
import { classAxis, fontOf, valueAxis } from './axes';
import type { Axis, BarSet, Drawing, LineSet, Point } from './drawing';
import type { Theme } from './theme';

export type CurveKind = 'lorenz' | 'cumulative' | 'groups';

export interface CurveWords {
  readonly classes: string;
  readonly samples: string;
  readonly bands: readonly [many: string, medium: string, few: string];
}

/** Points of a curve: as many as can be told apart. */
const points = 200;

/** Counts from the largest (`descending`) or the smallest, added up, as shares of the total; at most 201 points. */
export function cumulativeShares(counts: readonly number[], descending: boolean): readonly Point[] {
  const sorted = Float64Array.from(counts).sort();
  if (descending) sorted.reverse();
  const total = sorted.reduce((sum, count) => sum + count, 0);
  const steps = Math.min(points, sorted.length);
  const found: Point[] = [{ x: 0, y: 0 }];
  let sum = 0;
  let at = 0;
  for (let k = 1; k <= steps; k++) {
    const to = Math.round((k * sorted.length) / steps);
    for (; at < to; at++) sum += sorted[at];
    found.push({ x: to / sorted.length, y: total === 0 ? 0 : sum / total });
  }
  return found;
}

export function drawCurve(
  kind: CurveKind,
  model: Model,
  words: CurveWords,
  numbers: Numbers,
  theme: Theme,
): Drawing {
  const shape = [kind, model.classes, model.banding, theme, words.samples];
  if (kind === 'groups') return drawGroups(model, words, numbers, theme, shape);
  const counts = model.classes.map(({ count }) => count);
  const found = cumulativeShares(counts, kind === 'cumulative');
  const curve = line(found, theme.many);
  const equal = line(
    [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
    theme.muted,
  );
  return {
    ...{ length: found.length - 1, shape, headroom: 6 },
    datasets: [curve, { ...equal, borderDash: [4, 4] }],
    axes: () => ({
      x: shareAxis(words.classes, numbers, theme),
      y: sharesUp(words, numbers, theme),
    }),
  };
}

function drawGroups(
  { banding, classes }: Model,
  words: CurveWords,
  numbers: Numbers,
  theme: Theme,
  shape: readonly unknown[],
): Drawing {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const bands = ['many', 'medium', 'few'] as const;
  const samples = bands.map((band) =>
    classes.reduce((sum, { count }, i) => sum + (banding.bands[i] === band ? count : 0), 0),
  );
  const data = (values: readonly number[], all: number): Point[] =>
    values.map((value, x) => ({ x, y: all === 0 ? 0 : value / all }));
  const bar = (values: Point[], fill: string): BarSet => ({
    ...{ type: 'bar', data: values, parsing: false, normalized: true, backgroundColor: fill },
    ...{ categoryPercentage: 0.7, barPercentage: 0.9, minBarLength: 1.5, yAxisID: 'y' },
  });
  const sizes = bands.map((band) => banding.sizes[band]);
  return {
    ...{ length: 3, shape, headroom: 6 },
    datasets: [
      bar(data(sizes, classes.length), theme.muted),
      bar(data(samples, total), theme.many),
    ],
    axes: () => ({
      x: classAxis({
        ...{ theme, title: '', length: 3, nameAt: (k) => words.bands[k], rank: numbers.count },
        starts: Uint32Array.of(0, 1, 2, 3),
      }),
      y: sharesUp(words, numbers, theme),
    }),
  };
}

function line(data: readonly Point[], colour: string): LineSet {
  return {
    ...{ type: 'line', data: [...data], parsing: false, normalized: true, yAxisID: 'y' },
    ...{ borderColor: colour, borderWidth: 2, pointRadius: 0 },
  };
}

function sharesUp(words: CurveWords, numbers: Numbers, theme: Theme): Axis {
  const title = words.samples;
  return valueAxis({
    ...{ theme, title, side: 'left', logarithmic: false, most: 1, write: numbers.percent },
  });
}

function shareAxis(title: string, numbers: Numbers, theme: Theme): Axis {
  const font = fontOf(theme);
  return {
    ...{ type: 'linear', min: 0, max: 1, grid: { color: theme.grid } },
    title: { display: true, text: title, color: theme.muted, font },
    ticks: { color: theme.muted, font, callback: (value) => numbers.percent(Number(value)) },
  };
}
