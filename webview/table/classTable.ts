// All classes as a table: the chart's data for keyboard and screen reader, and every exact value.
// Must not know how rows are put on screen.
import type { WeightRow } from '../../src/core/weights/scheme';
import type { ViewState } from '../../src/protocol/viewState';
import { bandKey } from '../bands';
import { fillCell, h, setAttribute, setText, show } from '../dom';
import type { Model } from '../model';
import { largestFirst } from '../order';
import type { Context, Frame, Part } from '../part';
import type { SamplesSection } from '../samples/samples';
import type { PageState } from '../state';
import { Pace } from './pace';
import { VirtualGrid, type GridColumn } from './virtualGrid';

const sortable = ['index', 'name', 'count', 'band', 'weight'] as const;
/** What rises with the count has no order of its own. */
const byCount = ['share', 'effective'] as const;

export class ClassTable implements Part {
  readonly element: HTMLElement;
  readonly #grid: VirtualGrid;
  readonly #nothing = h('p', { class: 'hint nothing', hidden: true });
  #model: Model | undefined;
  #revealed: PageState['revealed'];
  #frame: Frame | undefined;
  readonly #pace = new Pace();
  #timer = 0;

  /** @param samples is told which class is active, and asked for its samples. */
  constructor(
    private readonly context: Context,
    samples: Pick<SamplesSection, 'activate' | 'ask'>,
  ) {
    const { text } = context;
    this.#grid = new VirtualGrid({
      label: text.t('table.label'),
      testId: 'table',
      columns: this.#columns(),
      sort: (column) => {
        this.#sort(column);
      },
      sortHint: (title) => text.t('table.sortBy', title),
      activate: (row) => {
        samples.activate(this.#model?.visible.at(row));
      },
      open: (row) => {
        samples.ask(this.#model?.visible.at(row));
      },
    });
    this.#grid.element.setAttribute('aria-description', text.t('table.help'));
    this.element = h('section', { class: 'table' }, this.#grid.element, this.#nothing);
  }

  update(frame: Frame): void {
    clearTimeout(this.#timer);
    const before = this.#frame;
    const isMoving = before !== undefined && onlyWeightsDiffer(before, frame);
    const wait = isMoving ? this.#pace.wait(performance.now()) : 0;
    if (wait === 0) this.#show(frame);
    else
      this.#timer = window.setTimeout(() => {
        this.#show(frame);
      }, wait);
  }

