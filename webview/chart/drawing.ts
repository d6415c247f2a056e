// What a picture is made of, in Chart.js's words: data sets, axes, and painting for what it has no words for.
// Must not know any picture.
import type { Chart, ChartDataset, ChartOptions } from 'chart.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type BarSet = ChartDataset<'bar', Point[]>;
export type LineSet = ChartDataset<'line', Point[]>;
export type Axis = NonNullable<NonNullable<ChartOptions<'bar' | 'line'>['scales']>[string]>;
/** What painting needs of a chart. */
export type Surface = Pick<Chart, 'ctx' | 'chartArea' | 'scales'>;
export type Painter = (surface: Surface) => void;

/** One picture; `length` columns from left to right. */
export interface Drawing {
  readonly length: number;
  /** All that data sets' looks, axes and headroom follow from: while it is the same, only data has changed. */
  readonly shape: readonly unknown[];
  readonly datasets: (BarSet | LineSet)[];
  /** Room above the plot in pixels. */
  readonly headroom: number;
  readonly axes: () => Record<string, Axis>;
  /** Painted below and above the data sets. */
  readonly below?: Painter;
  readonly above?: Painter;
}
