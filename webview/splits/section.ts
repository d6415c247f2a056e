// Splits, units or datasets side by side: what is compared, the chart of shares, and the table of every class.
// Must not compute a divergence.
import type { Dataset } from '../../src/core/model';
import { Plot } from '../chart/plot';
import { Hover, type HoverText } from '../chart/hover';
import type { StringKey } from '../../src/protocol/strings';
import { mostAlsoCompared, type ViewState } from '../../src/protocol/viewState';
import { checkField, SelectField } from '../controls/fields';
import { h, setAttribute, setText, show } from '../dom';
import { type Model, modelSelector } from '../model';
import type { PageState } from '../state';
import type { Context, Frame, Part } from '../part';
import { countedLabel } from '../counted';
import { AlsoCompared } from './also';
import { comparer, type Comparison } from './compare';
import { drawSplits, isWide, splitColumns, type SplitColumns } from './drawing';
import { alsoChosen, chosenOf, comparable, subjectSelector } from './subject';
import { bySide, splitOfColumn } from './order';
import { Summary } from './summary';
import type { Sorted } from '../table/virtualGrid';
import { SplitsTable } from './table';

const orders = {
  index: 'chart.byIndex',
  name: 'chart.byName',
  count: 'chart.byCount',
  band: 'chart.byBand',
  weight: 'chart.byWeight',
} as const;

/** What the first column of the summary names. */
const titles: Readonly<Partial<Record<string, StringKey>>> = {
  splits: 'splits.split',
  units: 'compare.what',
};

/** A side that the classes are sorted by. */
interface SortedSide {
  readonly name: string;
  readonly sorted: Sorted;
}

export class SplitsSection implements Part {
  readonly element: HTMLElement;
  readonly #picker: SelectField;
  readonly #also: AlsoCompared;
  readonly #hint = h('p', { class: 'hint', 'data-testid': 'compare-hint' });
  readonly #content: HTMLElement;
  readonly #summary: Summary;
  readonly #subject: ReturnType<typeof subjectSelector>;
  readonly #select = modelSelector();
  readonly #plot = new Plot('splits-chart');
  readonly #hover: Hover;
  readonly #only: ReturnType<typeof checkField>;
  readonly #table: SplitsTable;
  readonly #compare = comparer();
  #comparison: Comparison | undefined;
  #columns: SplitColumns | undefined;
  #model: Model | undefined;
  #frame: Frame | undefined;
  #onlyMissing = false;
  #bySide: SortedSide | undefined;

