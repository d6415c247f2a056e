// Every class with its share and count in each split; a class missing from one says so.
// Must not compute a share's meaning or a divergence.
import { fillCell, h, setAttribute } from '../dom';
import type { Model } from '../model';
import type { Context } from '../part';
import { type GridColumn, type Sorted, VirtualGrid } from '../table/virtualGrid';
import type { Comparison } from './compare';
import { columnOfSplit, splitOfColumn } from './order';

export class SplitsTable {
  readonly element = h('div', { class: 'table' });
  #grid: VirtualGrid | undefined;
  #shape = '';
  #model: Model | undefined;
  #comparison: Comparison | undefined;
  #visible: readonly number[] = [];
  #sorted: Sorted | undefined;

  /** @param sort is told the column, and which way round. */
  constructor(
    private readonly context: Context,
    private readonly sort: (sorted: Sorted) => void,
  ) {}

  update(model: Model, comparison: Comparison, visible: readonly number[], sorted: Sorted): void {
    this.#model = model;
    this.#comparison = comparison;
    this.#visible = visible;
    this.#sorted = sorted;
    const shape = JSON.stringify(comparison.splits.map((split) => split.name));
    if (this.#grid === undefined || shape !== this.#shape) {
      this.#shape = shape;
      this.#grid = this.#make(comparison);
      this.element.replaceChildren(this.#grid.element);
    }
    this.element.style.setProperty('--rows', visible.length.toString());
    this.#grid.update(visible.length, sorted);
  }

  reveal(index: number): void {
    const row = this.#visible.indexOf(index);
    if (row >= 0) this.#grid?.reveal(row);
  }

  #make(comparison: Comparison): VirtualGrid {
    const { text } = this.context;
    return new VirtualGrid({
      label: text.t('splits.tableLabel'),
      testId: 'splits-table',
      columns: this.#columns(comparison),
      sort: (column) => {
        this.#sort(column);
      },
      sortHint: (title) => text.t('table.sortBy', title),
    });
  }

  #sort(column: string): void {
    const { column: before, descending = false } = this.#sorted ?? {};
    // Shares are looked at from the largest, names from A.
    const first = splitOfColumn(column) !== undefined;
    this.sort({ column, descending: before === column ? !descending : first });
  }

  #columns(comparison: Comparison): readonly GridColumn[] {
    const { text, numbers } = this.context;
    const index: GridColumn = {
      ...{
        id: 'index',
        label: text.t('table.indexName'),
        title: text.t('table.index'),
        track: '64px',
        numeric: true,
        sortable: true,
      },
      fill: (cell, row) => {
        fillCell(cell, numbers.count(this.#visible[row]));
      },
    };
    const name: GridColumn = {
      ...{ id: 'name', title: text.t('table.name'), numeric: false, sortable: true },
      track: 'minmax(140px, 1fr)',
      fill: (cell, row) => {
        const full = this.#model?.classes[this.#visible[row]].name ?? '';
        cell.dir = 'auto';
        fillCell(
          cell,
          full === '' ? text.t('table.unnamed') : full.slice(0, 300),
          full.slice(0, 1000),
        );
      },
    };
    const shares = comparison.splits.map((split, at): GridColumn => ({
      ...{ id: columnOfSplit(at), title: split.name, numeric: true, sortable: true },
      track: 'minmax(140px, 0.5fr)',
      fill: (cell, row) => {
        this.#share(cell, at, this.#visible[row]);
      },
    }));
    return [index, name, ...shares];
  }

  #share(cell: HTMLElement, at: number, index: number): void {
    const { text, numbers } = this.context;
    const split = this.#comparison?.splits.at(at);
    if (split === undefined) return;
    const count = split.counts[index];
    const missing = count === 0 && this.#comparison?.missing[index] === 1;
    setAttribute(cell, 'data-missing', missing);
    const share = numbers.share(count / Math.max(1, split.total));
    fillCell(cell, missing ? text.t('splits.missingClass') : `${share} · ${numbers.count(count)}`);
  }
}
