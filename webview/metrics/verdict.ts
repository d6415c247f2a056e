// One plain sentence on what is wrong with the data and what it will do.
// Must not know the DOM.
import type { Numbers } from '../format';
import type { Model } from '../model';
import type { Texts } from '../text';

/** Largest over smallest class from which on the word gets stronger. */
const steps = { mild: 1.5, strong: 5, severe: 50 } as const;

export function verdictOn(model: Model, text: Texts, numbers: Numbers): string {
  const { metrics: m, unit } = model;
  const counted = (count: number): string =>
    text.plural(`unit.${unit}`, count, numbers.count(count));
  if (m.classes === 0) return text.t('verdict.noClasses');
  if (m.total === 0) {
    return text.t('verdict.noSamples', numbers.count(m.classes), text.t(`units.${unit}`));
  }
  if (m.classes === 1) return text.t('verdict.single', counted(m.total));
  if (m.emptyClasses === 0 && m.imbalanceRatio === 1) {
    return text.t('verdict.equal', numbers.count(m.classes), counted(m.largest));
  }
  const { few } = model.banding.limits;
  const limit =
    model.banding.system === 'lvis'
      ? text.plural('unit.image', few, numbers.count(few))
      : counted(few);
  const parts = [...scarcity(model, text, numbers, limit)];
  if (m.presentClasses > 1) {
    const { imbalanceRatio: ratio } = m;
    parts.push(
      ratio === 1 ? text.t('verdict.alike') : text.t('verdict.ratio', numbers.plain(ratio)),
    );
    parts.push(text.t(consequence(m.imbalanceRatio)));
  }
  const sentence = parts.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function scarcity(model: Model, text: Texts, numbers: Numbers, limit: string): readonly string[] {
  const { emptyClasses, classes } = model.metrics;
  const { system, bands, sizes } = model.banding;
  // LVIS bands count images; the sentence speaks of what is on show.
  const few =
    system === 'shots'
      ? sizes.few - (model.banding.limits.few > 0 ? emptyClasses : 0)
      : bands.filter((band, i) => band === 'few' && model.classes[i].count > 0).length;
  const all = numbers.count(classes);
  const parts: string[] = [];
  if (emptyClasses > 0) {
    parts.push(text.plural('verdict.empty', emptyClasses, numbers.count(emptyClasses), all));
  }
  if (few > 0) parts.push(text.plural('verdict.few', few, numbers.count(few), all, limit));
  return parts.length > 0 ? parts : [text.t('verdict.noFew', limit)];
}

function consequence(
  ratio: number,
): 'verdict.near' | 'verdict.mild' | 'verdict.strong' | 'verdict.severe' {
  if (ratio >= steps.severe) return 'verdict.severe';
  if (ratio >= steps.strong) return 'verdict.strong';
  return ratio >= steps.mild ? 'verdict.mild' : 'verdict.near';
}
