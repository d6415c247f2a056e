// Axes in the editor's font and colours: counts on the left, weights on the right, classes below.
// Must not know the classes, only lengths, words and how a value is written.
import type { Scale } from 'chart.js';
import type { Axis } from './drawing';
import type { Theme } from './theme';

export interface ValueAxis {
  readonly theme: Theme;
  readonly title: string;
  readonly side: 'left' | 'right';
  readonly logarithmic: boolean;
  /** Lower end of a logarithmic axis. */
  readonly least?: number;
  /** A value the axis must reach, besides those of its data sets. */
  readonly most?: number;
  /** Where a linear axis ends, though values lie beyond; they are cut off there. */
  readonly top?: number | undefined;
  /** Marks nothing between whole numbers: there is no half an image. */
  readonly whole?: boolean;
  readonly write: (value: number) => string;
}

/** Wide enough for “1,000 K”: a width that follows the numbers would make the plot jump. */
const gutter = 60;

export function valueAxis(axis: ValueAxis): Axis {
  const { theme, side, write } = axis;
  const shared = {
    position: side,
    title: { display: true, text: axis.title, color: theme.muted, font: fontOf(theme) },
    border: { display: false },
    suggestedMax: axis.most,
    grid: { color: theme.grid, drawOnChartArea: side === 'left', drawTicks: false },
    afterFit: (scale: Scale) => {
      scale.width = gutter;
    },
  };
  const ticks = { color: theme.muted, font: fontOf(theme), padding: 6 };
  const callback = (value: number | string): string => write(Number(value));
  if (!axis.logarithmic) {
    return {
      type: 'linear',
      ...shared,
      beginAtZero: true,
      ...(axis.top !== undefined && { max: axis.top }),
      ticks: { ...ticks, callback, maxTicksLimit: 7, ...(axis.whole === true && { precision: 0 }) },
    };
  }
  return {
    type: 'logarithmic',
    ...shared,
    min: axis.least,
    ticks: { ...ticks, callback },
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = roundTicks(scale.min, scale.max).map((value) => ({ value }));
    },
  };
}

/** The next of 1, 2, 3, 4, 5, 6, 8 and 10 times a power of ten. @param value > 0. */
export function roundAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const head = [1, 2, 3, 4, 5, 6, 8].find((one) => one * power >= value) ?? 10;
  return head * power;
}

/** Powers of ten within the range, thinned to at most seven; 1, 2, 5 steps where there are fewer than three. */
export function roundTicks(min: number, max: number): number[] {
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  const decades = Array.from({ length: Math.max(0, to - from) + 1 }, (_, i) => from + i);
  const inside = (value: number): boolean => value >= min && value <= max;
  const powers = decades.map((power) => 10 ** power).filter(inside);
  if (powers.length >= 3) {
    const step = Math.ceil(powers.length / 7);
    return powers.filter((_, i) => i % step === 0);
  }
  return decades.flatMap((power) => [1, 2, 5].map((head) => head * 10 ** power)).filter(inside);
}

export interface ClassAxis {
  readonly theme: Theme;
  readonly title: string;
  readonly length: number;
  /** Name of a column; undefined where columns are numbered by the rank of their classes. */
  readonly nameAt: ((column: number) => string) | undefined;
  /** First position of each column, from 0. */
  readonly starts: Uint32Array;
  readonly rank: (rank: number) => string;
}

export function classAxis(axis: ClassAxis): Axis {
  const { theme, nameAt } = axis;
  const marks = nameAt === undefined ? rankMarks(axis) : undefined;
  return {
    type: 'category',
    offset: true,
    min: 0,
    max: axis.length - 1,
    border: { color: theme.grid },
    grid: { display: false },
    title: { display: true, text: axis.title, color: theme.muted, font: fontOf(theme) },
    ticks: {
      color: theme.muted,
      font: fontOf(theme),
      autoSkip: marks === undefined,
      maxRotation: marks === undefined ? 45 : 0,
      callback: (value: number | string) =>
        marks === undefined ? nameAt?.(Number(value)) : marks.get(Number(value)),
    },
    ...(marks && {
      afterBuildTicks: (scale: Scale) => {
        scale.ticks = [...marks.keys()].map((value) => ({ value }));
      },
    }),
  };
}

/** Columns that hold a round rank, with that rank. */
function rankMarks({ starts, length, rank }: ClassAxis): ReadonlyMap<number, string> {
  const marks = new Map<number, string>();
  let column = 0;
  for (const one of roundRanks(starts[length], 8)) {
    while (column < length - 1 && starts[column + 1] < one) column += 1;
    marks.set(column, rank(one));
  }
  return marks;
}

/** Round ranks from 1 to `total`: 1, then multiples of 1, 2 or 5 times a power of ten; at most about `most`. */
export function roundRanks(total: number, most: number): readonly number[] {
  const rough = Math.max(1, total / most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((head) => head * power).find((one) => one >= rough) ?? rough;
  const ranks = Array.from({ length: Math.floor(total / step) }, (_, i) => (i + 1) * step);
  return ranks[0] === 1 ? ranks : [1, ...ranks];
}

export function fontOf(theme: Theme): { family: string; size: number } {
  return { family: theme.font, size: Math.max(11, theme.fontSize - 2) };
}

const longestLabel = 18;

/** By characters as people see them, so that an emoji is not cut in two. */
export function shortened(name: string): string {
  const start = Array.from(name.slice(0, longestLabel * 4));
  return start.length > longestLabel ? `${start.slice(0, longestLabel - 1).join('')}…` : name;
}
