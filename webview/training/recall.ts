// Recall of each class against its count, for the baseline and one loss: chart, choice and table.
// Must not compute recall.
import type { ArmRecall } from '../../src/core/training/runState';
import { Plot } from '../chart/plot';
import { SelectField } from '../controls/fields';
import { h, setAttribute, setText, show } from '../dom';
import type { Context, Part } from './part';
import { drawRecall } from './recallDrawing';
import type { PageState } from './state';
import { PlainTable, type Row } from './table';
import { percent, points } from './words';

/** Rows from each end of the classes by count; the chart draws all of them. */
const mostRows = 100;

export class RecallSection implements Part {
  readonly element: HTMLElement;
  readonly #plot = new Plot('recall');
  readonly #choice: SelectField;
  readonly #table = new PlainTable('recall-table');
  readonly #nothing: HTMLElement;
  readonly #content: HTMLElement;
  readonly #legend = h('ul', { class: 'legend' });
  readonly #cut = h('p', { class: 'hint' });
  #drawn = '';
  #recalls: readonly ArmRecall[] | undefined;

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#choice = new SelectField(text.t('recall.compare'), 'recall-arm', actions.showArm);
    this.#nothing = h('p', { class: 'hint' }, text.t('recall.none'));
    this.#content = h(
      'div',
      { class: 'recall-content' },
      ...[this.#choice.element, this.#legend, this.#plot.element, this.#table.element, this.#cut],
    );
    this.element = h(
      'section',
      { class: 'recall', 'aria-label': text.t('recall.title') },
      ...[h('h2', {}, text.t('recall.title')), this.#nothing, this.#content],
    );
  }

  update({ results, recalls: all, view }: PageState): void {
    const { run } = results;
    const recalls = all[run.folder] ?? [];
    const { classes, verdict } = run.state;
    show(this.#nothing, recalls.length === 0);
    show(this.#content, recalls.length > 0);
    if (recalls.length === 0) return;
    const baseline = recalls.find(({ arm }) => arm === run.baseline);
    const others = recalls.filter((one) => one !== baseline);
    const arm =
      others.find((one) => one.arm === view.arm) ??
      others.find((one) => one.arm === verdict?.chosen) ??
      others.at(0);
    const drawn = `${arm?.arm ?? ''} ${classes.length.toString()}`;
    if (this.#recalls === recalls && this.#drawn === drawn) return;
    this.#recalls = recalls;
    this.#drawn = drawn;
    const choices = others.map((one) => ({ value: one.arm, label: one.arm }));
    this.#choice.update(choices, arm?.arm ?? '');
    show(this.#choice.element, choices.length > 0);
    this.#draw(classes, baseline, arm);
  }

  #draw(
    classes: PageState['results']['run']['state']['classes'],
    baseline: ArmRecall | undefined,
    arm: ArmRecall | undefined,
  ): void {
    const { text, numbers } = this.context;
    const [first, second] = [baseline?.arm ?? '–', arm?.arm ?? '–'];
    setAttribute(this.#plot.canvas, 'aria-label', text.t('recall.summary', first, second));
    const mark = (kind: string): HTMLElement =>
      h('span', { class: `mark ${kind}`, 'aria-hidden': 'true' });
    const entry = (kind: string, name: string): HTMLElement =>
      h('li', {}, mark(kind), h('span', { dir: 'auto' }, name));
    const entries = [entry('mark-ring', first), ...(arm ? [entry('mark-square', second)] : [])];
    this.#legend.replaceChildren(...entries);
    const counts = classes.map(({ count }) => count);
    this.#plot.show((_, theme) =>
      drawRecall(
        {
          ...{ counts, baseline, arm, count: numbers.compact },
          ...{ axis: text.t('recall.axis'), value: text.t('recall.value') },
          write: (share) => percent(share, numbers),
        },
        theme,
      ),
    );
    const order = [...classes.keys()].sort((a, b) => counts[b] - counts[a]);
    const isCut = order.length > 2 * mostRows;
    const shown = isCut ? [...order.slice(0, mostRows), ...order.slice(-mostRows)] : order;
    const few = numbers.count(mostRows);
    setText(this.#cut, isCut ? text.t('recall.shown', few, numbers.count(order.length)) : '');
    const rows = shown.map((at): Row => {
      const [before, after] = [baseline?.recall[at], arm?.recall[at]];
      const change =
        typeof before === 'number' && typeof after === 'number' ? after - before : undefined;
      const name = classes[at].name.slice(0, 200);
      return {
        cells: [
          name === '' ? text.t('recall.unnamed') : name,
          numbers.count(counts[at]),
          ...[percent(before, numbers), percent(after, numbers), points(change, numbers)],
        ],
      };
    });
    const numeric = true;
    const columns = [
      { title: text.t('recall.class') },
      ...[text.t('recall.count'), first, second, text.t('recall.change')].map((title) => {
        return { title, numeric };
      }),
    ];
    this.#table.update(text.t('recall.caption'), columns, rows);
  }
}
