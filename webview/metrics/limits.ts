// The limits between few, medium and many, for those who use others than the usual ones.
// Must not know what the bands are used for.
import { usualLimitsOf } from '../bands';
import { button, NumberField } from '../controls/fields';
import { typedNumber } from '../controls/prototypes';
import { h, setText, show } from '../dom';
import type { Context, Frame, Part } from '../part';

export class LimitFields implements Part {
  readonly element: HTMLElement;
  readonly #few: NumberField;
  readonly #many: NumberField;
  readonly #reset: HTMLButtonElement;
  readonly #note = h('p', { class: 'hint' });
  #frame: Frame | undefined;

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#few = new NumberField(text.t('limits.few'), 'limit-few', (typed) =>
      this.#take('few', typed),
    );
    this.#many = new NumberField(text.t('limits.many'), 'limit-many', (typed) =>
      this.#take('many', typed),
    );
    this.#reset = button(text.t('limits.reset'), { kind: 'link', testId: 'limits-reset' }, () => {
      actions.change({ limits: undefined });
    });
    setText(this.#note, text.t('limits.lvis'));
    const group = { class: 'limits', role: 'group', 'aria-label': text.t('limits.label') };
    const fields = [this.#few.element, this.#many.element, this.#reset];
    this.element = h('div', group, ...fields, this.#note);
  }

  update(frame: Frame): void {
    this.#frame = frame;
    if (frame.model === undefined) return;
    const { limits, system } = frame.model.banding;
    this.#few.update(String(limits.few));
    this.#many.update(String(limits.many));
    show(this.#reset, frame.state.view.limits !== undefined);
    show(this.#note, system === 'lvis');
  }

  #take(which: 'few' | 'many', typed: string): string | undefined {
    const { text, numbers, actions } = this.context;
    const model = this.#frame?.model;
    const value = typedNumber(typed);
    if (model === undefined) return undefined;
    const limits = { ...model.banding.limits, [which]: value };
    const isWhole = value !== undefined && Number.isSafeInteger(value);
    if (!isWhole || limits.few > limits.many) {
      return text.t('limits.bad', numbers.count(Number.MAX_SAFE_INTEGER));
    }
    const usual = usualLimitsOf(model.dataset);
    const same = limits.few === usual.few && limits.many === usual.many;
    actions.change({ limits: same ? undefined : limits });
    return undefined;
  }
}
