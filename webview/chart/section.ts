// The distribution chart with its legend, its hover box and the sentence that stands for it.
// Must not compute a number.
import type { ClassCount, Unit } from '../../src/core/model';
import type { Band } from '../../src/core/metrics/bands';
import { bandKey } from '../bands';
import { totalText } from '../counted';
import { h, setAttribute, setText, show } from '../dom';
import { drawCurve, type CurveKind, type CurveWords } from './curves';
import { fitStretch } from './zoom';
import { ZoomBar } from './zoomBar';
import type { Model } from '../model';
import type { Context, Frame, Part } from '../part';
import type { ViewState } from '../../src/protocol/viewState';
import { memo } from '../memo';
import type { Columns } from './binning';
import { columnsSelector, drawDistribution, isWide, type DistributionWords } from './distribution';
import { Hover, type HoverText } from './hover';
import { Legend } from './legend';
import { Plot } from './plot';

const orders = {
  index: 'chart.byIndex',
  name: 'chart.byName',
  count: 'chart.byCount',
  band: 'chart.byBand',
  weight: 'chart.byWeight',
} as const;

export class ChartSection implements Part {
  readonly element: HTMLElement;
  readonly #plot = new Plot('chart');
  readonly #legend: Legend;
  readonly #hover: Hover;
  readonly #band = (band: Band): string =>
    this.context.text.t(bandKey(band, this.#model?.banding.system ?? 'shots'));
  readonly #summary = memo((classes: readonly ClassCount[], unit: Unit, several: boolean) =>
    summaryOf({ classes, unit, several }, this.context),
  );
  readonly #zoom: ZoomBar;
  readonly #key = h('p', { class: 'hint', 'data-testid': 'curve-about' });
  /** The model narrowed to the stretch on show; its identity stays while the stretch does. */
  readonly #stretch = memo((order: readonly number[], from: number, to: number) =>
    order.slice(from, to),
  );
  readonly #columnsFor = columnsSelector();
  #columns: Columns | undefined;
  #model: Model | undefined;
  /** Position of the first class on show. */
  #first = 0;

  /** @param pick is told the index of a class that was clicked. */
  constructor(
    private readonly context: Context,
    pick: (index: number) => void,
  ) {
    const { text } = context;
    this.#legend = new Legend(context);
    this.#hover = new Hover(
      this.#plot,
      (column) => this.#describe(column),
      (column) => {
        const index = this.#columns?.leaders.at(column);
        if (index !== undefined) pick(index);
      },
    );
    this.#zoom = new ZoomBar(context, this.#plot);
    const title = h('h2', { class: 'hidden' }, text.t('chart.title'));
    this.element = h(
      'section',
      { class: 'chart' },
      title,
      h('div', { class: 'chart-head' }, this.#legend.element, this.#key, this.#zoom.stretch),
      this.#plot.element,
    );
  }

  /** The buttons that zoom, to stand where there is room for them. */
  get tools(): HTMLElement {
    return this.#zoom.element;
  }

  /** The chart on show as a PNG data URL. */
  png(): string {
    return this.#plot.png();
  }

