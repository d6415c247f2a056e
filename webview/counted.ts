// What one count is, in the user's language: the unit, images holding the class, or groups.
// Must not know where it is shown.
import type { Dataset } from '../src/core/model';
import { type Counted, unitOf } from '../src/core/selection';
import type { Numbers } from './format';
import type { Model } from './model';
import type { Context } from './part';
import { capital } from './text';

export function countedLabel(dataset: Dataset, counted: Counted, text: Context['text']): string {
  if (counted === 'images') return text.t('source.images');
  const unit = capital(text.t(`units.${unitOf(dataset, counted)}`));
  return counted === 'unit' ? unit : text.t('source.groups', dataset.grouping?.slice(0, 40) ?? '');
}

/** The counts added up: a sample with several labels counts for each of them, so that their sum counts labels. */
export function totalText(
  { several, unit }: Pick<Model, 'several' | 'unit'>,
  total: number,
  text: Context['text'],
  numbers: Numbers,
): string {
  return text.plural(several ? 'count.labels' : `unit.${unit}`, total, numbers.count(total));
}
