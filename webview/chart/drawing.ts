// What a picture is made of, in Chart.js's words: data sets, axes, and a plugin for what it has no words for.
// Must not know any picture.
import type { ChartDataset, ChartOptions, Plugin } from 'chart.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type BarSet = ChartDataset<'bar', Point[]>;
export type LineSet = ChartDataset<'line', Point[]>;
export type Axis = NonNullable<NonNullable<ChartOptions<'bar' | 'line'>['scales']>[string]>;
export type PlotPlugin = Plugin<'bar' | 'line'>;

/** One picture; `length` columns from left to right. */
export interface Drawing {
  readonly length: number;
  readonly datasets: (BarSet | LineSet)[];
  /** Room above the plot in pixels. */
  readonly headroom: number;
  readonly axes: Record<string, Axis>;
  readonly plugin?: PlotPlugin;
}
