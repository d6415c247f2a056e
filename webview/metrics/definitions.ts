// The metrics in the order they are shown, each with its words and how its value is written.
// Must not compute any; must not know the DOM.
import { totalText } from '../counted';
import type { Numbers } from '../format';
import type { Model } from '../model';
import type { Texts } from '../text';
import { formulas } from './formulas';

export interface ShownMetric {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  readonly formula: string | undefined;
}

/** Those that say most, for the first glance. */
export function mainMetrics(model: Model, text: Texts, numbers: Numbers): readonly ShownMetric[] {
  const { metrics: m } = model;
  const { count, plain } = numbers;
  const { limits, sizes, system } = model.banding;
  const bands = [sizes.many, sizes.medium, sizes.few].map(count).join(' / ');
  const [many, few] = [count(limits.many), count(limits.few)];
  const total = totalText(model, m.total, text, numbers);
  return [
    metric('total', text.t('metric.total'), total, text.t('metric.totalHint')),
    metric('classes', text.t('metric.classes'), count(m.classes), text.t('metric.classesHint')),
    metric(
      'imbalanceRatio',
      text.t('metric.imbalanceRatio'),
      plain(m.imbalanceRatio),
      text.t('metric.imbalanceRatioHint'),
    ),
    metric(
      'effectiveClasses',
      text.t('metric.effectiveClasses'),
      numbers.fixed(m.effectiveClasses1, 1),
      text.t('metric.effectiveClassesHint'),
    ),
    metric(
      'evenness',
      text.t('metric.evenness'),
      numbers.fixed(m.evenness, 3),
      text.t('metric.evennessHint'),
    ),
    metric('gini', text.t('metric.gini'), numbers.fixed(m.gini, 3), text.t('metric.giniHint')),
    metric(
      'bands',
      text.t(system === 'lvis' ? 'metric.lvisBands' : 'metric.bands'),
      bands,
      text.t(system === 'lvis' ? 'metric.lvisBandsHint' : 'metric.bandsHint', many, few),
    ),
    metric('empty', text.t('metric.empty'), count(m.emptyClasses), text.t('metric.emptyHint')),
  ];
}

/** The rest, for those who ask. */
export function moreMetrics(model: Model, text: Texts, numbers: Numbers): readonly ShownMetric[] {
  const { metrics: m } = model;
  const { count, fixed, share } = numbers;
  const head = count(m.headClasses);
  return [
    metric('samples', text.t('metric.samples'), count(model.samples), text.t('metric.samplesHint')),
    metric(
      'single',
      text.t('metric.single'),
      count(m.singleSampleClasses),
      text.t('metric.singleHint'),
    ),
    metric(
      'headShare',
      text.t('metric.headShare'),
      share(m.headShare),
      text.t('metric.headShareHint', head),
    ),
    metric(
      'tailShare',
      text.t('metric.tailShare'),
      share(m.tailShare),
      text.t('metric.tailShareHint', head),
    ),
    metric(
      'effectiveClasses2',
      text.t('metric.effectiveClasses2'),
      fixed(m.effectiveClasses2, 1),
      text.t('metric.effectiveClasses2Hint'),
    ),
    metric('kl', text.t('metric.kl'), fixed(m.klFromUniform, 3), text.t('metric.klHint')),
    metric('js', text.t('metric.js'), fixed(m.jsFromUniform, 3), text.t('metric.jsHint')),
    metric('lrid', text.t('metric.lrid'), fixed(m.lridNormalised, 3), text.t('metric.lridHint')),
    metric(
      'degree',
      text.t('metric.degree'),
      fixed(m.imbalanceDegreeHellinger, 2),
      text.t('metric.degreeHint'),
    ),
  ];
}

function metric(id: string, label: string, value: string, hint: string): ShownMetric {
  return {
    id,
    label,
    value,
    hint,
    formula: Object.hasOwn(formulas, id) ? formulas[id] : undefined,
  };
}
