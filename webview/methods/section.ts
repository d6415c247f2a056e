// The methods side by side: what each would do to these classes, and what was measured elsewhere.
// Must not know a method's rule.
import { methodsFor, profileOf } from '../../src/core/advice/methods/profile';
import { h } from '../dom';
import { memo } from '../memo';
import type { ClassCount } from '../../src/core/model';
import { orderOf } from '../order';
import type { Context, Frame, Part } from '../part';
import { MethodCard } from './card';

export class MethodsSection implements Part {
  readonly element: HTMLElement;
  readonly #grid = h('div', { class: 'methods-grid' });
  readonly #cards: readonly MethodCard[];
  readonly #order = memo((classes: readonly ClassCount[]) =>
    orderOf(classes, undefined, 'count', true),
  );
  #several: boolean | undefined;

  constructor(context: Context) {
    const { text } = context;
    this.#cards = methodsFor(false).map((method) => new MethodCard(method, context));
    this.element = h(
      'section',
      { class: 'methods', 'aria-labelledby': 'methods-title', 'data-testid': 'methods' },
      h('h2', { id: 'methods-title' }, text.t('methods.title')),
      h('p', { class: 'hint' }, text.t('methods.about')),
      this.#grid,
    );
  }

  update(frame: Frame): void {
    const { model, state } = frame;
    if (model === undefined) return;
    this.#arrange(model.several);
    const order = this.#order(model.classes);
    const values = state.view.methodValues ?? {};
    for (const card of this.#cards) {
      card.update(frame, model, order, profileOf(card.method, model.table, values));
    }
  }

  #arrange(several: boolean): void {
    if (several === this.#several) return;
    this.#several = several;
    const ids = methodsFor(several).map(({ id }) => id);
    const cards = this.#cards.toSorted(
      (a, b) => ids.indexOf(a.method.id) - ids.indexOf(b.method.id),
    );
    this.#grid.replaceChildren(...cards.map((card) => card.element));
  }
}
