// The slider for N with N and β beside it; each of the three moves the others.
// Must not know schemes or weights, only N.
import {
  prototypeParameter,
  betaOf,
  prototypesOf,
} from '../../src/core/weights/numberOfPrototypes';
import { h, setAttribute, setText, show } from '../dom';
import { prototypesIn, withPrototypes } from '../state';
import type { Context, Frame, Part } from '../part';
import { newId, NumberField } from './fields';
import {
  decadesFor,
  lastStep,
  prototypesAt,
  stepOf,
  stepsPerDecade,
  typedFraction,
  typedNumber,
} from './prototypes';

export class PrototypeSlider implements Part {
  readonly element: HTMLElement;
  readonly #range = h('input', { type: 'range', min: '0', step: '1', 'data-testid': 'slider-n' });
  readonly #ticks = h('div', { class: 'ticks', 'aria-hidden': 'true' });
  readonly #n: NumberField;
  readonly #beta: NumberField;
  readonly #note = h('p', { class: 'hint' });
  #decades = 0;
  #frame: Frame | undefined;

  constructor(private readonly context: Context) {
    const { text } = context;
    this.#range.id = newId('slider');
    this.#n = new NumberField(text.t('weights.nValue'), 'input-n', (typed) => this.#typedN(typed));
    this.#beta = new NumberField(text.t('weights.beta'), 'input-beta', (typed) =>
      this.#typedBeta(typed),
    );
    this.#range.addEventListener('input', () => {
      this.#choose(prototypesAt(Number(this.#range.value), this.#decades));
    });
    this.#range.addEventListener('keydown', (event) => {
      this.#jump(event);
    });
    const label = h('label', { for: this.#range.id, title: text.t('weights.nHint') });
    label.append(text.t('weights.n'));
    const numbers = h('div', { class: 'pair' }, this.#n.element, this.#beta.element);
    this.element = h(
      'div',
      { class: 'slider' },
      label,
      this.#range,
      this.#ticks,
      numbers,
      this.#note,
    );
    setText(this.#note, text.t('weights.nOther'));
  }

  update(frame: Frame): void {
    this.#frame = frame;
    const { model, state } = frame;
    if (model === undefined) return;
    const { text, numbers } = this.context;
    this.#scale(decadesFor(model.metrics.largest));
    const n = prototypesIn(state.view.parameters);
    const beta = numbers.beta(betaOf(n));
    this.#range.value = stepOf(n, this.#decades).toString();
    const said = n === Infinity ? text.t('weights.infiniteText') : numbers.prototypes(n);
    setAttribute(this.#range, 'aria-valuetext', text.t('weights.sliderText', said, beta));
    this.#n.update(n === Infinity ? text.t('weights.infinite') : String(n));
    this.#beta.update(beta);
    show(this.#note, !model.scheme.parameters.some((parameter) => parameter.id === 'n'));
  }

  #scale(decades: number): void {
    if (decades === this.#decades) return;
    this.#decades = decades;
    const last = lastStep(decades);
    this.#range.max = last.toString();
    const powers = Array.from({ length: decades }, (_, power) => power);
    const labels = powers.filter((power) => power % (decades > 8 ? 4 : 2) === 0);
    this.#ticks.replaceChildren(
      ...labels.map((power) =>
        this.#tick(power === 0 ? '1' : tenTo(power), power * stepsPerDecade),
      ),
      this.#tick(this.context.text.t('weights.infinite'), last),
    );
  }

  #tick(label: string, step: number): HTMLElement {
    const tick = h('span', {}, label);
    tick.style.setProperty('--at', (step / lastStep(this.#decades)).toString());
    return tick;
  }

  /** Page keys travel a decade; the browser's own tenth of the range would be an odd number. */
  #jump(event: KeyboardEvent): void {
    if (event.key !== 'PageUp' && event.key !== 'PageDown') return;
    event.preventDefault();
    const step = Number(this.#range.value) + (event.key === 'PageUp' ? 1 : -1) * stepsPerDecade;
    this.#choose(prototypesAt(step, this.#decades));
  }

  #choose(n: number): void {
    if (this.#frame === undefined) return;
    const { view } = this.#frame.state;
    this.context.actions.change({ parameters: withPrototypes(view, n) });
  }

  #typedN(typed: string): string | undefined {
    const { text, numbers } = this.context;
    const n = typedNumber(typed);
    const { minimum, maximum } = prototypeParameter;
    if (n === undefined || n < minimum || (n > maximum && n !== Infinity)) {
      return text.t('weights.badN', numbers.count(maximum));
    }
    this.#choose(n);
    return undefined;
  }

  #typedBeta(typed: string): string | undefined {
    const beta = typedFraction(typed);
    if (beta === undefined || beta > 1) return this.context.text.t('weights.badBeta');
    const n = prototypesOf(beta);
    this.#choose(n > prototypeParameter.maximum ? Infinity : n);
    return undefined;
  }
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function tenTo(power: number): string {
  return `10${Array.from(power.toString(), (digit) => superscripts[Number(digit)]).join('')}`;
}
