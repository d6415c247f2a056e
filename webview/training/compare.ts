// Two runs side by side: the losses that both have tested, and in what the runs differ.
// Must not follow runs.
import type { ShownRun } from '../../src/protocol/training';
import { SelectField } from '../controls/fields';
import { h, setText, show } from '../dom';
import type { Context, Part } from './part';
import type { PageState } from './state';
import { PlainTable, type Row } from './table';
import { percent, points, range } from './words';

export class CompareSection implements Part {
  readonly element: HTMLElement;
  readonly #choice: SelectField;
  readonly #table = new PlainTable('compare');
  readonly #note = h('p', { class: 'hint', dir: 'auto' });

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#choice = new SelectField(text.t('compare.label'), 'other-run', actions.compare);
    this.element = h(
      'section',
      { class: 'compare', 'aria-label': text.t('compare.title') },
      h('h2', {}, text.t('compare.title')),
      ...[this.#choice.element, this.#note, this.#table.element],
    );
  }

  update({ results }: PageState): void {
    const { text } = this.context;
    const { run, other, runs } = results;
    show(this.element, runs.length > 0);
    const none = { value: '', label: text.t('compare.none') };
    const choices = runs.map(({ folder, name, statement }) => {
      return { value: folder, label: `${name}: ${statement}` };
    });
    this.#choice.update([none, ...choices], other?.folder ?? '');
    const rows = other === undefined ? [] : this.#rows(run, other);
    show(this.#table.element, rows.length > 0);
    setText(this.#note, other === undefined ? '' : this.#said(run, other, rows.length > 0));
    if (other === undefined || rows.length === 0) return;
    const numeric = true;
    this.#table.update(
      text.t('compare.caption'),
      [
        { title: text.t('rank.arm') },
        { title: text.t('compare.this'), hint: run.name, numeric },
        { title: text.t('compare.other'), hint: other.name, numeric },
        { title: text.t('rank.difference'), numeric },
      ],
      rows,
    );
  }

  #rows(run: ShownRun, other: ShownRun): readonly Row[] {
    const { numbers } = this.context;
    const share = (value: number): string => percent(value, numbers);
    const theirs = new Map(other.state.verdict?.ranking.map((one) => [one.arm, one]) ?? []);
    return (run.state.verdict?.ranking ?? []).flatMap(({ arm, mean, interval }): Row[] => {
      const there = theirs.get(arm);
      if (there === undefined) return [];
      const value = (one: number, between: readonly [number, number] | null): string =>
        `${share(one)} (${range(between, share)})`;
      return [
        {
          cells: [
            ...[arm, value(mean, interval), value(there.mean, there.interval)],
            points(mean - there.mean, numbers),
          ],
        },
      ];
    });
  }

  #said(run: ShownRun, other: ShownRun, has: boolean): string {
    const { text } = this.context;
    const facts = (one: ShownRun): readonly (readonly [string, string])[] => [
      [text.t('head.dataset'), one.dataset],
      [text.t('head.engine'), one.state.start?.engine ?? one.engine],
      [text.t('head.device'), one.state.start?.device ?? ''],
      [text.t('head.model'), one.model],
    ];
    const theirs = new Map(facts(other));
    const differing = facts(run)
      .filter(([name, value]) => theirs.get(name) !== value)
      .map(([name, value]) => `${name} (${value}, ${theirs.get(name) ?? ''})`);
    return [
      has ? '' : text.t('compare.nothing'),
      differing.length === 0 ? '' : text.t('compare.differ', differing.join(', ')),
    ]
      .filter(Boolean)
      .join(' ');
  }
}
