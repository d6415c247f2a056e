// The page's texts on what the numbers mean and which loss they ask for, in the user's language.
// Must not know where a text is shown.

import { l10n } from 'vscode';
import type { adviceStrings } from '../../../protocol/strings/advice';

export function adviceTexts(): Readonly<Record<keyof typeof adviceStrings, string>> {
  return {
    'band.frequent': l10n.t('Frequent'),
    'band.common': l10n.t('Common'),
    'band.rare': l10n.t('Rare'),
    'limits.label': l10n.t('Limits of the bands'),
    'limits.few': l10n.t('Few: fewer than'),
    'limits.many': l10n.t('Many: more than'),
    'limits.reset': l10n.t('Usual Limits'),
    'limits.bad': l10n.t('A whole number from 0 to {0}; few must not lie above many.'),
    'limits.lvis': l10n.t(
      'Bands count images, as LVIS defines them: rare up to 10, common up to 100, frequent above.',
    ),
    'metrics.formula': l10n.t('Formula: {0}'),
    'metric.lvisBands': l10n.t('Frequent / common / rare'),
    'metric.lvisBandsHint': l10n.t(
      'Classes in more than {0} images, in {1} to {0}, and in fewer than {1}, as LVIS defines them.',
    ),
    'metric.median': l10n.t('Median count'),
    'metric.medianHint': l10n.t('Half of the classes that have samples have fewer than this.'),
    'suggest.title': l10n.t('What to do'),
    'suggest.use': l10n.t('Use N = {0}'),
    'suggest.inUse': l10n.t('N = {0} is in use.'),
    'suggest.methods': l10n.t('Compare Methods'),
    'suggest.none': l10n.t('No re-weighting is needed: the classes are all but equal.'),
    'suggest.n': l10n.t(
      'Suggested: N = {0} (β = {1}), weights {2}× apart where the counts are {3}× apart.',
    ),
    'suggest.range': l10n.t('From N = {0} to N = {1} is worth trying.'),
    'suggest.why': l10n.t('Why, and what else to try'),
    'suggest.single': l10n.t('No other N in the usual steps is worth trying.'),
    'methods.title': l10n.t('Methods side by side'),
    'methods.about': l10n.t(
      'What each would do to these classes, from the largest to the smallest, with the weights on show; below it, what was measured elsewhere against plain cross-entropy. Your data may differ: compare by training.',
    ),
    'methods.head': l10n.t('Largest'),
    'methods.middle': l10n.t('Middle'),
    'methods.tail': l10n.t('Smallest'),
    'methods.helps': l10n.t('Helps:'),
    'methods.hurts': l10n.t('Mind:'),
    'methods.take': l10n.t('Use'),
    'methods.taken': l10n.t('In Use'),
    'methods.unfit': l10n.t('Needs exactly one class a sample; these samples can carry several.'),
    'methods.unmeasured': l10n.t('No comparison with plain cross-entropy is known to us.'),
    'methods.better': l10n.t('{0} better'),
    'methods.worse': l10n.t('{0} worse'),
    'methods.same': l10n.t('{0}: the same'),
    'methods.record': l10n.t('Measured elsewhere: {0}'),
    'methods.record.better': l10n.t('{0} better'),
    'methods.record.same': l10n.t('{0} the same'),
    'methods.record.worse': l10n.t('{0} worse'),
    'methods.error': l10n.t('{0}: error {1} → {2} %'),
    'methods.accuracy': l10n.t('{0}: accuracy {1} → {2} %'),
    'methods.effect.weight': l10n.t('Factor on the loss of a sample'),
    'methods.effect.logit': l10n.t('Head start over the largest class, in logits'),
    'methods.effect.margin': l10n.t('Margin, in cosines'),
    'methods.effect.draws': l10n.t('Draws of a sample, against all alike'),
    'methods.picture': l10n.t('{0}. {1}: largest class {2}, middle {3}, smallest {4}.'),
    'methods.chosen': l10n.t('Loss: {0}'),
    'methods.drop': l10n.t('Export Weights Instead'),
    'action.exportLoss': l10n.t('Export Loss Config…'),
    'action.exportLossHint': l10n.t('Write the chosen loss with these weights as a loss config'),
  };
}
