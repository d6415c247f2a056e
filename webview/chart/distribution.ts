// The picture of one dataset: bars for counts by band, effective number and weight as lines.
// Must not know the page's state; it is given a model and words.
import type { Band } from '../../src/core/metrics/bands';
import type { Numbers } from '../format';
import { memo } from '../memo';
import type { Model } from '../model';
import { classAxis, roundAbove, shortened, valueAxis } from './axes';
import { bandMarks } from './bandMarks';
import { barsOf, columnCount, type Columns, withLines } from './binning';
import { denseBars } from './denseBars';
import { fillsOf, type Fill, type Fills } from './fills';
import type { Axis, BarSet, Drawing, LineSet, Point } from './drawing';
import type { Theme } from './theme';

export interface DistributionWords {
  readonly counts: string;
  readonly weight: string;
  /** Title of the class axis, which says how the classes are ordered. */
  readonly order: string;
  readonly band: (band: Band) => string;
}

export interface DistributionInput {
  readonly model: Model;
  readonly words: DistributionWords;
  readonly numbers: Numbers;
  readonly logarithmic: boolean;
  /** Position of the first class on show in the whole order, from 0. */
  readonly first: number;
  /** True where classes run by count, so that bands lie side by side. */
  readonly banded: boolean;
  /** True where only some classes are listed: the counts' axis ends with theirs, or few-shot bars could not be seen. */
  readonly narrowed: boolean;
}

const wideColumn = 6;
const namedColumns = 60;
const gutters = 140;

/** A selector of the columns on show; the bars stay while only weights change. */
export function columnsSelector(): (model: Model, width: number) => Columns {
  const barsFor = memo(
    (
      classes: Model['classes'],
      order: readonly number[],
      found: Uint8Array | undefined,
      length: number,
    ) => barsOf(order, (index) => classes[index].count, found, length),
  );
  return ({ classes, order, found, weighing }, width) => {
    const fitting = columnCount(order.length, Math.max(100, width - gutters));
    const bars = barsFor(classes, order, found, order.length === 0 ? 0 : fitting);
    const { weights, effectiveNumbers } = weighing;
    const line = (values: Float64Array) => (index: number) => values[index] || NaN;
    return withLines(bars, order, [line(effectiveNumbers), line(weights)]);
  };
}

/** True where columns are wide enough for patterns, points and gaps. */
export function isWide(columns: Columns, width: number): boolean {
  return (width - gutters) / columns.length >= wideColumn;
}

export function drawDistribution(
  input: DistributionInput,
  columns: Columns,
  width: number,
  theme: Theme,
): Drawing {
  const { model, words, banded, logarithmic } = input;
  const wide = isWide(columns, width);
  const groups = groupsOf(columns, model.banding.bands);
  const fills = fillsOf(theme, wide);
  const bands = bandsOf(columns, model.banding.bands);
  return {
    length: columns.length,
    shape: [
      columns.length,
      model.classes,
      model.banding,
      model.order,
      theme,
      wide,
      logarithmic,
      ...[words.counts, words.weight, words.order, topOf(input, columns)],
    ],
    datasets: [...linesOf(columns, theme, wide), ...(wide ? bars(columns, groups, fills) : [])],
    headroom: banded ? 18 : 6,
    axes: () => axesOf(input, columns, theme),
    ...(!wide && { below: denseBars(columns, groups, fills) }),
    ...(banded && { above: bandMarks(bands, theme, words.band) }),
  };
}

function linesOf(columns: Columns, theme: Theme, wide: boolean): LineSet[] {
  const [effective, weight] = columns.lines;
  return [
    line(effective, {
      ...{ yAxisID: 'y', order: 1, stepped: 'middle' },
      ...{ borderColor: theme.foreground, borderWidth: 1.5, pointRadius: 0 },
    }),
    line(weight, {
      ...{ yAxisID: 'y1', order: 0, borderColor: theme.weight, borderWidth: 2 },
      ...{ pointRadius: wide ? 3 : 0, pointBorderWidth: 2 },
      ...{ pointBackgroundColor: theme.background, pointBorderColor: theme.weight },
    }),
  ];
}

/** The band of each column, of dimmed ones too: a filter leaves one band lit, and it must be named where it stands. */
export function bandsOf({ leaders }: Columns, bands: readonly Band[]): readonly Band[] {
  return Array.from(leaders, (index) => bands[index]);
}

function groupsOf(columns: Columns, bands: readonly Band[]): readonly (keyof Fills)[] {
  return Array.from(columns.leaders, (index, k) =>
    columns.found?.[k] === 0 ? 'dim' : bands[index],
  );
}

function bars(columns: Columns, groups: readonly (keyof Fills)[], fills: Fills): BarSet[] {
  return (Object.entries(fills) as [keyof Fills, Fill][]).map(([group, fill]) => {
    const data: Point[] = [];
    groups.forEach((own, x) => {
      if (own === group && columns.bars[x] > 0) data.push({ x, y: columns.bars[x] });
    });
    return {
      ...{ type: 'bar', data, yAxisID: 'y', parsing: false, normalized: true, grouped: false },
      ...{ backgroundColor: fill, order: 2, minBarLength: 1.5 },
      ...{ categoryPercentage: 0.84, barPercentage: 1 },
    };
  });
}

function line(values: Float64Array, style: Partial<LineSet>): LineSet {
  const data = Array.from(values, (y, x) => ({ x, y }));
  if (style.stepped !== undefined) data.unshift({ x: -0.5, y: values[0] });
  if (style.stepped !== undefined)
    data.push({ x: values.length - 0.5, y: values[values.length - 1] });
  return { ...style, type: 'line', data, parsing: false, normalized: true, spanGaps: false };
}

/** Where the counts' axis must end, whatever bars are dimmed; a logarithmic one shows small bars as it is. */
function topOf(input: DistributionInput, { bars, found }: Columns): number | undefined {
  if (!input.narrowed || input.logarithmic || found === undefined) return undefined;
  const most = bars.reduce((top, count, k) => (found[k] === 1 ? Math.max(top, count) : top), 0);
  return most === 0 ? undefined : roundAbove(most);
}

function axesOf(input: DistributionInput, columns: Columns, theme: Theme): Record<string, Axis> {
  const { model, words, numbers, logarithmic } = input;
  const named = columns.length <= namedColumns && columns.length === model.order.length;
  const nameAt = (k: number): string => shortened(model.classes[columns.leaders[k]].name);
  return {
    x: classAxis({
      theme,
      title: words.order,
      ...{
        length: columns.length,
        starts: columns.starts,
        rank: (rank) => numbers.count(rank + input.first),
      },
      nameAt: named ? nameAt : undefined,
    }),
    y: valueAxis({
      theme,
      logarithmic,
      title: words.counts,
      side: 'left',
      least: 0.7,
      most: columns.bars.reduce((most, count) => Math.max(most, count), 0),
      top: topOf(input, columns),
      whole: true,
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
