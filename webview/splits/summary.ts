// A line for each split (or what else is compared): its size, the classes it lacks, how far its shares have drifted.
// Must not compute a divergence.
import type { Dataset } from '../../src/core/model';
import type { StringKey } from '../../src/protocol/strings';
import { h } from '../dom';
import type { Context } from '../part';
import { driftOf, type ComparedSplit, type Comparison } from './compare';

/** Missing classes that are named; the table below shows all of them. */
const namesShown = 3;

export class Summary {
  readonly element: HTMLElement;
  readonly #table = h('table', { class: 'summary', 'data-testid': 'splits-summary' });

  constructor(private readonly context: Context) {
    const label = context.text.t('splits.summaryLabel');
    this.#table.setAttribute('aria-label', label);
    // Beside another editor it is wider than the page: it scrolls, also from the keyboard.
    const scrolled = { class: 'summary-scroll', tabindex: 0, role: 'group', 'aria-label': label };
    this.element = h('div', scrolled, this.#table);
  }

  /** @param title heading of the first column. */
  update(comparison: Comparison, dataset: Dataset, title: StringKey): void {
    const { text } = this.context;
    const head = [
      [text.t(title), ''],
      [text.t('splits.samples'), '', 'number'],
      [text.t('splits.total'), text.t(`units.${dataset.unit}`), 'number'],
      [text.t('splits.missing'), text.t('splits.missingHint')],
      [
        text.t('splits.js'),
        `${text.t('splits.reference', comparison.reference)}. ${text.t('splits.jsHint')}`,
      ],
    ].map(([name, hint, kind]) =>
      h('th', { scope: 'col', class: kind, title: hint === '' ? undefined : hint }, name),
    );
    const rows = comparison.splits.map((split, i) => this.#row(split, i, comparison, dataset));
    this.#table.replaceChildren(h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows));
  }

  #row(split: ComparedSplit, at: number, comparison: Comparison, dataset: Dataset): HTMLElement {
    const { numbers } = this.context;
    const mark = h('span', {
      class: `mark mark-split-${(at % 4).toString()}`,
      'aria-hidden': 'true',
    });
    return h(
      'tr',
      { 'data-split': split.name },
      h('th', { scope: 'row' }, mark, h('span', { dir: 'auto' }, split.name)),
      ...[split.samples, split.total].map((value) =>
        h('td', { class: 'number' }, numbers.count(value)),
      ),
      h('td', { class: 'missing', dir: 'auto' }, this.#missing(split, dataset)),
      h('td', { title: String(split.divergence ?? '') }, this.#drift(split, comparison.reference)),
    );
  }

  /** How many classes are missing, and the names of the first. */
  #missing({ missing }: ComparedSplit, { classes }: Dataset): string {
    const { text, numbers } = this.context;
    const count = numbers.count(missing.length);
    if (missing.length === 0) return count;
    const names = missing
      .slice(0, namesShown)
      .map((index) => classes[index].name.slice(0, 60) || text.t('table.unnamed'))
      .join(', ');
    const more = missing.length - namesShown;
    if (more <= 0) return text.t('compare.missing', count, names);
    return text.t('compare.missingMore', count, names, numbers.count(more));
  }

  #drift({ name, divergence }: ComparedSplit, reference: string): string {
    const { text, numbers } = this.context;
    if (name === reference) return text.t('splits.same');
    if (divergence === undefined) return '–';
    return `${numbers.fixed(divergence, 3)} · ${text.t(`splits.drift.${driftOf(divergence)}`)}`;
  }
}
