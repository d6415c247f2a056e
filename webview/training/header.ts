// The head of the page: what is being trained on what, how far it is, and what one can do about it.
// Must not know what the actions do.
import { button } from '../controls/fields';
import { h, setAttribute, setText, show } from '../dom';
import { jobsDone } from './arms';
import type { Asked, Context, Part } from './part';
import type { PageState } from './state';
import { duration } from './words';

type Run = PageState['results']['run'];
/** As the page says it: a run that is over without a word, and that nobody is at, was interrupted. */
export type ShownStatus = Run['state']['status'] | 'interrupted';

export function statusOf({ state, held }: Run): ShownStatus {
  const isOpen = state.status === 'running' || state.status === 'waiting';
  return isOpen && !held && state.seq >= 0 ? 'interrupted' : state.status;
}

export class Header implements Part {
  readonly element: HTMLElement;
  readonly #status = h('strong', { class: 'status', 'data-testid': 'status' });
  readonly #reason = h('span', { class: 'hint', dir: 'auto' });
  readonly #facts = h('dl', { class: 'facts', 'data-testid': 'facts' });
  readonly #environment = h('dl', { class: 'facts' });
  readonly #more: HTMLElement;
  readonly #bar = h('progress', { max: 1, 'data-testid': 'progress' });
  readonly #buttons: Readonly<Record<Asked, HTMLButtonElement>>;
  #shown = '';
  #shownMore = '';

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    const act = (what: Asked, title: string, hint = '', kind = 'secondary'): HTMLButtonElement =>
      button(title, { testId: what, hint: hint === '' ? undefined : hint, kind }, () => {
        actions.ask(what);
      });
    this.#buttons = {
      stop: act('stop', text.t('action.stop'), text.t('action.stopHint')),
      resume: act('resume', text.t('action.resume'), text.t('action.resumeHint'), 'primary'),
      openLossConfig: act(
        ...(['openLossConfig', text.t('action.lossConfig')] as const),
        ...([text.t('action.lossConfigHint'), 'primary'] as const),
      ),
      openReport: act('openReport', text.t('action.report'), text.t('action.reportHint')),
      openFolder: act('openFolder', text.t('action.folder')),
      showTerminal: act('showTerminal', text.t('action.terminal')),
      showLog: act('showLog', text.t('action.log')),
    };
    setAttribute(this.#bar, 'aria-label', text.t('head.progress'));
    this.#more = h(
      'details',
      { class: 'more' },
      h('summary', {}, text.t('head.environment')),
      this.#environment,
    );
    this.element = h(
      'header',
      { class: 'head' },
      h(
        'div',
        { class: 'bar' },
        h('div', { class: 'group' }, this.#status, this.#reason),
        h('div', { class: 'group actions' }, ...Object.values(this.#buttons)),
      ),
      ...[this.#bar, this.#facts, this.#more],
    );
  }

  update({ results }: PageState): void {
    const { run } = results;
    const { text } = this.context;
    const status = statusOf(run);
    const { done, all } = jobsDone(run.state.arms);
    setText(this.#status, text.t(`status.${status}`));
    setAttribute(this.#status, 'data-status', status);
    setText(this.#reason, run.state.reason ?? '');
    const isOn = status === 'running' || status === 'waiting';
    show(this.#buttons.stop, isOn && run.held);
    show(this.#buttons.showTerminal, isOn);
    show(this.#buttons.resume, !isOn && status !== 'done');
    const ended = run.state.verdict !== undefined;
    show(this.#buttons.openLossConfig, ended);
    show(this.#buttons.openReport, ended);
    show(this.#bar, isOn && all > 0);
    this.#bar.value = all === 0 ? 0 : done / all;
    this.#fill(run, isOn, done, all);
  }

  #fill(run: Run, isOn: boolean, done: number, all: number): void {
    const { text, numbers } = this.context;
    const { start, data, remaining } = run.state;
    const left =
      remaining === null
        ? text.t('head.unknown')
        : text.t('head.remainingText', duration(remaining, text, numbers));
    const count = numbers.count;
    const facts: readonly (readonly [string, string, string?])[] = [
      [text.t('head.dataset'), run.dataset],
      [text.t('head.engine'), start?.engine ?? run.engine],
      [text.t('head.device'), start?.device ?? text.t('head.unknown'), start?.reason],
      [text.t('head.model'), run.model],
      ...(data === undefined
        ? []
        : [
            [
              text.t('head.data'),
              text.t('head.dataText', count(data.train), count(data.val), count(data.test)) +
                (data.skipped === 0
                  ? ''
                  : `; ${text.plural('head.skipped', data.skipped, count(data.skipped))}`),
              data.examples.map(({ path, reason }) => `${path}: ${reason}`).join('\n'),
            ] as const,
          ]),
      [text.t('head.progress'), text.t('head.progressText', count(done), count(all))],
      ...(isOn ? [[text.t('head.remaining'), left] as const] : []),
    ];
    const shown = JSON.stringify(facts);
    if (shown !== this.#shown) this.#facts.replaceChildren(...facts.map(factOf));
    this.#shown = shown;
    const environment: (readonly [string, string])[] = [
      ...(start === undefined ? [] : [[text.t('head.device'), start.reason] as const]),
      ...Object.entries(start?.environment ?? {}),
    ];
    const more = JSON.stringify(environment);
    if (more !== this.#shownMore) this.#environment.replaceChildren(...environment.map(factOf));
    this.#shownMore = more;
    show(this.#more, environment.length > 0);
  }
}

function factOf([name, value, hint]: readonly [string, string, string?]): HTMLElement {
  const title = hint === '' ? undefined : hint;
  return h('div', { title }, h('dt', {}, name), h('dd', { dir: 'auto' }, value));
}
