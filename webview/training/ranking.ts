// The ranking with intervals and conclusions in plain words, and what a gain in the tail costs in the head.
// Must not judge: that is the trainer's.
import type { Ranked } from '../../src/core/training/events';
import type { ShownRun } from '../../src/protocol/training';
import { h, setText, show } from '../dom';
import { intervalMark, spanOf, type Span } from './intervalMark';
import type { Context, Part } from './part';
import type { PageState } from './state';
import { PlainTable, type Column, type Row } from './table';
import { percent, points, range } from './words';

export class RankingSection implements Part {
  readonly element: HTMLElement;
  readonly #statement = h('p', { class: 'verdict', dir: 'auto', 'data-testid': 'statement' });
  readonly #chosen = h('p', { class: 'hint', dir: 'auto' });
  readonly #table = new PlainTable('ranking');
  #drawn: unknown;

  constructor(private readonly context: Context) {
    const { text } = context;
    this.element = h(
      'section',
      { class: 'ranking', 'aria-label': text.t('verdict.title') },
      ...[h('h2', {}, text.t('verdict.title')), this.#statement, this.#chosen, this.#table.element],
    );
  }

  update({ results }: PageState): void {
    const { run } = results;
    if (this.#drawn === run.state.verdict && this.#drawn !== undefined) return;
    this.#drawn = run.state.verdict;
    const { text } = this.context;
    const { verdict } = run.state;
    setText(this.#statement, verdict?.statement ?? text.t('verdict.none'));
    this.#statement.classList.toggle('pending', verdict === undefined);
    setText(this.#chosen, verdict === undefined ? '' : text.t('verdict.chosen', verdict.chosen));
    show(this.#table.element, verdict !== undefined);
    if (verdict === undefined) return;
    const span = spanOf(verdict.ranking);
    const base = verdict.ranking.find(({ conclusion }) => conclusion === 'baseline');
    this.#table.update(
      text.t('rank.caption', base?.arm ?? run.baseline),
      this.#columns(),
      verdict.ranking.map((ranked) => this.#row(ranked, base, span, run)),
    );
  }

  #columns(): readonly Column[] {
    const { text } = this.context;
    const numeric = true;
    return [
      { title: text.t('rank.arm') },
      { title: text.t('rank.mean'), numeric },
      { title: text.t('rank.interval'), numeric },
      { title: text.t('rank.difference'), numeric },
      { title: text.t('rank.conclusion') },
      { title: text.t('rank.many'), hint: text.t('rank.manyHint'), numeric },
      { title: text.t('rank.medium'), hint: text.t('rank.mediumHint'), numeric },
      { title: text.t('rank.few'), hint: text.t('rank.fewHint'), numeric },
      { title: text.t('rank.head'), hint: text.t('rank.headHint'), numeric },
      { title: text.t('rank.tail'), hint: text.t('rank.tailHint'), numeric },
      { title: text.t('rank.calibration'), hint: text.t('rank.calibrationHint'), numeric },
      { title: text.t('rank.seeds'), numeric },
    ];
  }

  #row(ranked: Ranked, base: Ranked | undefined, span: Span, { state }: ShownRun): Row {
    const { text, numbers } = this.context;
    const { arm, mean, interval, difference, differenceInterval, metrics, conclusion } = ranked;
    const isBase = conclusion === 'baseline';
    const share = (value: number | null): string => percent(value, numbers);
    const change = (of: 'head' | 'tail'): string =>
      isBase || base === undefined ? '–' : points(metrics[of] - base.metrics[of], numbers);
    const between = range(differenceInterval, (value) => points(value, numbers));
    const isChosen = arm === state.verdict?.chosen;
    return {
      ...(isChosen && { className: 'chosen' }),
      cells: [
        isChosen ? `${arm} (${text.t('rank.chosen')})` : arm,
        share(mean),
        { text: range(interval, share), mark: () => intervalMark(mean, interval, span) },
        isBase ? '–' : `${points(difference, numbers)} (${between})`,
        this.#conclusion(conclusion),
        ...[metrics.many, metrics.medium, metrics.few].map(share),
        ...[change('head'), change('tail')],
        numbers.fixed(metrics.calibrationError, 3),
        numbers.count(ranked.seeds),
      ],
    };
  }

  #conclusion(conclusion: Ranked['conclusion']): string {
    const { text } = this.context;
    return conclusion === 'no difference shown'
      ? text.t('rank.noDifference')
      : text.t(`rank.${conclusion}`);
  }
}
