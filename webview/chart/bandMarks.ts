// Marks where one band ends and the next begins, with their names, above bars that run by count.
// Must not know counts or limits, only which band each column is in.
import type { Band } from '../../src/core/metrics/bands';
import { fontOf } from './axes';
import type { Painter, Surface } from './drawing';
import type { Theme } from './theme';

interface Run {
  readonly band: Band;
  readonly from: number;
  readonly to: number;
}

/** Stretches of columns in one band. */
export function runsOf(bands: readonly Band[]): readonly Run[] {
  const runs: Run[] = [];
  bands.forEach((band, at) => {
    const last = runs.at(-1);
    if (last?.band === band) runs[runs.length - 1] = { ...last, to: at + 1 };
    else runs.push({ band, from: at, to: at + 1 });
  });
  return runs;
}

export function bandMarks(
  bands: readonly Band[],
  theme: Theme,
  title: (band: Band) => string,
): Painter {
  const runs = runsOf(bands);
  return (chart) => {
    if (runs.length > 3) return;
    for (const run of runs) drawRun(chart, run, bands.length, theme, title(run.band));
  };
}

function drawRun(chart: Surface, run: Run, length: number, theme: Theme, title: string): void {
  const { ctx, chartArea } = chart;
  const x = (column: number): number =>
    Math.round(chartArea.left + (column / length) * chartArea.width) + 0.5;
  const font = fontOf(theme);
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = theme.muted;
  ctx.font = `${font.size.toString()}px ${font.family}`;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 3]);
  if (run.from > 0) {
    ctx.beginPath();
    ctx.moveTo(x(run.from), chartArea.top - 14);
    ctx.lineTo(x(run.from), chartArea.bottom);
    ctx.stroke();
  }
  if (ctx.measureText(title).width + 8 <= x(run.to) - x(run.from)) {
    ctx.textBaseline = 'bottom';
    ctx.fillText(title, x(run.from) + 4, chartArea.top - 3);
  }
  ctx.restore();
}
