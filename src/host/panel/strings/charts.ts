// The page's texts on the chart and its further forms, in the user's language.
// Must not know where a text is shown.

import { l10n } from 'vscode';
import type { chartsStrings } from '../../../protocol/strings/charts';

export function chartsTexts(): Readonly<Record<keyof typeof chartsStrings, string>> {
  return {
    'list.chart': l10n.t('Chart'),
    'list.chart.bars': l10n.t('Bars'),
    'list.chart.groups': l10n.t('Groups'),
    'list.chart.lorenz': l10n.t('Lorenz curve'),
    'list.chart.cumulative': l10n.t('Cumulative share'),
    'list.listed': l10n.t('Show'),
    'list.listed.all': l10n.t('All classes'),
    'list.listed.single': l10n.t('One sample'),
    'list.listed.empty': l10n.t('Empty'),
    'list.listed.size': l10n.t('{0} ({1})'),
    'table.noneListed': l10n.t('No class is left; show all classes again above.'),
    'curve.classes': l10n.t('Share of the classes'),
    'curve.samples': l10n.t('Share of the {0}'),
    'curve.share': l10n.t('Share'),
    'curve.about.lorenz': l10n.t(
      'Share of all samples in the smallest classes; the dashed line is balance.',
    ),
    'curve.about.cumulative': l10n.t(
      'Share of all samples in the largest classes; the dashed line is balance.',
    ),
    'curve.about.groups': l10n.t(
      'For each group its share of the classes (grey) and of the samples (blue).',
    ),
    'compare.label': l10n.t('Compare'),
    'compare.splits': l10n.t('The splits'),
    'compare.units': l10n.t('What is counted'),
    'compare.dataset': l10n.t('With {0}'),
    'compare.also': l10n.t('And with'),
    'compare.leaveOut': l10n.t('Leave out {0}'),
    'compare.what': l10n.t('Count'),
    'compare.choose': l10n.t('Choose what to compare with.'),
    'compare.waiting': l10n.t('The other dataset has not come yet.'),
    'compare.missing': l10n.t('{0}: {1}'),
    'compare.missingMore': l10n.t('{0}: {1} and {2} more'),
    'zoom.label': l10n.t('Zoom'),
    'zoom.in': l10n.t('Zoom In'),
    'zoom.out': l10n.t('Zoom Out'),
    'zoom.all': l10n.t('All Classes'),
    'zoom.where': l10n.t('Classes {0} to {1} of {2}'),
    'zoom.help': l10n.t('Chart. Plus and minus zoom, arrow keys move along, 0 shows all.'),
    'view.methods': l10n.t('Methods'),
  };
}
