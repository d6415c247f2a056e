// Which classes occur together, as a table of tinted cells; counted when asked for, and for the largest classes only.
// Must not know how pairs are counted.
import { button } from '../controls/fields';
import { h, setText, show } from '../dom';
import type { Context, Frame, Part } from '../part';
import type { Pairs } from '../state';

export class PairsSection implements Part {
  readonly element: HTMLElement;
  readonly #ask: HTMLButtonElement;
  readonly #about = h('p', { class: 'hint', 'data-testid': 'pairs-about' });
  readonly #table = h('table', { class: 'heat', 'data-testid': 'pairs-table' });
  readonly #scroll: HTMLElement;
  #shown: Pairs | undefined;

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#ask = button(text.t('pairs.count'), { kind: 'secondary', testId: 'count-pairs' }, () => {
      actions.countPairs();
    });
    this.#table.setAttribute('aria-label', text.t('pairs.title'));
    const scrolled = { class: 'heat-scroll', tabindex: 0, role: 'group' };
    this.#scroll = h('div', { ...scrolled, 'aria-label': text.t('pairs.title') }, this.#table);
    this.element = h(
      'section',
      { class: 'pairs', 'aria-labelledby': 'pairs-title', 'data-testid': 'pairs' },
      h('h2', { id: 'pairs-title' }, text.t('pairs.title')),
      ...[this.#ask, this.#about, this.#scroll],
    );
  }

  update({ state, model }: Frame): void {
    const { pairs, busy, gone } = state;
    const { text } = this.context;
    const fits =
      pairs !== undefined &&
      pairs.datasetId === model?.dataset.id &&
      pairs.split === state.view.split;
    this.#ask.disabled = gone || busy.includes('countPairs');
    show(this.#ask, !fits);
    show(this.#scroll, fits);
    if (!fits) {
      this.#shown = undefined;
      setText(this.#about, text.t('pairs.why'));
      return;
    }
    if (pairs === this.#shown) return;
    this.#shown = pairs;
    this.#fill(
      pairs,
      model.classes.map(({ name }) => name),
    );
  }

  #fill({ classes, together, samples }: Pairs, all: readonly string[]): void {
    const { text, numbers } = this.context;
    const size = classes.length;
    const counts = [size, all.length, samples].map((value) => numbers.count(value));
    setText(this.#about, text.t('pairs.about', ...counts));
    const names = classes.map((index) => all[index].slice(0, 40) || text.t('table.unnamed'));
    const heading = (scope: 'col' | 'row', i: number): HTMLElement =>
      h(
        'th',
        { scope, title: all[classes[i]].slice(0, 300) },
        h('span', { dir: 'auto' }, names[i]),
      );
    const head = h('tr', {}, h('td'), ...names.map((_, i) => heading('col', i)));
    const rows = names.map((name, a) => {
      const own = Math.max(1, together[a * size + a]);
      const cells = names.map((other, b) => {
        const count = together[a * size + b];
        const share = count / own;
        const words = [numbers.count(count), numbers.percent(share), name, other];
        const cell = h('td', { title: text.t('pairs.cell', ...words) }, numbers.percent(share));
        cell.style.setProperty('--heat', `${(a === b ? 0 : Math.round(share * 36)).toString()}%`);
        if (a === b) cell.classList.add('self');
        return cell;
      });
      return h('tr', {}, heading('row', a), ...cells);
    });
    this.#table.replaceChildren(h('thead', {}, head), h('tbody', {}, ...rows));
  }
}
