// What the run said on its way: warnings, errors, news.
// Must not decide what is worth saying.
import { h, icon, setText, show } from '../dom';
import type { Context, Part } from './part';
import type { PageState } from './state';

const icons = { info: 'information', warning: 'warning', error: 'error' } as const;

export class LogSection implements Part {
  readonly element: HTMLElement;
  readonly #lost = h('p', { class: 'hint' });
  readonly #none: HTMLElement;
  readonly #lines = h('ul', { class: 'log-lines', 'data-testid': 'log-lines' });
  #drawn: unknown;

  constructor(private readonly context: Context) {
    const { text } = context;
    this.#none = h('p', { class: 'hint' }, text.t('log.none'));
    this.element = h(
      'section',
      { class: 'log', 'aria-label': text.t('log.title') },
      ...[h('h2', {}, text.t('log.title')), this.#none, this.#lost, this.#lines],
    );
  }

  update({ results }: PageState): void {
    const { logs, lostLogs } = results.run.state;
    if (this.#drawn === logs) return;
    this.#drawn = logs;
    const { text, numbers } = this.context;
    show(this.#none, logs.length === 0);
    show(this.#lost, lostLogs > 0);
    setText(this.#lost, text.plural('log.lost', lostLogs, numbers.count(lostLogs)));
    this.#lines.replaceChildren(
      ...logs.map(({ level, message }) =>
        h(
          'li',
          { class: `log-${level}` },
          icon(icons[level]),
          h('span', { class: 'hidden' }, `${text.t(`log.${level}`)}: `),
          h('span', { dir: 'auto' }, message),
        ),
      ),
    );
  }
}
