// Further datasets beside the one that is compared: added from a list, left out again by a button each.
// Must not know what is compared of them.
import { button, type Choice, SelectField } from '../controls/fields';
import { h, show } from '../dom';
import type { Context } from '../part';

export class AlsoCompared {
  readonly element: HTMLElement;
  readonly #picker: SelectField;
  readonly #chosen = h('div', { class: 'chips' });
  #shown = '';
  #ids: readonly string[] = [];

  /** @param change is told the ids of all that are to stand beside the chosen one. */
  constructor(
    private readonly context: Context,
    private readonly change: (ids: readonly string[]) => void,
  ) {
    this.#picker = new SelectField(context.text.t('compare.also'), 'also-compared', (id) => {
      if (id !== '') change([...this.#ids, id]);
    });
    this.element = h('div', { class: 'also' }, this.#picker.element, this.#chosen);
  }

  /** @param most how many may stand there. */
  update(ids: readonly string[], choices: readonly Choice[], most: number): void {
    const free = choices.filter(({ value }) => !ids.includes(value));
    this.#ids = ids;
    show(this.element, ids.length > 0 || free.length > 0);
    show(this.#picker.element, ids.length < most && free.length > 0);
    this.#picker.update([{ value: '', label: '–' }, ...free], '');
    const chosen = ids.flatMap((id) => choices.find(({ value }) => value === id) ?? []);
    const shown = JSON.stringify(chosen);
    if (shown === this.#shown) return;
    const hadFocus = this.#chosen.contains(document.activeElement);
    this.#shown = shown;
    this.#chosen.replaceChildren(...chosen.map((one) => this.#chip(one)));
    if (hadFocus) this.#picker.control.focus();
  }

  #chip({ value, label }: Choice): HTMLElement {
    const hint = this.context.text.t('compare.leaveOut', label.slice(0, 120));
    const chip = button(`${label.slice(0, 60)} ×`, { testId: 'also-chip', hint }, () => {
      this.change(this.#ids.filter((id) => id !== value));
    });
    chip.setAttribute('aria-label', hint);
    return chip;
  }
}
