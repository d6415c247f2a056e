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
      ticks: { ...ticks, callback, maxTicksLimit: 7 },
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
  /** Label of a column. */
  readonly write: (column: number) => string;
  /** Columns to label; undefined for all there is room for. */
  readonly at: readonly number[] | undefined;
}

export function classAxis({ theme, title, write, at }: ClassAxis): Axis {
  return {
    type: 'category',
    offset: true,
    border: { color: theme.grid },
    grid: { display: false },
    title: { display: true, text: title, color: theme.muted, font: fontOf(theme) },
    ticks: {
      color: theme.muted,
      font: fontOf(theme),
      autoSkip: at === undefined,
      autoSkipPadding: 6,
      maxRotation: at === undefined ? 45 : 0,
      callback: (value: number | string) => write(Number(value)),
    },
    ...(at && {
      afterBuildTicks: (scale: Scale) => {
        scale.ticks = at.map((value) => ({ value }));
      },
    }),
  };
}

/** At most `most` positions of `length`, evenly spaced, first and last among them. */
export function spreadOver(length: number, most: number): readonly number[] {
  const count = Math.min(length, most);
  if (count < 2) return count === 1 ? [0] : [];
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
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
