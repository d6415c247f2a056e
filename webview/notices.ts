// What the page must say above everything else: faults, and why the numbers may be old.
// Must not know what caused them.
import { button } from './controls/fields';
import { h, icon, setText, show } from './dom';
import type { Context, Frame, Part } from './part';
import type { Notice } from './state';

export class Notices implements Part {
  readonly element: HTMLElement;
  readonly #standing: HTMLElement;
  readonly #standingText = h('span', { dir: 'auto' });
  readonly #faults = h('div', { role: 'alert' });
  #shown: readonly Notice[] = [];
  #fault = '';

  constructor(private readonly context: Context) {
    this.#standing = h('div', { class: 'notice warning', hidden: true, 'data-testid': 'notice' });
    this.#standing.append(icon('warning'), this.#standingText);
    this.element = h(
      'div',
      { class: 'notices', 'data-testid': 'notices' },
      this.#standing,
      this.#faults,
    );
  }

  update({ state, model, fault = '' }: Frame): void {
    const { text } = this.context;
    const notice = [state.shown.notice, state.gone ? text.t('page.gone') : ''].join(' ').trim();
    // Without numbers the reason fills the page itself.
    const stands = notice !== '' && (model !== undefined || state.shown.dataset !== undefined);
    show(this.#standing, stands);
    setText(this.#standingText, notice);
    show(this.element, stands || state.notices.length > 0 || fault !== '');
    if (state.notices === this.#shown && fault === this.#fault) return;
    this.#shown = state.notices;
    this.#fault = fault;
    const all = state.notices.map((one) => this.#notice(one));
    if (fault !== '') all.unshift(this.#notice({ id: -1, severity: 'error', message: fault }));
    this.#faults.replaceChildren(...all);
  }

  #notice({ id, severity, message }: Notice): HTMLElement {
    const { text, actions } = this.context;
    const log = button(text.t('action.showLog'), { kind: 'link' }, actions.showLog);
    const item = h(
      'div',
      { class: `notice ${severity}` },
      icon(severity),
      h('span', {}, message),
      log,
    );
    if (id < 0) return item;
    const close = button('', { kind: 'quiet square', hint: text.t('action.dismiss') }, () => {
      actions.dismiss(id);
    });
    close.setAttribute('aria-label', text.t('action.dismiss'));
    close.append(icon('close'));
    item.append(close);
    return item;
  }
}
