// Aligned columns for people: names to the left, numbers to the right, a bar at the end.
// Must not know what stands in them.

import { bar } from './bars';
import type { Paint } from './paint';
import type { Output } from './io';
import { cutTo, plain, widthOf } from './text';

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly cells: readonly string[];
}

const gap = '  ';
const [shortestBar, longestBar] = [8, 40];

/** Lines of a table; `values` become a bar each. Names are cut only where a terminal would break the line. */
export function table(
  columns: readonly Column[],
  values: readonly number[] | undefined,
  out: Output,
  paint: Paint,
): string[] {
  const room = out.isTerminal ? Math.max(12, Math.floor(out.columns / 2)) : Infinity;
  const laid = columns.map((column) => layOut(column, room));
  const used = laid.reduce((sum, column) => sum + column.width + gap.length, 0);
  const barWidth = Math.max(shortestBar, Math.min(longestBar, out.columns - used));
  const most = values?.reduce((largest, value) => Math.max(largest, value), 0) ?? 0;
  const rows = columns[0].cells.length;
  const lines = [
    paint.dim(
      laid
        .map((column) => column.head)
        .join(gap)
        .trimEnd(),
    ),
  ];
  for (let row = 0; row < rows; row += 1) {
    const cells = laid.map((column) => column.cells[row]).join(gap);
    const drawn = values === undefined ? '' : bar(values[row], most, barWidth);
    lines.push(drawn === '' ? cells.trimEnd() : `${cells}${gap}${paint.bar(drawn)}`);
  }
  return lines;
}

function layOut(column: Column, room: number): { head: string; cells: string[]; width: number } {
  const texts = column.cells.map((cell) => cutTo(plain(cell), room));
  const widths = texts.map(widthOf);
  const width = widths.reduce((most, one) => Math.max(most, one), widthOf(column.title));
  const padded = (text: string, own: number): string => {
    const space = ' '.repeat(width - own);
    return column.isNumber === true ? space + text : text + space;
  };
  return {
    head: padded(column.title, widthOf(column.title)),
    cells: texts.map((text, at) => padded(text, widths[at])),
    width,
  };
}
