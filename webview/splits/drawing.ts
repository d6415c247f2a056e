// The picture of splits side by side: one bar a split for every class, as shares of the split.
// Must not know the page's state.
import { classAxis, shortened, valueAxis } from '../chart/axes';
import { columnCount, columnsOf } from '../chart/binning';
import type { BarSet, Drawing, LineSet } from '../chart/drawing';
import { dots, hatch, type Fill } from '../chart/fills';
import type { Theme } from '../chart/theme';
import type { Numbers } from '../format';
import type { Comparison } from './compare';

export interface SplitsInput {
  readonly comparison: Comparison;
  readonly order: readonly number[];
  readonly nameOf: (index: number) => string;
  readonly numbers: Numbers;
  readonly logarithmic: boolean;
  readonly axisTitle: string;
  readonly orderTitle: string;
}

/** Bars of all splits together; more cost frames. */
const mostBars = 600;
const gutters = 80;

export interface SplitColumns {
  readonly length: number;
  readonly starts: Uint32Array;
  /** Share per split and column: the largest of the column's classes. */
  readonly shares: readonly Float64Array[];
  readonly leaders: Uint32Array;
}

export function splitColumns({ comparison, order }: SplitsInput, width: number): SplitColumns {
  const { splits } = comparison;
  const room = Math.max(100, width - gutters);
  const most = Math.floor(mostBars / Math.max(1, splits.length));
  const length = order.length === 0 ? 0 : columnCount(order.length, room, most);
  const share = splits.map(
    ({ counts, total }) =>
      (i: number) =>
        counts[i] / Math.max(1, total),
  );
  const most_ = (i: number): number => Math.max(...share.map((of) => of(i)));
  const columns = columnsOf(order, { bars: most_, lines: share }, undefined, length);
  return { length, starts: columns.starts, shares: columns.lines, leaders: columns.leaders };
}

export function drawSplits(
  input: SplitsInput,
  columns: SplitColumns,
  width: number,
  theme: Theme,
): Drawing {
  const { numbers, nameOf, comparison } = input;
  const wide = isWide(columns, width);
  const named = columns.length <= 60 && columns.length === input.order.length;
  const nameAt = (k: number): string => shortened(nameOf(columns.leaders[k]));
  const least = Math.min(...columns.shares.flatMap((of) => [...of].filter((share) => share > 0)));
  const reference = comparison.splits.findIndex(({ name }) => name === comparison.reference);
  return {
    length: columns.length,
    headroom: 6,
    datasets: columns.shares.map((shares, i) =>
      wide || i === reference ? bars(shares, i, theme, wide) : outline(shares, i, theme),
    ),
    shape: [{}],
    axes: () => ({
      x: classAxis({
        ...{ theme, title: input.orderTitle, length: columns.length, starts: columns.starts },
        rank: numbers.count,
        nameAt: named ? nameAt : undefined,
      }),
      y: valueAxis({
        ...{
          theme,
          title: input.axisTitle,
          side: 'left',
          write: (share) => `${numbers.plain(share * 100)}\u202f%`,
        },
        logarithmic: input.logarithmic,
        least: least === Infinity ? 0.001 : least * 0.7,
      }),
    }),
  };
}

/** True where a class has room for one bar a split; else all splits but one are outlines. */
export function isWide(columns: SplitColumns, width: number): boolean {
  return (width - gutters) / columns.length / columns.shares.length >= 4;
}

/** Colour of a split by its place; from the fourth on all are alike. */
function inkOf(at: number, theme: Theme): string {
  return [theme.many, theme.weight, theme.few].at(Math.min(at, 3)) ?? theme.muted;
}

/** Solid, hatched, dotted: told apart without colour. */
function fillOf(at: number, theme: Theme, wide: boolean): Fill {
  const ink = inkOf(at, theme);
  if (!wide || at < 1 || at > 2) return ink;
  return (at === 1 ? hatch(ink, theme.background) : dots(ink, theme.background)) ?? ink;
}

function bars(shares: Float64Array, at: number, theme: Theme, wide: boolean): BarSet {
  const data = Array.from(shares, (y, x) => ({ x, y })).filter(({ y }) => y > 0);
  return {
    ...{ type: 'bar', data, yAxisID: 'y', parsing: false, normalized: true, order: 1 },
    ...{ backgroundColor: fillOf(at, theme, wide), minBarLength: 1.5, grouped: wide },
    ...{ categoryPercentage: wide ? 0.8 : 1, barPercentage: wide ? 0.92 : 1 },
  };
}

function outline(shares: Float64Array, at: number, theme: Theme): LineSet {
  const data = Array.from(shares, (y, x) => ({ x, y: y > 0 ? y : NaN }));
  return {
    ...{ type: 'line', data, yAxisID: 'y', parsing: false, normalized: true, order: 0 },
    ...{ borderColor: inkOf(at, theme), borderWidth: 2, pointRadius: 0, stepped: 'middle' },
    borderDash: [[], [], [6, 3], [2, 2]].at(Math.min(at, 3)) ?? [],
  };
}
