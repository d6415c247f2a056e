// A canvas with a Chart.js chart in it: sizes it, redraws it on a new theme, finds the column under the pointer.
// Must not know what is drawn.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartOptions,
} from 'chart.js';
import { h } from '../dom';
import type { Drawing, Point } from './drawing';
import { onThemeChange, readTheme, type Theme } from './theme';

Chart.register(
  ...[BarController, BarElement, CategoryScale, LinearScale],
  ...[LineController, LineElement, LogarithmicScale, PointElement],
);

/** No animation, and no events: hovering must not draw. */
const fixed = { animation: false, maintainAspectRatio: false, events: [] } satisfies ChartOptions;

export class Plot {
  readonly canvas: HTMLCanvasElement;
  /** Give it a height; the canvas fills it. */
  readonly element: HTMLElement;
  readonly #chart: Chart<'bar' | 'line', Point[]>;
  #draw: ((width: number, theme: Theme) => Drawing) | undefined;
  #drawing: Drawing | undefined;
  #theme: Theme | undefined;
  #width = 0;

  constructor(readonly testId: string) {
    this.canvas = h('canvas', { role: 'img', 'data-testid': testId });
    this.element = h('div', { class: 'plot' }, this.canvas);
    this.#chart = new Chart<'bar' | 'line', Point[]>(this.canvas, {
      type: 'bar',
      data: { labels: [], datasets: [] },
      options: fixed,
      plugins: [
        {
          id: 'drawing',
          beforeDatasetsDraw: (chart) => this.#drawing?.below?.(chart),
          afterDatasetsDraw: (chart) => this.#drawing?.above?.(chart),
        },
      ],
    });
    new ResizeObserver(() => {
      this.#width = this.element.clientWidth;
      this.refresh();
    }).observe(this.element);
    onThemeChange(() => {
      this.#theme = undefined;
      this.refresh();
    });
  }

  /** Draws what `draw` says now, and again at every new size or theme. */
  show(draw: (width: number, theme: Theme) => Drawing): void {
    this.#draw = draw;
    this.refresh();
  }

  refresh(): void {
    this.#width ||= this.element.clientWidth;
    if (this.#draw === undefined || this.#width === 0) return;
    this.#theme ??= readTheme();
    const drawing = this.#draw(this.#width, this.#theme);
    const before = this.#drawing;
    this.#drawing = drawing;
    if (before === undefined || !sameShape(before, drawing)) this.#reshape(drawing);
    else {
      drawing.datasets.forEach((dataset, i) => {
        this.#chart.data.datasets[i].data = dataset.data;
      });
    }
    this.#chart.update('none');
  }

  /** New options cost Chart.js more than the drawing: only for a new shape. */
  #reshape(drawing: Drawing): void {
    this.#chart.options = {
      ...fixed,
      layout: { padding: { top: drawing.headroom } },
      scales: drawing.axes(),
    };
    this.#chart.data.labels = Array.from({ length: drawing.length }, (_, k) => k);
    this.#chart.data.datasets = drawing.datasets;
  }

  /** The column at an x of the canvas, with its left edge and width; undefined beside the plot. */
  columnAt(
    x: number,
  ): { readonly column: number; readonly left: number; readonly width: number } | undefined {
    const { left, right } = this.#chart.chartArea;
    const length = this.#drawing?.length ?? 0;
    if (length === 0 || x < left || x >= right) return undefined;
    const width = (right - left) / length;
    const column = Math.min(length - 1, Math.floor((x - left) / width));
    return { column, left: left + column * width, width };
  }

  /** The picture as it is, on the editor's background, as a PNG data URL. */
  png(): string {
    const copy = document.createElement('canvas');
    copy.width = this.canvas.width;
    copy.height = this.canvas.height;
    const context = copy.getContext('2d');
    if (context === null) throw new Error('There is no canvas to draw on.');
    context.fillStyle = (this.#theme ?? readTheme()).background;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(this.canvas, 0, 0);
    return copy.toDataURL('image/png');
  }

  /** Top and height of the plot inside the canvas. */
  get area(): { readonly top: number; readonly height: number } {
    const { top, bottom } = this.#chart.chartArea;
    return { top, height: bottom - top };
  }
}

function sameShape(a: Drawing, b: Drawing): boolean {
  return (
    a.datasets.length === b.datasets.length &&
    a.shape.length === b.shape.length &&
    a.shape.every((item, i) => Object.is(item, b.shape[i]))
  );
}
