// The whole page: its pieces in their places, and which of them a moment shows.
// Must not know the protocol; state comes in, actions go out.
import { ChartSection } from './chart/section';
import { ListBar } from './controls/list';
import { SourceBar } from './controls/source';
import { ViewTabs } from './controls/views';
import { WeightControls } from './controls/weights';
import { h, setText, show } from './dom';
import { Live } from './live';
import { MethodsSection } from './methods/section';
import { MetricsSection } from './metrics/section';
import { Notices } from './notices';
import type { ViewState } from '../src/protocol/viewState';
import type { Context, Frame, Part } from './part';
import { ProblemsSection } from './problems';
import { PairsSection } from './samples/pairs';
import { SamplesSection } from './samples/samples';
import { SaveBar } from './report/saveBar';
import { SplitsSection } from './splits/section';
import { ClassTable } from './table/classTable';

type PageView = NonNullable<ViewState['view']>;

export class Page implements Part {
  readonly element: HTMLElement;
  readonly #always: readonly Part[];
  /** What each view is made of, besides what always shows. */
  readonly #views: Readonly<Record<PageView, readonly Part[]>>;
  readonly #viewParts: readonly Part[];
  readonly #progress = h('div', { class: 'progress', hidden: true, 'aria-hidden': 'true' });
  readonly #emptyTitle = h('p', { class: 'empty-title' });
  readonly #emptyHint = h('p', { class: 'hint', dir: 'auto' });
  readonly #empty: HTMLElement;
  readonly #read = h('p', { class: 'hint read', dir: 'auto', 'data-testid': 'read-from' });
  readonly #main: HTMLElement;

  constructor(private readonly context: Context) {
    const samples = new SamplesSection(context);
    const pairs = new PairsSection(context);
    const table = new ClassTable(context, samples);
    const chart = new ChartSection(context, (index) => {
      table.reveal(index);
    });
    const weights = new WeightControls(context);
    const source = new SourceBar(context);
    const notices = new Notices(context);
    const tabs = new ViewTabs(context);
    const metrics = new MetricsSection(context);
    const problems = new ProblemsSection(context);
    const live = new Live(context);
    const save = new SaveBar(context, () => chart.png());
    const list = new ListBar(context, chart.tools);
    const methods = new MethodsSection(context);
    const splits = new SplitsSection(context);
    this.#always = [source, notices, metrics, tabs, problems, live];
    this.#views = {
      distribution: [list, chart, weights, table, samples, save],
      methods: [methods, weights],
      splits: [list, splits],
      pairs: [pairs],
    };
    this.#viewParts = [list, chart, methods, splits, pairs, weights, table, samples, save];
    this.#empty = h(
      'div',
      { class: 'empty', 'data-testid': 'empty' },
      this.#emptyTitle,
      this.#emptyHint,
    );
    this.#main = h('div', { class: 'columns' }, ...this.#viewParts.map((part) => part.element));
    const parts = [notices, metrics, tabs].map((part) => part.element);
    this.element = h(
      'main',
      {},
      h('h1', { class: 'hidden' }, context.text.t('page.title')),
      ...[
        this.#progress,
        source.element,
        ...parts,
        this.#empty,
        this.#main,
        problems.element,
        this.#read,
      ],
      live.element,
    );
  }

  update(frame: Frame): void {
    const { model, state } = frame;
    const drawable = model !== undefined && model.classes.length > 0;
    const open = state.view.view ?? 'distribution';
    const parts = this.#views[open];
    show(this.#progress, state.shown.scanning || state.phase === 'loading');
    show(this.#main, drawable);
    show(this.#empty, !drawable && frame.fault === undefined);
    for (const part of this.#always) part.update(frame);
    for (const part of this.#viewParts) show(part.element, parts.includes(part));
    this.#main.dataset.view = open;
    this.#sayWhence(state.shown.dataset?.sources ?? []);
    if (!drawable) this.#sayWhy(frame);
    else for (const part of parts) part.update(frame);
  }

  #sayWhence(sources: readonly string[]): void {
    const { text, numbers } = this.context;
    const [first = '', ...rest] = sources;
    const more = numbers.count(rest.length);
    const read =
      rest.length > 0 ? text.t('source.readMore', first, more) : text.t('source.read', first);
    setText(this.#read, first === '' ? '' : read);
    this.#read.title = sources.slice(0, 20).join('\n');
  }

  /** Every empty page names its cause and the next step. */
  #sayWhy({ state, model }: Frame): void {
    const { text } = this.context;
    const { scanning, progress, notice } = state.shown;
    if (scanning) {
      setText(this.#emptyTitle, text.t('page.scanning'));
      setText(this.#emptyHint, progress ?? '');
    } else if (model !== undefined) {
      setText(this.#emptyTitle, text.t('page.noClasses'));
      setText(this.#emptyHint, text.t('page.noClassesHint'));
    } else {
      setText(this.#emptyTitle, notice === '' ? text.t('page.none') : notice);
      setText(this.#emptyHint, text.t('page.noneHint'));
    }
  }
}