  #show(frame: Frame): void {
    this.#pace.filled(performance.now());
    this.#frame = frame;
    this.#model = frame.model;
    if (frame.model === undefined) return;
    const { sort, descending, search, listed = 'all' } = frame.state.view;
    const { visible } = frame.model;
    this.element.style.setProperty('--rows', visible.length.toString());
    const digits = this.context.numbers.count(frame.model.metrics.largest).length;
    this.element.style.setProperty('--digits', `${digits.toString()}ch`);
    const { total, smallest, largest } = frame.model.metrics;
    const shares = [smallest, largest].map((count) =>
      this.context.numbers.share(count / Math.max(1, total)),
    );
    const longest = Math.max(...shares.map(({ length }) => length));
    this.element.style.setProperty('--share-digits', `${longest.toString()}ch`);
    this.#grid.update(visible.length, { column: sort, descending });
    const isFiltered = search !== '' || listed !== 'all';
    show(this.#nothing, visible.length === 0 && isFiltered);
    const { text } = this.context;
    const why =
      search === '' ? text.t('table.noneListed') : text.t('table.nothing', search.slice(0, 80));
    setText(this.#nothing, why);
    const { revealed } = frame.state;
    if (revealed !== undefined && revealed !== this.#revealed) this.reveal(revealed.classIndex);
    this.#revealed = revealed;
  }

  /** Brings a class to the screen, if the search leaves it in. */
  reveal(index: number): void {
    const row = this.#model?.visible.indexOf(index) ?? -1;
    if (row >= 0) this.#grid.reveal(row);
  }

  /** A second click on the same heading turns the order round; numbers start with the largest. */
  #sort(column: string): void {
    const sort = sortable.find((one) => one === column);
    const view = this.#frame?.state.view;
    if (sort === undefined || view === undefined) return;
    const descending = view.sort === sort ? !view.descending : largestFirst(sort);
    this.context.actions.change({ sort, descending });
  }

  #columns(): readonly GridColumn[] {
    const { text, numbers } = this.context;
    const column = (
      id: string,
      title: string,
      track: string,
      fill: (cell: HTMLElement, row: WeightRow) => void,
    ): GridColumn => ({
      ...{ id, title, track, numeric: id !== 'name' && id !== 'band' },
      ...(id === 'index' && { label: text.t('table.indexName') }),
      sortable: true,
      ...(byCount.some((one) => one === id) && {
        sortsBy: { id: 'count', title: text.t('table.count') },
      }),
      fill: (cell, at) => {
        const row = this.#rowAt(at);
        if (row !== undefined) fill(cell, row);
      },
    });
    return [
      column('index', text.t('table.index'), 'var(--track-index, 64px)', (cell, row) => {
        fillCell(cell, numbers.count(row.index));
      }),
      column('name', text.t('table.name'), 'var(--track-name, minmax(140px, 1fr))', (cell, row) => {
        this.#name(cell, row);
      }),
      column(
        'count',
        text.t('table.count'),
        'minmax(max(var(--least-count, 88px), calc(var(--digits, 9ch) + 24px)), 0.4fr)',
        (cell, row) => {
          fillCell(cell, numbers.count(row.count));
        },
      ),
      column(
        'share',
        text.t('table.share'),
        'var(--track-share, minmax(136px, 0.5fr))',
        (cell, row) => {
          this.#share(cell, row);
        },
      ),
      column('band', text.t('table.band'), 'var(--track-band, 96px)', (cell, row) => {
        const { banding } = this.#model ?? {};
        const band = banding?.bands[row.index] ?? 'few';
        setAttribute(cell, 'data-band', band);
        const name = text.t(bandKey(band, banding?.system ?? 'shots'));
        fillCell(cell, name, name);
      }),
      column(
        'effective',
        text.t('table.effective'),
        'var(--track-effective, minmax(128px, 0.4fr))',
        (cell, row) => {
          fillCell(cell, this.#effective(row), String(row.effectiveNumber));
        },
      ),
      column(
        'weight',
        text.t('table.weight'),
        'var(--track-weight, minmax(96px, 0.4fr))',
        (cell, row) => {
          fillCell(cell, numbers.weight(row.weight), String(row.weight));
        },
      ),
    ];
  }

  #rowAt(at: number): WeightRow | undefined {
    const index = this.#model?.visible.at(at);
    return index === undefined ? undefined : this.#model?.weighing.rowAt(index);
  }

  #name(cell: HTMLElement, row: WeightRow): void {
    const { text } = this.context;
    cell.dir = 'auto';
    const shown = row.name === '' ? text.t('table.unnamed') : row.name.slice(0, 300);
    const id = row.id === row.name ? '' : ` · ${text.t('table.id', row.id.slice(0, 80))}`;
    fillCell(cell, shown, row.name.slice(0, 1000) + id);
  }

  #share(cell: HTMLElement, row: WeightRow): void {
    const { total, largest } = this.#model?.metrics ?? { total: 1, largest: 1 };
    fillCell(cell, this.context.numbers.share(row.count / Math.max(1, total)));
    const part = row.count === 0 ? 0 : Math.max(0.02, row.count / Math.max(1, largest));
    cell.style.setProperty('--part', part.toString());
  }

  #effective(row: WeightRow): string {
    const small = (this.#model?.metrics.largest ?? 0) < 100 || row.effectiveNumber < 10;
    return this.context.numbers.fixed(row.effectiveNumber, small ? 3 : 1);
  }
}

/** True where nothing but the values of the weights' parameters has changed: same rows, same order, other weights. */
function onlyWeightsDiffer(before: Frame, now: Frame): boolean {
  const rest = ({ view }: Frame['state']): Partial<ViewState> => ({ ...view, parameters: {} });
  return (
    before.state.shown === now.state.shown &&
    before.model?.visible === now.model?.visible &&
    JSON.stringify(rest(before.state)) === JSON.stringify(rest(now.state))
  );
}