  constructor(private readonly context: Context) {
    const { text } = context;
    this.#table = new SplitsTable(context, (sorted) => {
      this.#sort(sorted);
    });
    this.#hover = new Hover(
      this.#plot,
      (column) => this.#describe(column),
      (column) => {
        const index = this.#columns?.leaders.at(column);
        if (index !== undefined) this.#table.reveal(index);
      },
    );
    this.#summary = new Summary(context);
    this.#picker = new SelectField(text.t('compare.label'), 'compared', (compared) => {
      context.actions.change({ compared });
    });
    this.#also = new AlsoCompared(context, (ids) => {
      context.actions.change({ alsoCompared: [...ids] });
    });
    this.#subject = subjectSelector((dataset, counted) => countedLabel(dataset, counted, text));
    this.#only = checkField(text.t('splits.onlyMissing'), 'only-missing', (checked) => {
      this.#onlyMissing = checked;
      if (this.#frame !== undefined) this.update(this.#frame);
    });
    this.#content = h(
      'div',
      { class: 'compared' },
      ...[this.#summary.element, this.#plot.element, this.#only.element, this.#table.element],
    );
    this.element = h(
      'section',
      { class: 'splits', 'data-testid': 'splits', 'aria-label': text.t('splits.title') },
      h('div', { class: 'compare-what' }, this.#picker.element, this.#also.element),
      ...[this.#hint, this.#content],
    );
  }

  update(frame: Frame): void {
    this.#frame = frame;
    const { state } = frame;
    const { dataset } = state.shown;
    if (frame.model === undefined || dataset === undefined) return;
    const { view } = state;
    const chosen = chosenOf(dataset, state.shown, view);
    this.#offer(dataset, state, chosen);
    const subject = this.#subject(state.shown, view);
    show(this.#content, subject !== undefined);
    show(this.#hint, subject === undefined);
    if (subject === undefined) {
      const why = chosen === undefined ? 'compare.choose' : 'compare.waiting';
      setText(this.#hint, this.context.text.t(why));
      return;
    }
    const model = subject === dataset ? frame.model : this.#modelOf(subject, view);
    const comparison = this.#compare(subject, subject === dataset ? view.counted : 'unit');
    if (comparison !== this.#comparison) {
      this.#summary.update(comparison, subject, titles[chosen ?? ''] ?? 'source.dataset');
    }
    this.#model = model;
    this.#comparison = comparison;
    this.#draw(model, comparison, state);
  }

  /** Order, search and filter as on show, over the classes of all sides. */
  #modelOf(subject: Dataset, view: ViewState): Model {
    const counted = 'unit';
    return this.#select(subject, { ...view, counted, split: subject.splits[0].name });
  }

  #offer(dataset: Dataset, { shown, view }: PageState, chosen: string | undefined): void {
    const { text } = this.context;
    const names = new Map(shown.datasets.map(({ id, name }) => [id, name]));
    const title = (value: string): string => {
      if (value === 'splits') return text.t('compare.splits');
      if (value === 'units') return text.t('compare.units');
      return text.t('compare.dataset', names.get(value) ?? '');
    };
    const choices = comparable(dataset, shown).map((value) => ({ value, label: title(value) }));
    const none = chosen === undefined ? [{ value: '', label: '–' }] : [];
    this.#picker.update([...none, ...choices], chosen ?? '');
    const isDataset = chosen !== undefined && names.has(chosen);
    const further = shown.datasets.filter(({ id }) => id !== dataset.id && id !== chosen);
    const offered = further.map(({ id, name }) => ({ value: id, label: name }));
    const also = alsoChosen(dataset, shown, view);
    this.#also.update(also, isDataset ? offered : [], mostAlsoCompared);
  }

  /** The common order is the view's and is remembered; that by a side lasts as long as the page. */
  #sort(sorted: Sorted): void {
    const { column, descending } = sorted;
    const isCommon = column === 'index' || column === 'name';
    const name = this.#comparison?.splits.at(splitOfColumn(column) ?? Infinity)?.name;
    this.#bySide = isCommon || name === undefined ? undefined : { name, sorted };
    if (isCommon) this.context.actions.change({ sort: column, descending });
    if (this.#frame !== undefined) this.update(this.#frame);
  }

  #draw(model: Model, comparison: Comparison, state: PageState): void {
    const { missing } = comparison;
    const isNarrowed = this.#onlyMissing && missing.includes(1);
    show(this.#only.element, missing.includes(1));
    const side = this.#sideIn(comparison);
    const { sort, descending } = state.view;
    const sorted = side === undefined ? { column: sort, descending } : side.sorted;
    const narrowed = (all: readonly number[]): readonly number[] =>
      bySide(isNarrowed ? all.filter((index) => missing[index] === 1) : all, comparison, sorted);
    const { text, numbers } = this.context;
    const input = {
      ...{ comparison, numbers, order: narrowed(model.order) },
      nameOf: (index: number) => model.classes[index].name,
      logarithmic: state.view.logarithmic,
      axisTitle: text.t('splits.axis'),
      orderTitle: side === undefined ? text.t(orders[sort]) : text.t('splits.byShare', side.name),
    };
    this.#plot.show((width, theme) => {
      const columns = splitColumns(input, width);
      this.#columns = columns;
      this.#summary.element.classList.toggle('dense', !isWide(columns, width));
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
    this.#table.update(model, comparison, narrowed(model.visible), sorted);
  }

  /** The side that the classes are sorted by, while it is there. */
  #sideIn({ splits }: Comparison): SortedSide | undefined {
    const at = splitOfColumn(this.#bySide?.sorted.column ?? '') ?? Infinity;
    return splits.at(at)?.name === this.#bySide?.name ? this.#bySide : undefined;
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