  update(frame: Frame): void {
    const { model, state } = frame;
    this.#model = model;
    if (model === undefined) return;
    this.#legend.update(frame);
    const { view } = state;
    const { chart = 'bars' } = view;
    this.#legend.element.hidden = chart !== 'bars';
    show(this.#key, chart !== 'bars');
    show(this.#zoom.element, chart === 'bars');
    show(this.#zoom.stretch, chart === 'bars' && view.zoom !== undefined);
    if (chart !== 'bars') {
      this.#showCurve(model, chart);
      return;
    }
    const zoom = fitStretch(view.zoom, model.order.length);
    this.#first = zoom?.from ?? 0;
    const part = this.#part(model, zoom?.from, zoom?.to);
    this.#zoom.update(zoom, model.order.length);
    const input = {
      ...{ numbers: this.context.numbers, logarithmic: view.logarithmic },
      first: this.#first,
      banded: view.sort === 'count' || view.sort === 'band',
      narrowed: (view.listed ?? 'all') !== 'all',
    };
    this.#plot.show((width, theme) => {
      const columns = this.#columnsFor(part, width);
      this.#columns = columns;
      this.#legend.element.classList.toggle('dense', !isWide(columns, width));
      return drawDistribution(
        { ...input, model: part, words: this.#words(part, view, columns) },
        columns,
        width,
        theme,
      );
    });
    this.#hover.refresh();
    setAttribute(this.#plot.canvas, 'aria-label', this.#said(model));
  }

  #showCurve(model: Model, kind: CurveKind): void {
    const { text, numbers } = this.context;
    this.#columns = undefined;
    const words: CurveWords = {
      classes: text.t('curve.classes'),
      samples:
        kind === 'groups'
          ? text.t('curve.share')
          : text.t('curve.samples', text.t(`units.${model.unit}`)),
      bands: [this.#band('many'), this.#band('medium'), this.#band('few')],
    };
    this.#plot.show((_, theme) => drawCurve(kind, model, words, numbers, theme));
    this.#hover.refresh();
    const said = text.t(`curve.about.${kind}`);
    setText(this.#key, said);
    setAttribute(this.#plot.canvas, 'aria-label', `${said} ${this.#said(model)}`);
  }

  #said({ classes, unit, several }: Model): string {
    return this.#summary(classes, unit, several);
  }

  #words(model: Model, view: ViewState, columns: Columns): DistributionWords {
    const { text, numbers } = this.context;
    const order = text.t(orders[view.sort]);
    const each = model.order.length / Math.max(1, columns.length);
    return {
      counts: text.t('chart.counts', text.t(`units.${model.unit}`)),
      weight: text.t('chart.weightAxis'),
      order:
        each > 1
          ? `${order} · ${text.t('chart.binned', numbers.plain(Number(each.toPrecision(2))))}`
          : order,
      band: this.#band,
    };
  }

  #part(model: Model, from = 0, to = model.order.length): Model {
    const isAll = from === 0 && to === model.order.length;
    return isAll ? model : { ...model, order: this.#stretch(model.order, from, to) };
  }

  #describe(column: number): HoverText | undefined {
    const { text, numbers } = this.context;
    const columns = this.#columns;
    const model = this.#model;
    if (columns === undefined || model === undefined || column >= columns.length) return undefined;
    const row = model.weighing.rowAt(columns.leaders[column]);
    const [from, to] = [columns.starts[column], columns.starts[column + 1]].map(
      (position) => position + this.#first,
    );
    const several = to - from > 1;
    const words = [from + 1, to, model.order.length].map((value) => numbers.count(value));
    return {
      title: row.name.slice(0, 200) || text.t('table.unnamed'),
      ...(several && { note: text.t('chart.bin', ...words) }),
      lines: [
        [
          text.t('table.count'),
          text.plural(`unit.${model.unit}`, row.count, numbers.count(row.count)),
        ],
        [text.t('table.share'), numbers.share(row.count / Math.max(1, model.table.total))],
        [text.t('table.band'), this.#band(model.banding.bands[row.index])],
        [text.t('table.effective'), numbers.fixed(row.effectiveNumber, 1)],
        [text.t('table.weight'), numbers.weight(row.weight)],
      ],
    };
  }
}

/** The sentence that stands for the picture. */
function summaryOf(
  { classes, unit, several }: Pick<Model, 'classes' | 'unit' | 'several'>,
  { text, numbers }: Context,
): string {
  const present = classes.filter(({ count }) => count > 0);
  if (present.length === 0) return text.t('chart.summaryNone');
  const most = present.reduce((a, b) => (b.count > a.count ? b : a));
  const least = present.reduce((a, b) => (b.count < a.count ? b : a));
  const counted = (count: number): string =>
    text.plural(`unit.${unit}`, count, numbers.count(count));
  const sum = present.reduce((all, { count }) => all + count, 0);
  const total = totalText({ several, unit }, sum, text, numbers);
  const size = text.plural('count.classes', classes.length, numbers.count(classes.length));
  const ends = [most, least].flatMap(({ name, count }) => [name.slice(0, 80), counted(count)]);
  return text.t('chart.summary', total, size, ...ends);
}
