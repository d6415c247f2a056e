// A table of any length in the DOM's own size: only the rows on screen exist. Roles, focus and keys of an ARIA grid.
// Must not know what the rows mean.
import { h, setAttribute, setText } from '../dom';

export interface GridColumn {
  readonly id: string;
  readonly title: string;
  /** CSS grid track. */
  readonly track: string;
  readonly numeric: boolean;
  readonly sortable: boolean;
  /** Fills a cell; it may be one that showed another row before. */
  readonly fill: (cell: HTMLElement, row: number) => void;
}

export interface GridOptions {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly GridColumn[];
  readonly sort: (column: string) => void;
  readonly sortHint: (column: string) => string;
}

export interface Sorted {
  readonly column: string;
  readonly descending: boolean;
}

/** Rows drawn beyond the visible ones, above and below. */
const overscan = 6;
const headingRow = -1;

export class VirtualGrid {
  readonly element: HTMLElement;
  readonly #heading: HTMLElement;
  readonly #headings: readonly HTMLElement[];
  readonly #body = h('div', { class: 'grid-body', role: 'rowgroup' });
  readonly #pool: HTMLElement[] = [];
  readonly #idPrefix: string;
  #length = 0;
  #first = 0;
  #active = { row: 0, column: 0 };
  #rowHeight = 24;

