// A table of any length in the DOM's own size: only the rows on screen exist. Roles, focus and keys of an ARIA grid.
// Must not know what the rows mean.
import { h, setAttribute } from '../dom';
import { headingRow, moved, windowOf, within, type GridSize, type Place } from './gridMaths';

export interface GridColumn {
  readonly id: string;
  readonly title: string;
  /** Where the title is only a sign. */
  readonly label?: string;
  /** CSS grid track. */
  readonly track: string;
  readonly numeric: boolean;
  /** What a click on the heading sorts by, where that is another column's order. */
  readonly sortsBy?: { readonly id: string; readonly title: string };
  readonly sortable: boolean;
  /** Fills a cell; it may be one that showed another row before. */
  readonly fill: (cell: HTMLElement, row: number) => void;
}

export interface GridOptions {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly GridColumn[];
  readonly sort: (column: string) => void;
  readonly sortHint: (title: string) => string;
  /** Told which row is the active one. */
  readonly activate?: (row: number) => void;
  /** Enter on a row, or two clicks. */
  readonly open?: (row: number) => void;
}

export interface Sorted {
  readonly column: string;
  readonly descending: boolean;
}

interface PooledRow {
  readonly element: HTMLElement;
  readonly cells: readonly HTMLElement[];
  row: number;
}

export class VirtualGrid {
  readonly element: HTMLElement;
  readonly #headings: readonly HTMLElement[];
  readonly #body = h('div', { class: 'grid-body', role: 'rowgroup' });
  readonly #pool: PooledRow[] = [];
  #length = 0;
  #first = 0;
  #active: Place = { row: 0, column: 0 };
  #sorted: Sorted | undefined;
  #marked: HTMLElement | undefined;
  /** The active cell is still to be brought to the screen. */
  #isWaiting = false;
  /** Measured when the size changes, so that drawing rows never asks for a layout. */
  #height = 0;
  #rowHeight = 24;
  #scrollTop = 0;

  constructor(private readonly options: GridOptions) {
    const { columns, testId, label } = options;
    this.#headings = columns.map((column, i) => this.#makeHeading(column, i));
    const heading = h(
      'div',
      { class: 'grid-row grid-heading', role: 'row', 'aria-rowindex': 1 },
      ...this.#headings,
    );
    const head = h('div', { class: 'grid-head', role: 'rowgroup' }, heading);
    const named = { 'aria-label': label, 'aria-colcount': columns.length, 'data-testid': testId };
    this.element = h(
      'div',
      { class: 'grid', role: 'grid', tabindex: 0, ...named },
      head,
      this.#body,
    );
    this.element.style.setProperty('--tracks', columns.map((column) => column.track).join(' '));
    this.#listen(heading);
  }

  /** Shows so many rows; asks the columns to fill those on screen. */
  update(length: number, sorted: Sorted): void {
    const before = this.#sorted;
    // Other rows stand there now.
    const isOther = sorted.column !== before?.column || sorted.descending !== before.descending;
    if (isOther || length !== this.#length) delete this.element.dataset.revealed;
    this.#sorted = sorted;
    if (length !== this.#length) {
      this.#length = length;
      setAttribute(this.element, 'aria-rowcount', length + 1);
      this.#setBodyHeight();
      this.#active = within(this.#active, this.#size);
    }
    this.options.columns.forEach((column, i) => {
      if (!column.sortable) return;
      const way = sorted.descending ? 'descending' : 'ascending';
      setAttribute(this.#headings[i], 'aria-sort', sorted.column === column.id ? way : 'none');
    });
    this.#render(true);
  }

  /** Brings a row to the screen and makes it the active one. */
  reveal(row: number): void {
    this.element.dataset.revealed = '';
    this.#moveTo(within({ row, column: this.#active.column }, this.#size));
  }

  get #size(): GridSize {
    const page = Math.max(1, Math.floor(this.#height / this.#rowHeight) - 2);
    return { rows: this.#length, columns: this.options.columns.length, page };
  }

  #makeHeading(column: GridColumn, at: number): HTMLElement {
    const { sort, sortHint, testId } = this.options;
    const element = h(
      'div',
      {
        ...{ role: 'columnheader', id: `${testId}-heading-${at.toString()}` },
        ...{ class: column.numeric ? 'cell number' : 'cell', 'data-column': column.id },
        title: column.sortable && sortHint(column.sortsBy?.title ?? column.label ?? column.title),
        'aria-label': column.label,
      },
      h('span', { class: 'heading-text', dir: 'auto' }, column.title),
    );
    if (!column.sortable) return element;
    element.classList.add('sortable');
    // The mark stands at the column that is sorted by.
    if (column.sortsBy === undefined) {
      const mark = h('span', { class: 'sort-mark', 'aria-hidden': 'true' });
      // Before the words of a number's column, so that these end where its numbers do.
      if (column.numeric) element.prepend(mark);
      else element.append(mark);
    }
    element.addEventListener('click', () => {
      sort(column.sortsBy?.id ?? column.id);
    });
    return element;
  }

  #listen(heading: HTMLElement): void {
    this.element.addEventListener('scroll', () => {
      this.#scrollTop = this.element.scrollTop;
      this.#render(false);
    });
    this.element.addEventListener('keydown', (event) => {
      if (this.#key(event)) event.preventDefault();
    });
    this.#body.addEventListener('click', (event) => {
      const cell = event.target instanceof Element ? event.target.closest('[data-at]') : null;
      const [row, column] = (cell?.getAttribute('data-at') ?? '').split(':').map(Number);
      if (cell !== null) this.#moveTo({ row, column });
    });
    this.#body.addEventListener('dblclick', () => {
      if (this.#active.row !== headingRow) this.options.open?.(this.#active.row);
    });
    const observer = new ResizeObserver(() => {
      this.#height = this.element.clientHeight;
      this.#rowHeight = heading.offsetHeight || this.#rowHeight;
      this.#setBodyHeight();
      this.#render(true);
      if (this.#isWaiting) this.#bringActive();
    });
    observer.observe(this.element);
    observer.observe(heading);
  }

  #setBodyHeight(): void {
    this.#body.style.height = `${(this.#length * this.#rowHeight).toString()}px`;
  }

