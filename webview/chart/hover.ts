// What lies under the pointer: a strip over the column and a box with its values, both in the DOM, so that
// hovering draws nothing. Must not know what the values are.
import { h, setText, show } from '../dom';
import type { Plot } from './plot';

/** One line of the box: a name and its value. */
export type HoverLine = readonly [label: string, value: string];

export interface HoverText {
  readonly title: string;
  readonly note?: string;
  readonly lines: readonly HoverLine[];
}

export class Hover {
  readonly #strip = h('div', { class: 'hover-strip', hidden: true });
  readonly #title = h('div', { class: 'hover-title', dir: 'auto' });
  readonly #note = h('div', { class: 'hint' });
  readonly #lines = h('dl');
  readonly #box: HTMLElement;
  #column: number | undefined;

  constructor(
    private readonly plot: Plot,
    private readonly describe: (column: number) => HoverText | undefined,
    pick: (column: number) => void,
  ) {
    this.#box = h(
      'div',
      {
        class: 'hover',
        hidden: true,
        'aria-hidden': 'true',
        'data-testid': `${plot.testId}-hover`,
      },
      ...[this.#title, this.#note, this.#lines],
    );
    plot.element.append(this.#strip, this.#box);
    plot.element.addEventListener('pointermove', (event) => {
      this.#move(event);
    });
    plot.element.addEventListener('pointerleave', () => {
      this.#hide();
    });
    plot.element.addEventListener('click', () => {
      if (this.#column !== undefined) pick(this.#column);
    });
  }

  /** The picture has changed under the pointer. */
  refresh(): void {
    if (this.#column !== undefined) this.#fill(this.#column);
  }

  #move(event: PointerEvent): void {
    const bounds = this.plot.canvas.getBoundingClientRect();
    const hit = this.plot.columnAt(event.clientX - bounds.left);
    if (hit === undefined) {
      this.#hide();
      return;
    }
    const { top, height } = this.plot.area;
    const strip = this.#strip.style;
    strip.left = `${hit.left.toString()}px`;
    strip.width = `${Math.max(1, hit.width).toString()}px`;
    strip.top = `${top.toString()}px`;
    strip.height = `${height.toString()}px`;
    if (hit.column !== this.#column) this.#fill(hit.column);
    this.#place(event.clientX - bounds.left, event.clientY - bounds.top, bounds.width);
  }

  #fill(column: number): void {
    const said = this.describe(column);
    if (said === undefined) {
      this.#hide();
      return;
    }
    this.#column = column;
    setText(this.#title, said.title);
    setText(this.#note, said.note ?? '');
    show(this.#note, said.note !== undefined);
    this.#lines.replaceChildren(
      ...said.lines.flatMap(([label, value]) => [h('dt', {}, label), h('dd', {}, value)]),
    );
    show(this.#strip, true);
    show(this.#box, true);
  }

  #place(x: number, y: number, width: number): void {
    const own = this.#box.offsetWidth;
    const left = x + 16 + own > width ? Math.max(0, x - 16 - own) : x + 16;
    this.#box.style.transform = `translate(${left.toString()}px, ${Math.max(0, y - 24).toString()}px)`;
  }

  #hide(): void {
    this.#column = undefined;
    show(this.#strip, false);
    show(this.#box, false);
  }
}
