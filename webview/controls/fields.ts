// Labelled controls in the editor's look: choice, tick box, text, button.
// Must not know what they control.
import { h, setAttribute, setText } from '../dom';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

let made = 0;
export function newId(prefix: string): string {
  made += 1;
  return `${prefix}-${made.toString()}`;
}

export function labelled(label: string, control: HTMLElement, className = 'field'): HTMLElement {
  control.id ||= newId('control');
  return h('div', { class: className }, h('label', { for: control.id }, label), control);
}

/** A drop-down; `update` rebuilds its options only where they differ. */
export class SelectField {
  readonly element: HTMLElement;
  readonly control = h('select');
  #shown = '';

  constructor(label: string, testId: string, onChange: (value: string) => void) {
    setAttribute(this.control, 'data-testid', testId);
    this.control.addEventListener('change', () => {
      onChange(this.control.value);
    });
    this.element = labelled(label, this.control);
  }

  update(choices: readonly Choice[], value: string): void {
    const shown = JSON.stringify(choices);
    if (shown !== this.#shown) {
      this.#shown = shown;
      const options = choices.map((one) =>
        h('option', { value: one.value, dir: 'auto' }, shortened(one.label)),
      );
      this.control.replaceChildren(...options);
    }
    if (this.control.value !== value) this.control.value = value;
    this.control.disabled = choices.length < 2;
    const chosen = choices.find((one) => one.value === value)?.label ?? '';
    setAttribute(this.control, 'title', shortened(chosen));
  }
}

/** A text box for a number: tells of what is typed, shows why it is refused. */
export class NumberField {
  readonly element: HTMLElement;
  readonly control = h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off' });
  readonly #error = h('div', { class: 'field-error', id: newId('error'), role: 'alert' });
  #isTyped = false;

  /** @param accept answers what is wrong with the text, or undefined once it has taken it. */
  constructor(label: string, testId: string, accept: (typed: string) => string | undefined) {
    setAttribute(this.control, 'data-testid', testId);
    setAttribute(this.control, 'spellcheck', 'false');
    this.control.addEventListener('input', () => {
      this.#isTyped = true;
    });
    this.control.addEventListener('change', () => {
      this.#isTyped = false;
      this.#refuse(accept(this.control.value));
    });
    this.element = labelled(label, this.control);
    this.element.append(this.#error);
    this.#error.hidden = true;
  }

  /** Leaves alone what the user is just typing. */
  update(value: string): void {
    if (this.control.value === value) return;
    const unfinished = this.#isTyped || !this.#error.hidden;
    if (document.activeElement === this.control && unfinished) return;
    this.#isTyped = false;
    this.control.value = value;
    this.#refuse(undefined);
  }

  #refuse(why: string | undefined): void {
    setAttribute(this.control, 'aria-invalid', why !== undefined && 'true');
    setAttribute(this.control, 'aria-describedby', why !== undefined && this.#error.id);
    this.#error.hidden = why === undefined;
    setText(this.#error, why ?? '');
  }
}

export function checkField(
  label: string,
  testId: string,
  onChange: (checked: boolean) => void,
): { readonly element: HTMLElement; readonly control: HTMLInputElement } {
  const control = h('input', { type: 'checkbox', 'data-testid': testId });
  control.addEventListener('change', () => {
    onChange(control.checked);
  });
  return { element: h('label', { class: 'check' }, control, h('span', {}, label)), control };
}

export function button(
  label: string,
  options: { readonly testId?: string; readonly hint?: string; readonly kind?: string },
  onClick: () => void,
): HTMLButtonElement {
  const { testId, hint, kind = 'secondary' } = options;
  const made = h(
    'button',
    { type: 'button', class: kind, 'data-testid': testId, title: hint },
    label,
  );
  made.addEventListener('click', onClick);
  return made;
}

/** An option of 10,000 characters would stretch the list over the screen. */
function shortened(label: string): string {
  return label.length > 120 ? `${label.slice(0, 119)}…` : label;
}
