// One method: its picture, its rule, what is known of it, and the button that takes it.
// Must not compute what a method does.
import { findingsOf, valueOf } from '../../src/core/advice/methods/list';
import { outcomeOf, type Outcome } from '../../src/core/advice/methods/findings';
import type { Finding, Method, MethodParameter } from '../../src/core/advice/methods/method';
import { fitsLabels } from '../../src/core/advice/methods/profile';
import { button, newId, NumberField } from '../controls/fields';
import { typedNumber } from '../controls/prototypes';
import { h, setAttribute, setText, show } from '../dom';
import type { Model } from '../model';
import type { Context, Frame } from '../part';
import { landmarksOf, ProfilePicture } from './profile';

export class MethodCard {
  readonly element: HTMLElement;
  readonly #picture = new ProfilePicture();
  readonly #values = h('dl', { class: 'landmarks' });
  readonly #landmarks = [0, 1, 2].map(() => h('dd'));
  readonly #findings = h('ul', { class: 'findings' });
  readonly #record = h('summary');
  readonly #measured = h('details', { class: 'more' }, this.#record, this.#findings);
  readonly #take: HTMLButtonElement;
  readonly #unfit = h('p', { class: 'hint' });
  readonly #fields: readonly { readonly parameter: MethodParameter; readonly field: NumberField }[];
  #scheme = '';
  #frame: Frame | undefined;

  constructor(
    readonly method: Method,
    private readonly context: Context,
  ) {
    const { text } = context;
    const title = h('h3', { id: newId('method') }, text.core(method.title));
    this.#take = button('', { kind: 'secondary', testId: `take-${method.id}` }, () => {
      this.#toggle();
    });
    this.#fields = method.parameters.map((parameter) => ({
      parameter,
      field: this.#field(parameter),
    }));
    const names = ['methods.head', 'methods.middle', 'methods.tail'] as const;
    names.forEach((name, i) => {
      this.#values.append(h('div', {}, h('dt', {}, text.t(name)), this.#landmarks[i]));
    });
    setText(this.#unfit, text.t('methods.unfit'));
    this.element = h(
      'article',
      { class: 'method', 'aria-labelledby': title.id, 'data-testid': `method-${method.id}` },
      h('header', {}, title, this.#take),
      h('p', { class: 'formula', dir: 'ltr' }, method.formula),
      h('p', { class: 'effect hint' }, text.t(`methods.effect.${method.effect}`)),
      this.#picture.element,
      this.#values,
      ...this.#words(),
    );
  }

  update(frame: Frame, model: Model, order: readonly number[], values: Float64Array): void {
    this.#frame = frame;
    const { text, numbers } = this.context;
    const marks = landmarksOf(values, order);
    this.#landmarks.forEach((mark, i) => {
      setText(mark, marks === undefined ? '–' : numbers.weight(marks[i]));
    });
    const title = text.core(this.method.title);
    const effect = text.t(`methods.effect.${this.method.effect}`);
    const shown = marks?.map((value) => numbers.weight(value)) ?? [];
    this.#picture.update(values, order, text.t('methods.picture', title, effect, ...shown));
    const chosen = frame.state.view.method === this.method.id;
    const fits = fitsLabels(this.method, model.several);
    setText(this.#take, text.t(chosen ? 'methods.taken' : 'methods.take'));
    setAttribute(this.#take, 'aria-pressed', chosen ? 'true' : 'false');
    setAttribute(this.#take, 'aria-label', `${this.#take.textContent}: ${title}`);
    this.#take.disabled = !fits;
    this.element.classList.toggle('chosen', chosen);
    show(this.#unfit, !fits);
    const given = frame.state.view.methodValues ?? {};
    for (const { parameter, field } of this.#fields) {
      field.update(String(valueOf(parameter, given)));
    }
    this.#showFindings(frame.state.view.scheme);
  }

  #words(): readonly HTMLElement[] {
    const { text } = this.context;
    const said = (mark: 'helps' | 'hurts'): HTMLElement =>
      h(
        'p',
        { class: mark },
        h('strong', {}, text.t(`methods.${mark}`)),
        ' ',
        text.core(this.method[mark]),
      );
    const fields = h('div', { class: 'own' }, ...this.#fields.map(({ field }) => field.element));
    return [said('helps'), said('hurts'), this.#unfit, fields, this.#measured];
  }

  #showFindings(scheme: string): void {
    if (scheme === this.#scheme) return;
    this.#scheme = scheme;
    const { text } = this.context;
    const findings = findingsOf(this.method, scheme);
    this.#findings.replaceChildren(...findings.map((finding) => this.#finding(finding)));
    const outcomes = findings.map(outcomeOf);
    const parts = (['better', 'same', 'worse'] as const).flatMap((outcome) =>
      this.#counted(outcome, outcomes),
    );
    const none = text.t('methods.unmeasured');
    setText(this.#record, parts.length > 0 ? text.t('methods.record', parts.join(', ')) : none);
    show(this.#measured, this.method.id !== 'plain');
  }

  #counted(outcome: Outcome, all: readonly Outcome[]): readonly string[] {
    const { text, numbers } = this.context;
    const times = all.filter((one) => one === outcome).length;
    return times === 0 ? [] : [text.t(`methods.record.${outcome}`, numbers.count(times))];
  }

  #finding(finding: Finding): HTMLElement {
    const { text, numbers } = this.context;
    const { data, measure, plain, method, source } = finding;
    const outcome = outcomeOf(finding);
    const points = numbers.fixed(Math.abs(method - plain), 1);
    const way = text.t(`methods.${outcome}`, points);
    const values = [numbers.plain(plain), numbers.plain(method)];
    return h(
      'li',
      { class: outcome },
      h('span', { class: 'way' }, way),
      h('span', {}, text.t(`methods.${measure}`, data, ...values)),
      h('cite', { class: 'hint' }, source),
    );
  }

  #field(parameter: MethodParameter): NumberField {
    const { text, actions } = this.context;
    const { id, minimum, maximum, whole } = parameter;
    const title = text.core(parameter.title);
    return new NumberField(title, `${this.method.id}-${id}`, (typed) => {
      const value = typedNumber(typed);
      const fits = value !== undefined && value >= minimum && value <= maximum;
      if (!fits || (whole && !Number.isInteger(value))) {
        return text.t('weights.badParameter', title, String(minimum), String(maximum));
      }
      const before = this.#frame?.state.view.methodValues ?? {};
      actions.change({ methodValues: { ...before, [id]: value } });
      return undefined;
    });
  }

  #toggle(): void {
    const chosen = this.#frame?.state.view.method === this.method.id;
    this.context.actions.change({ method: chosen ? undefined : this.method.id });
  }
}
