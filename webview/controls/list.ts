// How the classes are listed: order, search, filter, scale.
// Must not know what is listed.
import { h, icon, setText, show } from '../dom';
import { bandKey } from '../bands';
import type { Model } from '../model';
import { largestFirst } from '../order';
import type { Context, Frame, Part } from '../part';
import { button, checkField, labelled, SelectField } from './fields';

const charts = ['bars', 'groups', 'lorenz', 'cumulative'] as const;
const sorts = ['index', 'name', 'count', 'band', 'weight'] as const;
const filters = ['all', 'many', 'medium', 'few', 'single', 'empty'] as const;

export class ListBar implements Part {
  readonly element: HTMLElement;
  readonly #sort: SelectField;
  readonly #direction: HTMLButtonElement;
  readonly #search = h('input', { type: 'search', 'data-testid': 'search', autocomplete: 'off' });
  readonly #found = h('span', { class: 'hint', 'data-testid': 'found' });
  readonly #chart: SelectField;
  readonly #listed: SelectField;
  readonly #log: ReturnType<typeof checkField>;
  readonly #tools: HTMLElement;
  #descending = true;

  /** @param tools buttons of the chart, shown beside what else is chosen for it. */
  constructor(
    private readonly context: Context,
    tools: HTMLElement,
  ) {
    const { text, actions } = context;
    this.#sort = new SelectField(text.t('list.sort'), 'sort', (value) => {
      const sort = sorts.find((one) => one === value);
      if (sort !== undefined) actions.change({ sort, descending: largestFirst(sort) });
    });
    this.#direction = button('', { kind: 'quiet square', testId: 'sort-direction' }, () => {
      actions.change({ descending: !this.#descending });
    });
    this.#chart = new SelectField(text.t('list.chart'), 'chart-kind', (value) => {
      const chart = charts.find((one) => one === value);
      if (chart !== undefined) actions.change({ chart });
    });
    this.#listed = new SelectField(text.t('list.listed'), 'listed', (value) => {
      const listed = filters.find((one) => one === value);
      if (listed !== undefined) actions.change({ listed });
    });
    this.#log = checkField(text.t('list.log'), 'log-scale', (logarithmic) => {
      actions.change({ logarithmic });
    });
    this.#tools = h('div', {}, tools);
    this.element = this.#build();
  }

  update({ state, model }: Frame): void {
    const { view } = state;
    const { text, numbers } = this.context;
    this.#sort.update(
      sorts.map((value) => ({ value, label: text.t(`list.sort.${value}`) })),
      view.sort,
    );
    this.#chart.update(
      charts.map((value) => ({ value, label: text.t(`list.chart.${value}`) })),
      view.chart ?? 'bars',
    );
    this.#listed.update(
      filters.map((value) => ({ value, label: this.#filterName(value, model) })),
      view.listed ?? 'all',
    );
    show(this.#chart.element, view.view !== 'splits');
    show(this.#tools, view.view !== 'splits');
    show(this.#log.element, view.view === 'splits' || (view.chart ?? 'bars') === 'bars');
    this.#descending = view.descending;
    const way = text.t(view.descending ? 'list.descending' : 'list.ascending');
    const hint = text.t('list.reverse', way);
    if (this.#direction.title !== hint) {
      this.#direction.title = hint;
      this.#direction.setAttribute('aria-label', hint);
      this.#direction.replaceChildren(icon(view.descending ? 'down' : 'up'));
    }
    if (this.#search.value !== view.search) this.#search.value = view.search;
    this.#log.control.checked = view.logarithmic;
    const found = model?.found === undefined ? undefined : model.visible.length;
    show(this.#found, found !== undefined);
    setText(
      this.#found,
      found === undefined ? '' : text.plural('list.found', found, numbers.count(found)),
    );
  }

  /** With the number of classes it leaves in, where that is known. */
  #filterName(filter: (typeof filters)[number], model: Model | undefined): string {
    const { text, numbers } = this.context;
    const isBand = filter === 'many' || filter === 'medium' || filter === 'few';
    const name = isBand
      ? text.t(bandKey(filter, model?.banding.system ?? 'shots'))
      : text.t(`list.listed.${filter}`);
    if (filter === 'all' || model === undefined) return name;
    const { metrics, banding } = model;
    const sizes = {
      ...banding.sizes,
      single: metrics.singleSampleClasses,
      empty: metrics.emptyClasses,
    };
    return text.t('list.listed.size', name, numbers.count(sizes[filter]));
  }

  #build(): HTMLElement {
    const { text, actions } = this.context;
    this.#search.placeholder = text.t('list.searchHint');
    this.#search.addEventListener('input', () => {
      actions.change({ search: this.#search.value });
    });
    const search = labelled(text.t('list.search'), this.#search, 'field search');
    const order = h('div', { class: 'sort' }, this.#sort.element, this.#direction);
    const group = { class: 'list group', role: 'group', 'aria-label': text.t('list.label') };
    return h(
      'div',
      group,
      this.#chart.element,
      order,
      this.#listed.element,
      h('div', { class: 'searching' }, search, this.#found),
      this.#log.element,
      this.#tools,
    );
  }
}
