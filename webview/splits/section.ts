// Splits side by side: a summary line a split, the chart of shares, and the table of every class.
// Must not compute a divergence.
import type { Dataset } from '../../src/core/model';
import { Plot } from '../chart/plot';
import { Hover, type HoverText } from '../chart/hover';
import { checkField } from '../controls/fields';
import { h, setAttribute } from '../dom';
import type { Model } from '../model';
import type { Context, Frame, Part } from '../part';
import { comparer, driftOf, type ComparedSplit, type Comparison } from './compare';
import { drawSplits, isWide, splitColumns, type SplitColumns } from './drawing';
import { SplitsTable } from './table';

const orders = {
  index: 'chart.byIndex',
  name: 'chart.byName',
  count: 'chart.byCount',
  weight: 'chart.byWeight',
} as const;

export class SplitsSection implements Part {
  readonly element: HTMLElement;
  readonly #summary = h('table', { class: 'summary', 'data-testid': 'splits-summary' });
  readonly #plot = new Plot('splits-chart');
  readonly #hover: Hover;
  readonly #table: SplitsTable;
  readonly #compare = comparer();
  #comparison: Comparison | undefined;
  #columns: SplitColumns | undefined;
  #model: Model | undefined;
  #frame: Frame | undefined;
  #onlyMissing = false;

  constructor(private readonly context: Context) {
    const { text } = context;
    this.#table = new SplitsTable(context);
    this.#hover = new Hover(
      this.#plot,
      (column) => this.#describe(column),
      (column) => {
        const index = this.#columns?.leaders.at(column);
        if (index !== undefined) this.#table.reveal(index);
      },
    );
    this.#summary.setAttribute('aria-label', text.t('splits.summaryLabel'));
    const only = checkField(text.t('splits.onlyMissing'), 'only-missing', (checked) => {
      this.#onlyMissing = checked;
      if (this.#frame !== undefined) this.update(this.#frame);
    });
    this.element = h(
      'section',
      { class: 'splits', 'data-testid': 'splits', 'aria-label': text.t('splits.title') },
      ...[this.#summary, this.#plot.element, only.element, this.#table.element],
    );
  }

  update(frame: Frame): void {
    this.#frame = frame;
    const { model, state } = frame;
    this.#model = model;
    if (model === undefined) return;
    const comparison = this.#compare(model.dataset, state.view.counted);
    if (comparison !== this.#comparison) this.#fillSummary(comparison, model.dataset);
    this.#comparison = comparison;
    const { missing } = comparison;
    const narrowed = (all: readonly number[]): readonly number[] =>
      this.#onlyMissing ? all.filter((index) => missing[index] === 1) : all;
    const { text, numbers } = this.context;
    const input = {
      ...{ comparison, numbers, order: narrowed(model.order) },
      nameOf: (index: number) => model.classes[index].name,
      logarithmic: state.view.logarithmic,
      axisTitle: text.t('splits.axis'),
      orderTitle: text.t(orders[state.view.sort]),
    };
    this.#plot.show((width, theme) => {
      const columns = splitColumns(input, width);
      this.#columns = columns;
      this.#summary.classList.toggle('dense', !isWide(columns, width));
      return drawSplits(input, columns, width, theme);
    });
    this.#hover.refresh();
    const names = comparison.splits.map((split) => split.name).join(', ');
    const classes = text.plural(
      'count.classes',
      model.classes.length,
      numbers.count(model.classes.length),
    );
    setAttribute(this.#plot.canvas, 'aria-label', text.t('splits.summary', classes, names));
    this.#table.update(model, comparison, narrowed(model.visible), state.view);
  }

  #fillSummary(comparison: Comparison, { unit }: Dataset): void {
    const { text } = this.context;
    const head = [
      [text.t('splits.split'), ''],
      [text.t('splits.samples'), ''],
      [text.t('splits.total'), text.t(`units.${unit}`)],
      [text.t('splits.missing'), text.t('splits.missingHint')],
      [
        text.t('splits.js'),
        `${text.t('splits.reference', comparison.reference)}. ${text.t('splits.jsHint')}`,
      ],
    ].map(([title, hint]) =>
      h('th', { scope: 'col', title: hint === '' ? undefined : hint }, title),
    );
    const rows = comparison.splits.map((split, i) =>
      this.#summaryRow(split, i, comparison.reference),
    );
    this.#summary.replaceChildren(h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows));
  }

  #summaryRow(split: ComparedSplit, at: number, reference: string): HTMLElement {
    const { text, numbers } = this.context;
    const mark = h('span', {
      class: `mark mark-split-${(at % 4).toString()}`,
      'aria-hidden': 'true',
    });
    const { divergence } = split;
    const drift =
      split.name === reference
        ? text.t('splits.same')
        : divergence === undefined
          ? '–'
          : `${numbers.fixed(divergence, 3)} · ${text.t(`splits.drift.${driftOf(divergence)}`)}`;
    return h(
      'tr',
      { 'data-split': split.name },
      h('th', { scope: 'row' }, mark, h('span', { dir: 'auto' }, split.name)),
      ...[split.samples, split.total, split.missing].map((value) =>
        h('td', { class: 'number' }, numbers.count(value)),
      ),
      h('td', { title: String(divergence ?? '') }, drift),
    );
  }

  #describe(column: number): HoverText | undefined {
    const { text, numbers } = this.context;
    const columns = this.#columns;
    const comparison = this.#comparison;
    if (columns === undefined || comparison === undefined || column >= columns.length)
      return undefined;
    const index = columns.leaders[column];
    const name = this.#model?.classes[index].name.slice(0, 200) ?? '';
    return {
      title: name === '' ? text.t('table.unnamed') : name,
      lines: comparison.splits.map((split) => {
        const count = split.counts[index];
        const share = numbers.share(count / Math.max(1, split.total));
        const value = `${share} · ${numbers.count(count)}`;
        return [split.name, count === 0 ? text.t('splits.missingClass') : value];
      }),
    };
  }
}
