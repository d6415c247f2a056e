// The picture of splits side by side: one bar a split for every class, as shares of the split.
// Must not know the page's state.
import { classAxis, shortened, spreadOver, valueAxis } from '../chart/axes';
import { columnCount, columnsOf } from '../chart/binning';
import type { BarSet, Drawing } from '../chart/drawing';
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
  const { numbers, nameOf } = input;
  const wide = (width - gutters) / columns.length / columns.shares.length >= 4;
  const fills = splitFills(theme, wide);
  const named = columns.length <= 60 && columns.length === input.order.length;
  const least = Math.min(...columns.shares.flatMap((of) => [...of].filter((share) => share > 0)));
  return {
    length: columns.length,
    headroom: 6,
    datasets: columns.shares.map((shares, i) => bars(shares, fills[i % fills.length], wide)),
    axes: {
      x: classAxis({
        theme,
        title: input.orderTitle,
        write: named
          ? (k) => shortened(nameOf(columns.leaders[k]))
          : (k) => numbers.count(columns.starts[k] + 1),
        at: named ? undefined : spreadOver(columns.length, 9),
      }),
      y: valueAxis({
        ...{ theme, title: input.axisTitle, side: 'left', write: numbers.share },
        logarithmic: input.logarithmic,
        least: least === Infinity ? 0.001 : least * 0.7,
      }),
    },
  };
}

/** Solid, hatched, dotted, then plain tones: told apart without colour. */
export function splitFills(theme: Theme, wide: boolean): readonly Fill[] {
  const { many, weight, few, muted, background } = theme;
  return [
    many,
    (wide ? hatch(weight, background) : null) ?? weight,
    (wide ? dots(few, background) : null) ?? few,
    muted,
  ];
}

function bars(shares: Float64Array, fill: Fill, wide: boolean): BarSet {
  const data = Array.from(shares, (y, x) => ({ x, y })).filter(({ y }) => y > 0);
  return {
    ...{ type: 'bar', data, yAxisID: 'y', parsing: false, normalized: true },
    ...{ backgroundColor: fill, minBarLength: 1.5 },
    ...{ categoryPercentage: wide ? 0.8 : 1, barPercentage: wide ? 0.92 : 1 },
  };
}
