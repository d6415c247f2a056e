// The page's texts on near-duplicates and the N that they tell, in the user's language.
// Must not know where a text is shown.

import { l10n } from 'vscode';
import type { duplicatesStrings } from '../../../protocol/strings/duplicates';

export function duplicatesTexts(): Readonly<Record<keyof typeof duplicatesStrings, string>> {
  return {
    'duplicates.title': l10n.t('Near-duplicates'),
    'duplicates.why': l10n.t('Near-duplicate pictures can tell N class by class.'),
    'duplicates.estimate': l10n.t('Estimate Near-Duplicates…'),
    'duplicates.again': l10n.t('Estimate Again…'),
    'duplicates.none': l10n.t(
      'Of {0} pictures, {1} repeat another of their class. In no class do they tell N: keep one N for all.',
    ),
    'duplicates.some': l10n.t(
      'Of {0} pictures, {1} repeat another of their class. They tell an N of their own in {2} of {3} classes.',
    ),
    'duplicates.use': l10n.t('Use N per Class'),
    'duplicates.drop': l10n.t('Use One N for All'),
    'duplicates.details': l10n.t('Class by class'),
    'duplicates.first': l10n.t('The first {0} of {1} classes, those with an N of their own first.'),
    'duplicates.skipped': l10n.t('{0} pictures could not be decoded; the log names them.'),
    'duplicates.class': l10n.t('Class'),
    'duplicates.pictures': l10n.t('Pictures'),
    'duplicates.distinct': l10n.t('Distinct'),
    'duplicates.n': l10n.t('N'),
    'duplicates.interval': l10n.t('95 % interval'),
    'duplicates.finding': l10n.t('Why'),
    'duplicates.range': l10n.t('{0} to {1}'),
    'duplicates.supported': l10n.t(
      'Enough repeats, and three estimators agree. At most: what augmentation adds lowers it.',
    ),
    'duplicates.no-samples': l10n.t('There are no two pictures to compare.'),
    'duplicates.few-collisions': l10n.t(
      'Repeats: {0} of the five that are needed. N is at least about {1}.',
    ),
    'duplicates.estimators-disagree': l10n.t(
      'The estimators disagree ({0}, {1} and {2}): a few pictures repeat far more often than the rest.',
    ),
    'duplicates.wide-interval': l10n.t('Anything from {0} to {1} fits: too wide to weigh by.'),
  };
}
