// Where each loss stands, as a table: the curves' latest values for those who cannot or need not see them.
// Must not compute what a curve says.
import { h } from '../dom';
import { lineOf, standingOf, type Standing } from './arms';
import { lineMark } from './lineMark';
import type { Context, Part } from './part';
import type { PageState } from './state';
import { PlainTable, type Column, type Row } from './table';
import { percent } from './words';

export class ArmsSection implements Part {
  readonly element: HTMLElement;
  readonly #table = new PlainTable('arms');
  #drawn: unknown;

  constructor(private readonly context: Context) {
    const { text } = context;
    this.element = h(
      'section',
      { 'aria-label': text.t('arms.title') },
      h('h2', {}, text.t('arms.title')),
      this.#table.element,
    );
  }

  update({ results }: PageState): void {
    const { arms } = results.run.state;
    if (this.#drawn === arms) return;
    this.#drawn = arms;
    const { text, numbers } = this.context;
    const columns: readonly Column[] = [
      { title: text.t('rank.arm') },
      { title: text.t('arms.state') },
      { title: text.t('arms.epoch'), numeric: true },
      { title: text.t('arms.rate'), numeric: true },
      { title: text.t('arms.loss'), numeric: true },
      { title: text.t('rank.mean'), numeric: true },
    ];
    const rows = arms.map((arm, at): Row => {
      const standing = standingOf(arm);
      const { loss, balancedAccuracy } = lineOf(arm, at);
      const { epoch, epochs, rate } = standing;
      const lossNow = loss.y.at(-1);
      return {
        cells: [
          { text: arm.name, mark: () => lineMark(at) },
          this.#state(standing),
          epochs === 0 ? '–' : `${numbers.plain(epoch)} / ${numbers.plain(epochs)}`,
          rate === null ? '–' : numbers.compact(rate),
          lossNow === undefined ? '–' : numbers.plain(lossNow),
          percent(balancedAccuracy.y.at(-1), numbers),
        ],
      };
    });
    this.#table.update(text.t('arms.caption'), columns, rows);
  }

  #state({ state, seeds, of, reason }: Standing): string {
    const { text, numbers } = this.context;
    const word = text.t(`arms.${state}`);
    const said =
      seeds === of ? word : text.t('arms.seeds', numbers.count(seeds), numbers.count(of), word);
    return reason === '' ? said : `${said}: ${reason}`;
  }
}
