// The page's texts on what training on this very dataset has found, in the user's language.
// Must not know where a text is shown.

import { l10n } from 'vscode';
import type { trainedStrings } from '../../../protocol/strings/trained';

export function trainedTexts(): Readonly<Record<keyof typeof trainedStrings, string>> {
  return {
    'trained.title': l10n.t('Trained on this data'),
    'trained.better': l10n.t(
      '“{0}” is better on this data: {1} % balanced accuracy against {2} % for plain “{3}”.',
    ),
    'trained.unconfirmed': l10n.t(
      'Plain “{3}” stays: “{0}” does better on the test data ({1} % against {2} %) but was not the best on the validation data.',
    ),
    'trained.no-difference': l10n.t(
      'No difference shown: the best other loss, “{0}”, reaches {1} % balanced accuracy on this data, plain “{3}” {2} %.',
    ),
    'trained.worse': l10n.t(
      'Plain “{3}” is best on this data: {2} % balanced accuracy; the next, “{0}”, reaches {1} %.',
    ),
    'trained.alone': l10n.t('Only plain “{3}” was trained to its end: {2} % balanced accuracy.'),
    'trained.difference': l10n.t(
      'Difference: {0} points (95 % interval {1} to {2} over {3} seeds).',
    ),
    'trained.differenceOnce': l10n.t('Difference: {0} points (one seed, so no interval).'),
    'trained.recall': l10n.t(
      'Recall changes by {0} points for the largest classes, {1} for the smallest.',
    ),
    'trained.postHoc': l10n.t('Post-hoc logit adjustment, which needs no training, reaches {0} %.'),
    'trained.where': l10n.t('{0}, {1}'),
    'trained.use': l10n.t('Use This Loss'),
    'trained.useN': l10n.t('Use This Loss with N = {0}'),
    'trained.inUse': l10n.t('This loss is in use.'),
    'trained.open': l10n.t('Open Training Results'),
    'trained.none': l10n.t('Training tells which loss is best on this data.'),
    'trained.start': l10n.t('Start Training…'),
    'trained.startHint': l10n.t('Compare losses on this dataset and keep the one that wins'),
  };
}