  /** @param again true where rows may show something else than before; else only new ones are filled. */
  #render(again: boolean): void {
    if (this.#height === 0) return;
    const viewport = {
      ...{ scrollTop: this.#scrollTop, height: this.#height, rowHeight: this.#rowHeight },
    };
    const { first, count } = windowOf(this.#length, viewport);
    this.#first = first;
    while (this.#pool.length < count) this.#pool.push(this.#makeRow());
    while (this.#pool.length > count) this.#pool.pop()?.element.remove();
    // A row keeps its element while it is on screen, whatever moves around it.
    for (let row = first; row < first + count; row++) {
      const pooled = this.#pool[row % count];
      if (again || pooled.row !== row) this.#fill(pooled, row);
    }
    this.#showActive();
  }

  #makeRow(): PooledRow {
    const cells = this.options.columns.map(({ numeric, id }) =>
      h('div', { role: 'gridcell', class: numeric ? 'cell number' : 'cell', 'data-column': id }),
    );
    const element = h('div', { class: 'grid-row', role: 'row' }, ...cells);
    this.#body.append(element);
    return { element, cells, row: -1 };
  }

  #fill(pooled: PooledRow, row: number): void {
    const { element, cells } = pooled;
    if (pooled.row !== row) {
      pooled.row = row;
      element.style.transform = `translateY(${(row * this.#rowHeight).toString()}px)`;
      element.setAttribute('aria-rowindex', (row + 2).toString());
      element.classList.toggle('odd', row % 2 === 1);
      cells.forEach((cell, i) => {
        cell.setAttribute('data-at', `${row.toString()}:${i.toString()}`);
        cell.id = `${this.options.testId}-${row.toString()}-${i.toString()}`;
      });
    }
    this.options.columns.forEach((column, i) => {
      column.fill(cells[i], row);
    });
  }

  #showActive(): void {
    const { row, column } = this.#active;
    const there = row >= this.#first && row < this.#first + this.#pool.length;
    const cell =
      row === headingRow
        ? this.#headings[column]
        : there
          ? this.#pool[row % this.#pool.length].cells[column]
          : undefined;
    if (cell !== this.#marked) {
      this.#marked?.classList.remove('active');
      cell?.classList.add('active');
      this.#marked = cell;
    }
    setAttribute(this.element, 'aria-activedescendant', cell?.id);
  }

  #key({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const to = moved(this.#active, key, ctrlKey || metaKey, this.#size);
    if (to !== undefined) {
      this.#moveTo(to);
      return true;
    }
    const { row, column } = this.#active;
    const { open } = this.options;
    if (row !== headingRow && key === 'Enter' && open !== undefined) {
      open(row);
      return true;
    }
    const { sortable, sortsBy, id } = this.options.columns[column];
    const sorts = row === headingRow && (key === 'Enter' || key === ' ');
    if (sorts && sortable) this.options.sort(sortsBy?.id ?? id);
    return sorts;
  }

  #moveTo(place: Place): void {
    this.#active = place;
    if (place.row !== headingRow) this.options.activate?.(place.row);
    this.#bringActive();
  }

  /** Scrolls as little as brings the active cell to the screen; waits where nothing has been measured yet. */
  #bringActive(): void {
    this.#isWaiting = this.#height === 0;
    if (this.#isWaiting) return;
    const top = Math.max(0, this.#active.row) * this.#rowHeight;
    const room = this.#height - 2 * this.#rowHeight;
    const from = this.element.scrollTop;
    if (top < from) this.element.scrollTop = top;
    else if (top > from + room) this.element.scrollTop = top - room;
    this.#scrollTop = this.element.scrollTop;
    this.#render(false);
    this.#marked?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}
