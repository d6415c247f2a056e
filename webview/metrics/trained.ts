// What training on this dataset has found, a way to use the loss that won, and a way to start a comparison.
// Must not decide what follows from a verdict: core does.
import type { TrainedAdvice, TrainedChoice, TrainedLoss } from '../../src/core/advice/trained';
import type { ViewState } from '../../src/protocol/viewState';
import { button } from '../controls/fields';
import { h, setText, show } from '../dom';
import { memo } from '../memo';
import type { Context, Frame, Part } from '../part';
import { prototypesIn, withPrototypes, type PageState } from '../state';

export class TrainedPart implements Part {
  readonly element: HTMLElement;
  readonly #found = h('div', { class: 'trained' });
  readonly #said = h('p', { 'data-testid': 'trained-text' });
  readonly #more = h('p', { class: 'hint', 'data-testid': 'trained-more' });
  readonly #use: HTMLButtonElement;
  readonly #inUse = h('span', { class: 'hint' });
  readonly #none = h('span', { 'data-testid': 'trained-none' });
  readonly #start: HTMLButtonElement;
  readonly #say = memo((advice: TrainedAdvice, where: string) => {
    this.#fill(advice, where);
  });
  #frame: Frame | undefined;

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#use = button('', { kind: 'link', testId: 'trained-use' }, () => {
      this.#apply();
    });
    const open = button(
      text.t('trained.open'),
      { kind: 'link', testId: 'trained-open' },
      actions.openTrainingResults,
    );
    this.#start = button(
      text.t('trained.start'),
      { kind: 'link', testId: 'start-training' },
      actions.startTraining,
    );
    this.#start.title = text.t('trained.startHint');
    setText(this.#inUse, text.t('trained.inUse'));
    setText(this.#none, text.t('trained.none'));
    const named = { role: 'group', 'aria-label': text.t('trained.title') };
    const line = h('p', { class: 'suggestion-line' }, this.#use, this.#inUse, ' ', open);
    this.#found.append(this.#said, this.#more, line);
    this.element = h(
      'div',
      { ...named, class: 'suggestion', 'data-testid': 'trained' },
      this.#found,
      h('p', { class: 'suggestion-line' }, this.#none, ' ', this.#start),
    );
  }

  update(frame: Frame): void {
    this.#frame = frame;
    const { state } = frame;
    const trained = trainedIn(state);
    show(this.element, trained?.canStart === true);
    if (trained === undefined) return;
    this.#start.disabled = state.gone || state.busy.includes('startTraining');
    const { verdict } = trained;
    show(this.#found, verdict !== undefined);
    show(this.#none, verdict === undefined);
    if (verdict === undefined) return;
    const { text } = this.context;
    this.#say(verdict.advice, text.t('trained.where', verdict.engine, dayOf(verdict.created)));
    const { choice } = verdict.advice;
    const isUsed = choice !== undefined && isInUse(state.view, choice);
    show(this.#use, choice !== undefined && !isUsed);
    show(this.#inUse, isUsed);
  }

  #fill(advice: TrainedAdvice, where: string): void {
    const { text, numbers } = this.context;
    const { outcome, baseline, loss, postHoc, choice } = advice;
    const share = (value: number): string => numbers.fixed(100 * value, 1);
    const args = [loss?.arm ?? '', share(loss?.mean ?? 0), share(baseline.mean), baseline.arm];
    setText(this.#said, text.t(`trained.${outcome}`, ...args));
    const more = [
      ...(loss === undefined ? [] : this.#difference(loss)),
      ...(postHoc === undefined ? [] : [text.t('trained.postHoc', share(postHoc.mean))]),
      `${text.t('trained.title')}: ${where}.`,
    ];
    setText(this.#more, more.join(' '));
    setText(this.#use, this.#useText(choice));
  }

  #difference({ difference, interval, seeds, head, tail }: TrainedLoss): readonly string[] {
    const { text, numbers } = this.context;
    const points = (value: number): string =>
      signed(value, numbers.fixed(100 * Math.abs(value), 1));
    const range =
      interval === null
        ? text.t('trained.differenceOnce', points(difference))
        : text.t(
            'trained.difference',
            ...[points(difference), points(interval[0]), points(interval[1])],
            numbers.count(seeds),
          );
    return [range, text.t('trained.recall', points(head), points(tail))];
  }

  #useText(choice: TrainedChoice | undefined): string {
    const { text, numbers } = this.context;
    if (choice?.n === undefined) return text.t('trained.use');
    return text.t('trained.useN', numbers.prototypes(choice.n ?? Infinity));
  }

  #apply(): void {
    const { state } = this.#frame ?? {};
    const choice = state && trainedIn(state)?.verdict?.advice.choice;
    if (state === undefined || choice === undefined) return;
    const { method, values, scheme, n } = choice;
    this.context.actions.change({
      ...{ method, methodValues: { ...state.view.methodValues, ...values } },
      ...(scheme !== undefined && { scheme }),
      ...(n !== undefined && { parameters: withPrototypes(state.view, n ?? Infinity) }),
    });
  }
}

/** What was told of the dataset on show; what was told of another says nothing of it. */
function trainedIn({ trained, shown }: PageState): PageState['trained'] {
  return trained?.datasetId === shown.dataset?.id ? trained : undefined;
}

function isInUse(view: ViewState, { method, values, scheme, n }: TrainedChoice): boolean {
  const own = view.methodValues ?? {};
  return (
    view.method === method &&
    (scheme === undefined || view.scheme === scheme) &&
    (n === undefined || prototypesIn(view.parameters) === (n ?? Infinity)) &&
    Object.entries(values).every(([id, value]) => Object.hasOwn(own, id) && own[id] === value)
  );
}

function signed(value: number, text: string): string {
  if (value === 0) return text;
  return `${value > 0 ? '+' : '−'}${text}`;
}

/** In the reader's language; what is no date stays as it is. */
function dayOf(created: string): string {
  const date = new Date(created);
  const locale = document.documentElement.lang || 'en';
  return Number.isNaN(date.getTime()) ? created : date.toLocaleDateString(locale);
}
