// The choices that make the weights: scheme, its parameters, normalisation, empty classes; and what they do.
// Must not compute a weight.
import type { AdviceNote } from '../../src/core/advice/saturation';
import { normalisations, zeroCountPolicies } from '../../src/core/weights/normalise';
import { prototypeParameter } from '../../src/core/weights/numberOfPrototypes';
import type { WeightParameter } from '../../src/core/weights/scheme';
import { h, setText } from '../dom';
import { schemesByRank, type Model } from '../model';
import type { Context, Frame, Part } from '../part';
import { withPrototypes } from '../state';
import { ChosenMethod } from './chosenMethod';
import { button, NumberField, SelectField } from './fields';
import { typedNumber } from './prototypes';
import { PrototypeSlider } from './slider';

const settled = 150;

export class WeightControls implements Part {
  readonly element: HTMLElement;
  readonly #scheme: SelectField;
  readonly #about = h('p', { class: 'hint' });
  readonly #formula = h('p', { class: 'formula', role: 'math', 'data-testid': 'formula' });
  readonly #slider: PrototypeSlider;
  readonly #own = h('div', { class: 'own' });
  readonly #normalisation: SelectField;
  readonly #zeroCount: SelectField;
  readonly #range = h('p', { 'data-testid': 'weight-range' });
  readonly #strength = h('p', { class: 'hint' });
  readonly #result = h('div', { class: 'result' }, this.#range, this.#strength);
  readonly #advice = h('ul', { class: 'advice', 'data-testid': 'advice' });
  readonly #method: ChosenMethod;
  #fields: readonly { readonly id: string; readonly field: NumberField }[] = [];
  #ownScheme = '';
  #advisedFor: Model['table'] | undefined;
  #timer = 0;
  #frame: Frame | undefined;

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#slider = new PrototypeSlider(context);
    this.#method = new ChosenMethod(context);
    this.#scheme = new SelectField(text.t('weights.scheme'), 'scheme', (scheme) => {
      actions.change({ scheme });
    });
    this.#normalisation = new SelectField(
      text.t('weights.normalisation'),
      'normalisation',
      (id) => {
        actions.change({ normalisation: id });
      },
    );
    this.#zeroCount = new SelectField(text.t('weights.zeroCount'), 'zero-count', (id) => {
      actions.change({ zeroCount: id === 'pseudo-count' ? id : 'zero' });
    });
    this.#formula.setAttribute('aria-label', text.t('weights.formula'));
    this.#advice.setAttribute('aria-label', text.t('weights.advice'));
    this.element = h(
      'section',
      { class: 'weights', 'aria-labelledby': 'weights-title', 'data-testid': 'weights' },
      h('h2', { id: 'weights-title' }, text.t('weights.title')),
      this.#method.element,
      ...[this.#scheme.element, this.#formula, this.#about, this.#own, this.#slider.element],
      ...[this.#normalisation.element, this.#zeroCount.element, this.#result, this.#advice],
    );
  }

  update(frame: Frame): void {
    this.#frame = frame;
    const { model, state } = frame;
    if (model === undefined) return;
    const { text } = this.context;
    const titled = (all: readonly { readonly id: string; readonly title: string }[]) =>
      all.map((one) => ({ value: one.id, label: text.core(one.title) }));
    this.#scheme.update(titled(schemesByRank), state.view.scheme);
    this.#normalisation.update(titled(normalisations), state.view.normalisation);
    this.#zeroCount.update(titled(zeroCountPolicies), state.view.zeroCount);
    setText(this.#formula, model.scheme.formula.replaceAll(', ', ',\n'));
    const source = text.core(model.scheme.source);
    this.#formula.title = `${text.t('weights.source')}: ${source}`;
    setText(this.#about, text.core(model.scheme.description));
    this.#slider.update(frame);
    this.#method.update(frame);
    this.#updateOwn(model, state.view.parameters);
    const [range, strength = ''] = this.#rangeOf(model);
    setText(this.#range, range);
    setText(this.#strength, strength);
    this.#adviseLater(model);
  }

  #updateOwn(model: Model, given: Readonly<Record<string, number>>): void {
    const own = model.scheme.parameters.filter((one) => one.id !== prototypeParameter.id);
    if (this.#ownScheme !== model.scheme.id) {
      this.#ownScheme = model.scheme.id;
      this.#fields = own.map((parameter) => ({ id: parameter.id, field: this.#field(parameter) }));
      this.#own.replaceChildren(...this.#fields.map(({ field }) => field.element));
    }
    for (const { id, field } of this.#fields) {
      const usual = own.find((one) => one.id === id)?.defaultValue ?? 0;
      field.update(String(Object.hasOwn(given, id) ? given[id] : usual));
    }
  }

  #field(parameter: WeightParameter): NumberField {
    const { text, actions } = this.context;
    const { id, minimum, maximum } = parameter;
    const title = text.core(parameter.title);
    const field = new NumberField(title, `parameter-${id}`, (typed) => {
      const value = typedNumber(typed);
      if (value === undefined || value < minimum || value > maximum || this.#frame === undefined) {
        return text.t('weights.badParameter', title, String(minimum), String(maximum));
      }
      actions.change({ parameters: { ...this.#frame.state.view.parameters, [id]: value } });
      return undefined;
    });
    field.control.title = text.core(parameter.description);
    return field;
  }

  #rangeOf(model: Model): readonly string[] {
    const { text, numbers } = this.context;
    const { least, most } = model.weights;
    if (most === 0) return [text.t('weights.none')];
    const range = text.t('weights.range', numbers.weight(least), numbers.weight(most));
    return [range, text.t('weights.strength', numbers.plain(most / least))];
  }

  /** Once the numbers stand still: advice that flickers under a moving slider helps nobody. */
  #adviseLater(model: Model): void {
    if (model.table === this.#advisedFor) return;
    this.#advisedFor = model.table;
    clearTimeout(this.#timer);
    const wait = this.#advice.childElementCount === 0 && this.#timer === 0 ? 0 : settled;
    this.#timer = window.setTimeout(() => {
      this.#showAdvice(model.advice());
    }, wait);
  }

  #showAdvice(advice: readonly AdviceNote[]): void {
    const { text, numbers, actions } = this.context;
    const notes = advice.filter((note) => note.code !== 'reweighting-strength');
    this.#advice.replaceChildren(
      ...notes.map((note) => {
        const item = h('li', { class: note.severity }, h('span', {}, text.core(note.message)));
        const n = note.suggestion?.n;
        if (n !== undefined) {
          const label = text.t('action.tryIt', numbers.prototypes(n));
          item.append(
            button(label, { kind: 'link', testId: 'use-n' }, () => {
              const view = this.#frame?.state.view;
              if (view !== undefined) actions.change({ parameters: withPrototypes(view, n) });
            }),
          );
        }
        return item;
      }),
    );
  }
}
