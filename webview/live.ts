// Says politely, for those who do not see it, what a change has done.
// Must not know who made the change.
import { h } from './dom';
import type { Context, Frame, Part } from './part';

/** Long enough that a moving slider says one thing, not fifty. */
const quietFor = 600;

export class Live implements Part {
  readonly element = h('div', {
    class: 'hidden',
    role: 'status',
    'aria-live': 'polite',
    'data-testid': 'live',
  });
  /** What was last spoken of, and what is on show. */
  #before: Frame | undefined;
  #now: Frame | undefined;
  #timer = 0;

  constructor(private readonly context: Context) {}

  update(frame: Frame): void {
    const quiet = this.#now;
    this.#now = frame;
    if (frame.model === undefined || quiet?.model === undefined) {
      this.#before = frame;
      return;
    }
    if (frame.state.view === quiet.state.view) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#say();
    }, quietFor);
  }

  #say(): void {
    const [before, now] = [this.#before, this.#now];
    if (before === undefined || now === undefined) return;
    this.#before = now;
    const said = this.#changes(before, now);
    if (said !== '') this.element.textContent = said;
  }

  #changes(before: Frame, { model, state }: Frame): string {
    if (model === undefined || before.model === undefined) return '';
    const { text, numbers } = this.context;
    const { view } = state;
    const old = before.state.view;
    const said: string[] = [];
    if (model.table !== before.model.table) {
      const { least, most } = model.weights;
      const scheme = text.core(model.scheme.title);
      said.push(text.t('live.weights', scheme, numbers.weight(least), numbers.weight(most)));
    }
    if (view.sort !== old.sort || view.descending !== old.descending) {
      const way = text.t(view.descending ? 'list.descending' : 'list.ascending');
      said.push(text.t('live.sorted', text.t(`list.sort.${view.sort}`), way));
    }
    if (view.search !== old.search || view.listed !== old.listed) {
      said.push(
        text.plural('list.found', model.visible.length, numbers.count(model.visible.length)),
      );
    }
    if (view.logarithmic !== old.logarithmic) {
      said.push(text.t(view.logarithmic ? 'live.log' : 'live.linear'));
    }
    return said.join(' ');
  }
}
