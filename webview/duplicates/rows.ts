// The classes of a report on near-duplicates as a table: what was seen, N with its interval, and why or why not.
// Must not know state or actions.
import type { ClassDuplicates, DuplicatesReport } from '../../src/core/duplicates/report';
import { h } from '../dom';
import type { Numbers } from '../format';
import type { Texts } from '../text';

/** Classes that are listed; the command line lists all. */
export const shownRows = 200;

export function classRows(
  { classes }: DuplicatesReport,
  text: Texts,
  numbers: Numbers,
): HTMLElement {
  const heads = ['class', 'pictures', 'distinct', 'n', 'interval', 'finding'] as const;
  const head = heads.map((key) => h('th', { scope: 'col' }, text.t(`duplicates.${key}`)));
  const ordered = classes.toSorted(
    (a, b) =>
      Number(b.finding === 'supported') - Number(a.finding === 'supported') ||
      b.counts.samples - b.counts.clusters - (a.counts.samples - a.counts.clusters),
  );
  const rows = ordered.slice(0, shownRows).map((entry) => rowOf(entry, text, numbers));
  return h(
    'table',
    { class: 'duplicates-table', 'data-testid': 'duplicates-table' },
    h('thead', {}, h('tr', {}, ...head)),
    h('tbody', {}, ...rows),
  );
}

function rowOf(entry: ClassDuplicates, text: Texts, numbers: Numbers): HTMLElement {
  const { id, name, counts, prototypes } = entry;
  const shown = (name === '' ? id : name).slice(0, 80);
  const range =
    prototypes === undefined
      ? ''
      : text.t(
          'duplicates.range',
          numbers.prototypes(round(prototypes.low)),
          numbers.prototypes(round(prototypes.high)),
        );
  return h(
    'tr',
    {},
    h('th', { scope: 'row', dir: 'auto' }, shown),
    h('td', {}, numbers.count(counts.samples)),
    h('td', {}, numbers.count(counts.clusters)),
    h('td', {}, prototypes === undefined ? '' : numbers.prototypes(round(prototypes.n))),
    h('td', {}, range),
    h('td', { class: 'why' }, whyOf(entry, text, numbers)),
  );
}

function whyOf(entry: ClassDuplicates, text: Texts, numbers: Numbers): string {
  const { finding, counts, estimates, atLeast } = entry;
  const n = (value: number | undefined): string => numbers.prototypes(round(value ?? 1));
  switch (finding) {
    case 'supported':
    case 'no-samples':
      return text.t(`duplicates.${finding}`);
    case 'few-collisions': {
      const repeats = numbers.count(counts.samples - counts.clusters);
      return text.t('duplicates.few-collisions', repeats, n(atLeast));
    }
    case 'estimators-disagree': {
      const all = [estimates?.occupancy.n, estimates?.collision.n, estimates?.chao1.n].map(n);
      return text.t('duplicates.estimators-disagree', ...all);
    }
    case 'wide-interval':
      return text.t(
        'duplicates.wide-interval',
        n(estimates?.occupancy.low),
        n(estimates?.occupancy.high),
      );
  }
}

/** Three figures: more would claim more than an estimate knows. */
function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : value;
}
