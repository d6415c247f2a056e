// The page's texts on samples, pairs of classes and near-duplicates, in the user's language.
// Must not know where a text is shown.

import { l10n } from 'vscode';
import type { samplesStrings } from '../../../protocol/strings/samples';

export function samplesTexts(): Readonly<Record<keyof typeof samplesStrings, string>> {
  return {
    'samples.title': l10n.t('Samples'),
    'samples.show': l10n.t('Show Samples of “{0}”'),
    'samples.pick': l10n.t('Show Samples (choose a class in the table)'),
    'samples.first': l10n.t('The first {0} samples of “{1}”'),
    'samples.all': l10n.t('All {0} samples of “{1}”'),
    'samples.none': l10n.t('No sample of “{0}” was found.'),
    'view.pairs': l10n.t('Classes together'),
    'pairs.title': l10n.t('Classes that occur together'),
    'pairs.count': l10n.t('Count Pairs'),
    'pairs.why': l10n.t(
      'Samples here can carry several classes. Counting which occur together reads all label files again.',
    ),
    'pairs.about': l10n.t(
      'For each class (row) the share of its samples that carry the other (column). The {0} largest of {1} classes, {2} samples read.',
    ),
    'pairs.cell': l10n.t('{0} samples, {1} of “{2}”, carry “{3}” too'),
  };
}
