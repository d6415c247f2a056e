// The whole page of training results: its pieces in their places, faults above them, news for who cannot see them.
// Must not know the protocol; state comes in, actions go out.
import { button } from '../controls/fields';
import { h, icon, setText, show } from '../dom';
import { ArmsSection } from './armsTable';
import { CompareSection } from './compare';
import { CurvesSection } from './curves';
import { Header, statusOf } from './header';
import { LogSection } from './log';
import type { Context, Part } from './part';
import { RankingSection } from './ranking';
import { RecallSection } from './recall';
import type { PageState } from './state';

export class TrainingPage implements Part {
  readonly element: HTMLElement;
  readonly #parts: readonly Part[];
  readonly #fault = h('span', { dir: 'auto' });
  readonly #notice: HTMLElement;
  readonly #live = h('div', { class: 'hidden', role: 'status', 'data-testid': 'live' });
  #said = '';

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#parts = [
      ...[new Header(context), new RankingSection(context), new CurvesSection(context)],
      ...[new ArmsSection(context), new RecallSection(context), new CompareSection(context)],
      new LogSection(context),
    ];
    const close = button('', { kind: 'quiet square' }, actions.dismiss);
    close.setAttribute('aria-label', text.t('action.dismiss'));
    close.append(icon('close'));
    this.#notice = h('div', { class: 'notice error', hidden: true });
    this.#notice.append(icon('error'), this.#fault, close);
    const title = h('h1', { class: 'hidden' }, text.t('page.title'));
    this.element = h(
      'main',
      { class: 'training' },
      ...[title, h('div', { role: 'alert' }, this.#notice)],
      ...this.#parts.map(({ element }) => element),
      this.#live,
    );
  }

  update(state: PageState): void {
    show(this.#notice, state.fault !== '');
    setText(this.#fault, state.fault);
    for (const part of this.#parts) part.update(state);
    this.#tell(state);
  }

  /** A change of status and the verdict are said; curves are not. */
  #tell({ results }: PageState): void {
    const { text } = this.context;
    const { run } = results;
    const { verdict } = run.state;
    const status = text.t('live.status', text.t(`status.${statusOf(run)}`));
    const said =
      verdict === undefined ? status : `${status} ${text.t('live.verdict', verdict.statement)}`;
    if (said === this.#said) return;
    const isFirst = this.#said === '';
    this.#said = said;
    if (!isFirst) setText(this.#live, said);
  }
}
