// Puts classes into as many columns as the screen can show, by the maximum of each column.
// Must not know Chart.js, colours or what the values mean.

/** Values per class, by class index; a class without one has NaN. */
export interface Series {
  readonly bars: (index: number) => number;
  readonly lines: readonly ((index: number) => number)[];
}

/** One entry a column; a column holds the classes at positions `starts[k]` up to `starts[k + 1]`. */
export interface Bars {
  readonly length: number;
  /** `length + 1` positions in the order. */
  readonly starts: Uint32Array;
  readonly bars: Float64Array;
  /** Class index that stands for the column: the largest bar, one that is found before all others. */
  readonly leaders: Uint32Array;
  /** 1 where a class of the column is found; undefined without a search. */
  readonly found: Uint8Array | undefined;
}

/** Bars with lines over them: the highest value of each column. */
export interface Columns extends Bars {
  readonly lines: readonly Float64Array[];
}

/** Nothing narrower than this can be told apart; more columns than `mostColumns` cost frames. */
const pixelsPerColumn = 1.5;
const mostColumns = 600;

/** How many columns a plot of this width has for so many classes; at least 1. */
export function columnCount(classes: number, width: number, most = mostColumns): number {
  const fits = Math.min(most, Math.max(50, Math.floor(width / pixelsPerColumn)));
  return Math.max(1, Math.min(classes, fits));
}

/** @param order class indices in display order. */
export function columnsOf(
  order: readonly number[],
  series: Series,
  found: Uint8Array | undefined,
  length: number,
): Columns {
  return withLines(barsOf(order, series.bars, found, length), order, series.lines);
}

/** The columns' bars alone, which stay while only lines change. */
export function barsOf(
  order: readonly number[],
  bars: Series['bars'],
  found: Uint8Array | undefined,
  length: number,
): Bars {
  const starts = Uint32Array.from({ length: length + 1 }, (_, k) =>
    Math.floor((k * order.length) / length),
  );
  const leaders = leadersOf(order, bars, found, starts);
  return {
    ...{ length, starts, leaders },
    bars: Float64Array.from(leaders, (index) => bars(index)),
    found: found && Uint8Array.from(leaders, (index) => found[index]),
  };
}

/** @param order what the bars were made of. */
export function withLines(bars: Bars, order: readonly number[], lines: Series['lines']): Columns {
  return { ...bars, lines: lines.map((value) => maxima(order, value, bars.starts)) };
}

function leadersOf(
  order: readonly number[],
  bars: Series['bars'],
  found: Uint8Array | undefined,
  starts: Uint32Array,
): Uint32Array {
  const leaders = new Uint32Array(starts.length - 1);
  for (let k = 0; k < leaders.length; k++) {
    let leader = order[starts[k]];
    for (let position = starts[k] + 1; position < starts[k + 1]; position++) {
      const index = order[position];
      const rank = found === undefined ? 0 : found[index] - found[leader];
      if (rank > 0 || (rank === 0 && bars(index) > bars(leader))) leader = index;
    }
    leaders[k] = leader;
  }
  return leaders;
}

function maxima(
  order: readonly number[],
  value: (index: number) => number,
  starts: Uint32Array,
): Float64Array {
  const highest = new Float64Array(starts.length - 1).fill(NaN);
  for (let k = 0; k < highest.length; k++) {
    for (let position = starts[k]; position < starts[k + 1]; position++) {
      const candidate = value(order[position]);
      if (!(candidate <= highest[k])) highest[k] = Number.isNaN(candidate) ? highest[k] : candidate;
    }
  }
  return highest;
}
