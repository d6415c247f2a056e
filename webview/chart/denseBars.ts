// Bars too narrow to be things of their own: painted as plain rectangles, one colour after another. Six hundred
// bar elements of Chart.js would cost a frame. Must not know what a column stands for.
import type { Columns } from './binning';
import type { Painter } from './drawing';
import type { Fills } from './fills';

/** A class with a sample never vanishes. */
const leastHeight = 1.5;

export function denseBars(
  columns: Columns,
  groups: readonly (keyof Fills)[],
  fills: Fills,
): Painter {
  return ({ ctx, chartArea, scales }) => {
    const { left, width, top: ceiling, bottom } = chartArea;
    // On whole pixels, or the seams between neighbours would shine through.
    const edge = (column: number): number => Math.round(left + (column / columns.length) * width);
    ctx.save();
    for (const group of ['dim', 'many', 'medium', 'few'] as const) {
      ctx.fillStyle = fills[group];
      groups.forEach((own, k) => {
        const count = columns.bars[k];
        if (own !== group || count === 0) return;
        const height = Math.max(ceiling, scales.y.getPixelForValue(count));
        const top = Math.min(height, bottom - leastHeight);
        ctx.fillRect(edge(k), top, edge(k + 1) - edge(k), bottom - top);
      });
    }
    ctx.restore();
  };
}
