// From what is on show to a report's texts.
// Must not know how a report is written or saved.
import type { Report } from '../../src/core/report/report';
import { bandKey } from '../bands';
import type { Numbers } from '../format';
import { mainMetrics, moreMetrics } from '../metrics/definitions';
import { verdictOn } from '../metrics/verdict';
import type { Model } from '../model';
import type { Texts } from '../text';
import { chartSvg } from './svg';

/** @param logarithmic whether the picture's axes are. */
export function reportOf(
  model: Model,
  split: string,
  text: Texts,
  numbers: Numbers,
  logarithmic: boolean,
): Report {
  const { dataset, table, suggestion } = model;
  const metrics = [...mainMetrics(model, text, numbers), ...moreMetrics(model, text, numbers)];
  const name = dataset.name.slice(0, 300);
  return {
    title: `${name} (${split})`,
    verdict: verdictOn(model, text, numbers),
    suggestion: suggestionOf(model, text, numbers, suggestion),
    facts: metrics.map(({ label, value }) => [label, value]),
    head: [
      ...[text.t('table.name'), text.t('table.index'), text.t('table.count')],
      ...[text.t('table.share'), text.t('table.effective'), text.t('table.weight')],
    ],
    rows: model.order.map((index) => {
      const row = table.rows[index];
      return [
        row.name.slice(0, 1000) || text.t('table.unnamed'),
        ...[numbers.count(row.index), numbers.count(row.count)],
        numbers.share(row.count / Math.max(1, table.total)),
        ...[numbers.fixed(row.effectiveNumber, 3), numbers.weight(row.weight)],
      ];
    }),
    footer: text.t(
      'report.footer',
      ...[text.core(model.scheme.title), String(table.prototypes ?? '∞'), numbers.beta(table.beta)],
      dataset.sources.slice(0, 5).join(', '),
    ),
    picture: pictureOf(model, text, numbers, logarithmic),
  };
}

export function pictureOf(
  model: Model,
  text: Texts,
  numbers: Numbers,
  logarithmic: boolean,
): string {
  const { system } = model.banding;
  const band = (one: 'many' | 'medium' | 'few'): string => text.t(bandKey(one, system));
  const words = {
    title: model.dataset.name.slice(0, 300),
    counts: text.t('chart.counts', text.t(`units.${model.unit}`)),
    weight: text.t('chart.weightAxis'),
    bands: { many: band('many'), medium: band('medium'), few: band('few') },
  };
  return chartSvg(model, words, numbers, logarithmic);
}

function suggestionOf(
  { metrics }: Model,
  text: Texts,
  numbers: Numbers,
  advice: Model['suggestion'],
): string {
  if (advice === undefined) return '';
  if (advice.basis === 'balanced') return text.t('suggest.none');
  const { n, beta, strength } = advice;
  const ratios = [numbers.plain(strength), numbers.plain(metrics.imbalanceRatio)];
  return text.t('suggest.n', numbers.prototypes(n), numbers.beta(beta), ...ratios);
}
