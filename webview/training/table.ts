// A plain table with a caption, drawn anew only where its cells differ.
// Must not know what is in it.
import { h } from '../dom';
import { newId } from '../controls/fields';

export interface Column {
  readonly title: string;
  /** Longer words for those who point at it. */
  readonly hint?: string;
  readonly numeric?: boolean;
}

export interface Cell {
  readonly text: string;
  /** Drawn before the text; the text says the same. */
  readonly mark?: () => Element;
}

export interface Row {
  readonly cells: readonly (string | Cell)[];
  readonly className?: string;
}

export class PlainTable {
  /** Scrolls by itself where it is too wide; so it takes the focus. */
  readonly element: HTMLElement;
  readonly #caption: HTMLElement;
  readonly #table: HTMLElement;
  #shown = '';

  constructor(testId: string) {
    const id = newId('caption');
    this.#caption = h('caption', { class: 'hint', id });
    this.#table = h('table', { class: 'plain', 'data-testid': testId });
    this.element = h(
      'div',
      { class: 'scrolling', tabindex: '0', role: 'group', 'aria-labelledby': id },
      this.#table,
    );
  }

  update(caption: string, columns: readonly Column[], rows: readonly Row[]): void {
    const shown = JSON.stringify([caption, columns, rows]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#caption.textContent = caption;
    const head = columns.map(({ title, hint, numeric = false }) =>
      h('th', { scope: 'col', title: hint, class: numeric ? 'number' : undefined }, title),
    );
    const body = rows.map(({ cells, className }) =>
      h('tr', { class: className }, ...cells.map((cell, at) => cellOf(cell, columns[at], at))),
    );
    this.#table.replaceChildren(
      this.#caption,
      h('thead', {}, h('tr', {}, ...head)),
      h('tbody', {}, ...body),
    );
  }
}

function cellOf(cell: string | Cell, { numeric = false }: Column, at: number): HTMLElement {
  const { text, mark } = typeof cell === 'string' ? { text: cell, mark: undefined } : cell;
  const label = h('span', { dir: 'auto' }, text);
  const content = mark === undefined ? [label] : [mark(), label];
  if (at === 0) return h('th', { scope: 'row' }, ...content);
  return h('td', { class: numeric ? 'number' : undefined }, ...content);
}
