// Says which loss will be exported, and gives it up again.
// Must not know what the loss does.
import { methodOf } from '../../src/core/advice/methods/list';
import { h, setText, show } from '../dom';
import type { Context, Frame, Part } from '../part';
import { button } from './fields';

export class ChosenMethod implements Part {
  readonly element: HTMLElement;
  readonly #name = h('span', { 'data-testid': 'chosen-method' });

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    const drop = button(text.t('methods.drop'), { kind: 'link', testId: 'drop-method' }, () => {
      actions.change({ method: undefined });
    });
    this.element = h('p', { class: 'chosen-method' }, this.#name, ' ', drop);
  }

  update({ state }: Frame): void {
    const method = methodOf(state.view.method);
    show(this.element, method !== undefined);
    if (method === undefined) return;
    const { text } = this.context;
    setText(this.#name, text.t('methods.chosen', text.core(method.title)));
  }
}
