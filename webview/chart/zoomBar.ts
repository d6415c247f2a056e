// Zooming and moving along by buttons, keys, wheel and drag.
// Must not know what the chart shows.
import { button } from '../controls/fields';
import { h, setText, show } from '../dom';
import type { Context } from '../part';
import type { Plot } from './plot';
import { afterKey, fitStretch, moved, zoomed, type Stretch } from './zoom';

export class ZoomBar {
  /** The buttons; they stand still while one zooms. */
  readonly element: HTMLElement;
  /** Which stretch is on show, and the way back to all. */
  readonly stretch: HTMLElement;
  readonly #where = h('span', { class: 'hint', 'data-testid': 'zoom-where' });
  readonly #reset: HTMLButtonElement;
  #now: Stretch | undefined;
  #total = 0;
  #drag: { readonly x: number; readonly from: Stretch } | undefined;

  constructor(
    private readonly context: Context,
    private readonly plot: Plot,
  ) {
    const { text } = context;
    const make = (label: string, testId: string, hint: string, run: () => void) =>
      button(label, { kind: 'quiet', testId, hint }, run);
    const zoomIn = make('+', 'zoom-in', text.t('zoom.in'), () => {
      this.#go(zoomed(this.#now, this.#total, 0.5));
    });
    const out = make('−', 'zoom-out', text.t('zoom.out'), () => {
      this.#go(zoomed(this.#now, this.#total, 2));
    });
    for (const [control, name] of [
      [zoomIn, text.t('zoom.in')],
      [out, text.t('zoom.out')],
    ] as const) {
      control.setAttribute('aria-label', name);
    }
    this.#reset = make(text.t('zoom.all'), 'zoom-all', text.t('zoom.all'), () => {
      this.#go(undefined);
    });
    const group = { class: 'zoom', role: 'group', 'aria-label': text.t('zoom.label') };
    this.element = h('div', group, out, zoomIn);
    this.stretch = h('div', { class: 'zoom' }, this.#where, this.#reset);
    plot.element.tabIndex = 0;
    plot.element.setAttribute('role', 'group');
    plot.element.setAttribute('aria-label', text.t('zoom.help'));
    this.#listen(plot.element);
  }

  update(now: Stretch | undefined, total: number): void {
    this.#now = now;
    this.#total = total;
    const { text, numbers } = this.context;
    show(this.#reset, now !== undefined);
    const [from, to] = now === undefined ? [0, total] : [now.from, now.to];
    const words = [from + 1, to, total].map((value) => numbers.count(value));
    setText(this.#where, now === undefined ? '' : text.t('zoom.where', ...words));
    this.plot.element.classList.toggle('zoomed', now !== undefined);
  }

  #go(to: Stretch | undefined): void {
    this.context.actions.change({ zoom: to });
  }

  #listen(element: HTMLElement): void {
    element.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const to = afterKey(event.key, this.#now, this.#total);
      if (to === null) return;
      event.preventDefault();
      this.#go(to);
    });
    element.addEventListener(
      'wheel',
      (event) => {
        this.#wheel(event);
      },
      { passive: false },
    );
    element.addEventListener('pointerdown', (event) => {
      if (this.#now === undefined || event.button !== 0) return;
      this.#drag = { x: event.clientX, from: this.#now };
    });
    element.addEventListener('pointermove', (event) => {
      this.#pull(event);
    });
    for (const end of ['pointerup', 'pointercancel', 'pointerleave']) {
      element.addEventListener(end, () => {
        this.#drag = undefined;
      });
    }
  }

  /** Only with a key held: a plain wheel scrolls the page, as everywhere. */
  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
    event.preventDefault();
    const { left, width } = this.plot.canvas.getBoundingClientRect();
    const at = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
    const delta = event.deltaY === 0 ? event.deltaX : event.deltaY;
    this.#go(
      event.shiftKey
        ? moved(this.#now, this.#total, delta > 0 ? 0.1 : -0.1)
        : zoomed(this.#now, this.#total, delta > 0 ? 1.25 : 0.8, at),
    );
  }

  #pull(event: PointerEvent): void {
    if (this.#drag === undefined || (event.buttons & 1) === 0) return;
    const { x, from } = this.#drag;
    const classes = from.to - from.from;
    const by = ((x - event.clientX) / Math.max(1, this.plot.canvas.clientWidth)) * classes;
    this.#go(fitStretch({ from: from.from + by, to: from.to + by }, this.#total));
  }
}