  constructor(private readonly options: GridOptions) {
    this.#idPrefix = options.testId;
    this.#headings = options.columns.map((column) => this.#heading_(column));
    this.#heading = h(
      'div',
      { class: 'grid-row grid-heading', role: 'row', 'aria-rowindex': 1 },
      ...this.#headings,
    );
    const head = h('div', { class: 'grid-head', role: 'rowgroup' }, this.#heading);
    this.element = h(
      'div',
      {
        ...{ class: 'grid', role: 'grid', tabindex: 0, 'data-testid': options.testId },
        ...{ 'aria-label': options.label, 'aria-colcount': options.columns.length },
      },
      ...[head, this.#body],
    );
    const tracks = options.columns.map((column) => column.track).join(' ');
    this.element.style.setProperty('--tracks', tracks);
    this.#listen();
  }

  /** Shows so many rows; asks the columns to fill those on screen. */
  update(length: number, sorted: Sorted | undefined): void {
    this.#length = length;
    setAttribute(this.element, 'aria-rowcount', length + 1);
    this.options.columns.forEach((column, i) => {
      const own = sorted?.column === column.id ? sorted : undefined;
      const way = own === undefined ? 'none' : own.descending ? 'descending' : 'ascending';
      if (column.sortable) setAttribute(this.#headings[i], 'aria-sort', way);
    });
    this.#active = { ...this.#active, row: Math.min(this.#active.row, length - 1) };
    this.#render();
  }

  /** Brings a row to the screen and makes it the active one. */
  reveal(row: number): void {
    this.#moveTo(row, this.#active.column);
  }

  #heading_(column: GridColumn): HTMLElement {
    const element = h(
      'div',
      {
        ...{ role: 'columnheader', class: column.numeric ? 'cell number' : 'cell' },
        ...{
          'data-column': column.id,
          title: column.sortable && this.options.sortHint(column.title),
        },
      },
      h('span', { class: 'heading-text' }, column.title),
    );
    if (!column.sortable) return element;
    element.classList.add('sortable');
    element.append(h('span', { class: 'sort-mark', 'aria-hidden': 'true' }));
    element.addEventListener('click', () => {
      this.options.sort(column.id);
    });
    return element;
  }

  #listen(): void {
    this.element.addEventListener('scroll', () => {
      this.#render();
    });
    this.element.addEventListener('keydown', (event) => {
      if (this.#key(event)) event.preventDefault();
    });
    this.#body.addEventListener('click', (event) => {
      const cell = event.target instanceof Element ? event.target.closest('[data-at]') : null;
      const [row, column] = (cell?.getAttribute('data-at') ?? '').split(':').map(Number);
      if (cell !== null) this.#moveTo(row, column);
    });
    new ResizeObserver(() => {
      this.#render();
    }).observe(this.element);
  }

  #render(): void {
    if (this.element.clientHeight === 0) return;
    this.#rowHeight = this.#heading.offsetHeight || this.#rowHeight;
    this.#body.style.height = `${(this.#length * this.#rowHeight).toString()}px`;
    const { scrollTop, clientHeight } = this.element;
    const visible = Math.ceil(clientHeight / this.#rowHeight) + 2 * overscan;
    const count = Math.min(this.#length, visible);
    const top = Math.floor(scrollTop / this.#rowHeight) - overscan;
    this.#first = Math.max(0, Math.min(top, this.#length - count));
    while (this.#pool.length < count) this.#pool.push(this.#row());
    while (this.#pool.length > count) this.#pool.pop()?.remove();
    this.#pool.forEach((element, i) => {
      this.#fill(element, this.#first + i);
    });
    this.#showActive();
  }

  #row(): HTMLElement {
    const cells = this.options.columns.map((column) =>
      h('div', {
        role: 'gridcell',
        class: column.numeric ? 'cell number' : 'cell',
        'data-column': column.id,
      }),
    );
    const row = h('div', { class: 'grid-row', role: 'row' }, ...cells);
    this.#body.append(row);
    return row;
  }

  #fill(element: HTMLElement, row: number): void {
    element.style.transform = `translateY(${(row * this.#rowHeight).toString()}px)`;
    setAttribute(element, 'aria-rowindex', row + 2);
    element.classList.toggle('odd', row % 2 === 1);
    this.options.columns.forEach((column, i) => {
      const cell = element.children[i];
      if (!(cell instanceof HTMLElement)) return;
      setAttribute(cell, 'data-at', `${row.toString()}:${i.toString()}`);
      setAttribute(cell, 'id', this.#cellId(row, i));
      column.fill(cell, row);
    });
  }

  #cellId(row: number, column: number): string {
    return `${this.#idPrefix}-${row.toString()}-${column.toString()}`;
  }

  #showActive(): void {
    const { row, column } = this.#active;
    for (const old of this.element.querySelectorAll('.active')) old.classList.remove('active');
    const cell =
      row === headingRow
        ? this.#headings[column]
        : this.#pool.at(row - this.#first)?.children.item(column);
    const there =
      row === headingRow || (row >= this.#first && row < this.#first + this.#pool.length);
    if (there && cell instanceof HTMLElement) {
      if (row === headingRow) cell.id = this.#cellId(row, column);
      cell.classList.add('active');
      this.element.setAttribute('aria-activedescendant', cell.id);
    } else this.element.removeAttribute('aria-activedescendant');
  }

  #key(event: KeyboardEvent): boolean {
    const { row, column } = this.#active;
    const far = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 2);
    const last = this.options.columns.length - 1;
    const moves: Readonly<Record<string, readonly [row: number, column: number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [Math.max(0, row - page), column],
      PageDown: [row + page, column],
      Home: [far ? 0 : row, 0],
      End: [far ? this.#length - 1 : row, last],
    };
    if (Object.hasOwn(moves, event.key)) {
      this.#moveTo(...moves[event.key]);
      return true;
    }
    const sorts = row === headingRow && (event.key === 'Enter' || event.key === ' ');
    if (sorts && this.options.columns[column].sortable)
      this.options.sort(this.options.columns[column].id);
    return sorts;
  }

  #moveTo(row: number, column: number): void {
    const last = this.options.columns.length - 1;
    this.#active = {
      row: Math.max(headingRow, Math.min(row, this.#length - 1)),
      column: Math.max(0, Math.min(column, last)),
    };
    this.#scrollTo(this.#active.row);
    this.#render();
    this.#pool
      .at(0)
      ?.parentElement?.querySelector('.active')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #scrollTo(row: number): void {
    const head = this.#heading.offsetHeight;
    const top = Math.max(0, row) * this.#rowHeight;
    const bottom = top + this.#rowHeight;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (bottom > scrollTop + clientHeight - head)
      this.element.scrollTop = bottom - clientHeight + head;
  }
}

/** Text of a cell, with a longer form for those who point at it. */
export function fillText(cell: HTMLElement, text: string, title?: string): void {
  setText(cell, text);
  setAttribute(cell, 'title', title);
}
