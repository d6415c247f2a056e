// What to do about the verdict: the N that suits the counts, why, and a way to the other methods.
// Must not compute an N.
import { button } from '../controls/fields';
import { h, setText, show } from '../dom';
import type { Model } from '../model';
import type { Context, Frame, Part } from '../part';
import { prototypesIn, withPrototypes } from '../state';

export class Suggestion implements Part {
  readonly element: HTMLElement;
  readonly #said = h('span', { 'data-testid': 'suggestion-text' });
  readonly #use: HTMLButtonElement;
  readonly #inUse = h('span', { class: 'hint' });
  readonly #methods: HTMLButtonElement;
  readonly #reasons = h('ul', { class: 'reasons' });
  readonly #why: HTMLDetailsElement;
  #shown: Model['suggestion'];
  #frame: Frame | undefined;

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#use = button('', { kind: 'link', testId: 'suggestion-use' }, () => {
      this.#apply();
    });
    this.#methods = button(
      text.t('suggest.methods'),
      { kind: 'link', testId: 'suggestion-methods' },
      () => {
        actions.change({ view: 'methods' });
      },
    );
    this.#why = h('details', { class: 'more' }, h('summary', {}, text.t('suggest.why')));
    this.#why.append(this.#reasons);
    const line = h('p', { class: 'suggestion-line' }, this.#said, ' ', this.#use, this.#inUse);
    line.append(' ', this.#methods);
    const named = { 'aria-label': text.t('suggest.title'), 'data-testid': 'suggestion' };
    this.element = h('div', { class: 'suggestion', role: 'group', ...named }, line, this.#why);
  }

  update(frame: Frame): void {
    this.#frame = frame;
    const suggestion = frame.model?.suggestion;
    show(this.element, suggestion !== undefined);
    if (suggestion === undefined || frame.model === undefined) return;
    const { view } = frame.state;
    const isBalanced = suggestion.basis === 'balanced';
    const used =
      view.scheme === 'effective-number' && prototypesIn(view.parameters) === suggestion.n;
    show(this.#use, !used && !isBalanced);
    show(this.#inUse, used && !isBalanced);
    show(this.#methods, view.view !== 'methods' && !isBalanced);
    if (suggestion === this.#shown) return;
    this.#shown = suggestion;
    this.#say(frame.model, suggestion);
  }

  #say({ metrics }: Model, suggestion: NonNullable<Model['suggestion']>): void {
    const { text, numbers } = this.context;
    const { n, beta, low, high, strength, basis, reasons } = suggestion;
    const [shownN, shownBeta] = [numbers.prototypes(n), numbers.beta(beta)];
    const ratios = [numbers.plain(strength), numbers.plain(metrics.imbalanceRatio)];
    setText(
      this.#said,
      basis === 'balanced'
        ? text.t('suggest.none')
        : text.t('suggest.n', shownN, shownBeta, ...ratios),
    );
    setText(this.#use, text.t('suggest.use', shownN));
    setText(this.#inUse, text.t('suggest.inUse', shownN));
    const range =
      low === high
        ? text.t('suggest.single')
        : text.t('suggest.range', numbers.prototypes(low), numbers.prototypes(high));
    const items = reasons.map((reason) =>
      h('li', {}, text.core(reason.text), ' ', h('cite', { class: 'hint' }, reason.source)),
    );
    this.#reasons.replaceChildren(...items, ...(basis === 'balanced' ? [] : [h('li', {}, range)]));
  }

  #apply(): void {
    const { state, model } = this.#frame ?? {};
    if (state === undefined || model?.suggestion === undefined) return;
    const parameters = withPrototypes(state.view, model.suggestion.n);
    this.context.actions.change({ scheme: 'effective-number', parameters });
  }
}
