// The picture of one dataset: bars for counts by band, effective number and weight as lines.
// Must not know the page's state; it is given a model and words.
import { bandOf } from '../../src/core/metrics/bands';
import { bandLimits } from '../bands';
import type { Numbers } from '../format';
import type { Model } from '../model';
import { classAxis, shortened, spreadOver, valueAxis } from './axes';
import { bandMarks } from './bandMarks';
import { columnCount, columnsOf, type Columns } from './binning';
import { fillsOf, type Fill, type Fills } from './fills';
import type { Axis, BarSet, Drawing, LineSet, Point } from './drawing';
import type { Theme } from './theme';

export interface DistributionWords {
  readonly counts: string;
  readonly weight: string;
  /** Title of the class axis, which says how the classes are ordered. */
  readonly order: string;
  readonly band: (band: keyof Fills) => string;
}

export interface DistributionInput {
  readonly model: Model;
  readonly words: DistributionWords;
  readonly numbers: Numbers;
  readonly logarithmic: boolean;
  /** True where classes run by count, so that bands lie side by side. */
  readonly banded: boolean;
}

/** From this width on columns show patterns, points and gaps. */
const wideColumn = 6;
const namedColumns = 60;
const gutters = 140;

export function distributionColumns(model: Model, width: number): Columns {
  const { rows } = model.table;
  const length = columnCount(rows.length, Math.max(100, width - gutters));
  const weight = (i: number): number => (rows[i].weight > 0 ? rows[i].weight : NaN);
  const effective = (i: number): number =>
    rows[i].effectiveNumber > 0 ? rows[i].effectiveNumber : NaN;
  const series = { bars: (i: number) => rows[i].count, lines: [effective, weight] };
  return columnsOf(model.order, series, model.found, rows.length === 0 ? 0 : length);
}

export function drawDistribution(
  input: DistributionInput,
  columns: Columns,
  width: number,
  theme: Theme,
): Drawing {
  const wide = (width - gutters) / columns.length >= wideColumn;
  const lines = [
    line(columns.lines[0], {
      yAxisID: 'y',
      borderColor: theme.foreground,
      borderWidth: 1.5,
      stepped: 'middle',
      order: 1,
      pointRadius: 0,
    }),
    line(columns.lines[1], {
      yAxisID: 'y1',
      borderColor: theme.weight,
      borderWidth: 2,
      order: 0,
      pointRadius: wide ? 3 : 0,
      pointBackgroundColor: theme.background,
      pointBorderColor: theme.weight,
      pointBorderWidth: 2,
    }),
  ];
  const groups = groupsOf(columns);
  const marks = input.banded
    ? bandMarks(
        groups.map((group) => (group === 'dim' ? undefined : group)),
        theme,
        input.words.band,
      )
    : undefined;
  return {
    length: columns.length,
    datasets: [...lines, ...bars(columns, groups, fillsOf(theme, wide), wide)],
    headroom: input.banded ? 18 : 6,
    axes: axesOf(input, columns, theme),
    ...(marks && { plugin: marks }),
  };
}

function groupsOf(columns: Columns): readonly (keyof Fills)[] {
  return Array.from(columns.bars, (count, k) =>
    columns.found !== undefined && columns.found[k] === 0 ? 'dim' : bandOf(count, bandLimits),
  );
}

function bars(
  columns: Columns,
  groups: readonly (keyof Fills)[],
  fills: Fills,
  wide: boolean,
): BarSet[] {
  return (Object.entries(fills) as [keyof Fills, Fill][]).map(([group, fill]) => {
    const data: Point[] = [];
    groups.forEach((own, x) => {
      if (own === group && columns.bars[x] > 0) data.push({ x, y: columns.bars[x] });
    });
    return {
      ...{ type: 'bar', data, yAxisID: 'y', parsing: false, normalized: true, grouped: false },
      ...{ backgroundColor: fill, order: 2, minBarLength: 1.5 },
      ...{ categoryPercentage: wide ? 0.84 : 1, barPercentage: 1 },
    };
  });
}

function line(values: Float64Array, style: Partial<LineSet>): LineSet {
  const data = Array.from(values, (y, x) => ({ x, y }));
  return { ...style, type: 'line', data, parsing: false, normalized: true, spanGaps: false };
}

function axesOf(input: DistributionInput, columns: Columns, theme: Theme): Record<string, Axis> {
  const { model, words, numbers, logarithmic } = input;
  const named = columns.length <= namedColumns && columns.length === model.order.length;
  const nameAt = (k: number): string => shortened(model.table.rows[columns.leaders[k]].name);
  const rankAt = (k: number): string => numbers.count(columns.starts[k] + 1);
  return {
    x: classAxis({
      theme,
      title: words.order,
      write: named ? nameAt : rankAt,
      at: named ? undefined : spreadOver(columns.length, 9),
    }),
    y: valueAxis({
      theme,
      logarithmic,
      title: words.counts,
      side: 'left',
      least: 0.7,
      write: numbers.compact,
    }),
    y1: valueAxis({
      theme,
      logarithmic,
      title: words.weight,
      side: 'right',
      write: numbers.plain,
    }),
  };
}
