// What hovering a dataset tells: where it was read, why, and how imbalanced it is.
// Must not trust names and paths: they are text, never Markdown.

import * as vscode from 'vscode';
import { ratioMetrics } from '../../core/metrics/ratio';
import type { Dataset } from '../../core/model';
import { classCounts, defaultSplit } from '../../core/selection';
import type { NumberFormat } from '../format';

/** Sources named; the rest are only counted. */
const named = 5;

export function datasetTooltip(dataset: Dataset, numbers: NumberFormat): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const line = (label: string, value: string): void => {
    text.appendMarkdown(`**${label}** `).appendText(value).appendMarkdown('  \n');
  };
  const split = defaultSplit(dataset);
  const counts = classCounts(dataset, split).map(({ count }) => count);
  const { imbalanceRatio, emptyClasses } = ratioMetrics(counts);
  line(vscode.l10n.t('Format'), dataset.readAs);
  line(vscode.l10n.t('Imbalance ({0})', split), `${numbers.weight(imbalanceRatio)} : 1`);
  if (emptyClasses > 0) line(vscode.l10n.t('Classes without samples'), emptyClasses.toString());
  if (dataset.unlabelled > 0) {
    line(vscode.l10n.t('Unlabelled samples'), numbers.whole(dataset.unlabelled));
  }
  const rest = dataset.sources.length - named;
  const more = rest > 0 ? [vscode.l10n.t('{0} more', rest)] : [];
  line(vscode.l10n.t('Read from'), [...dataset.sources.slice(0, named), ...more].join(', '));
  line(vscode.l10n.t('Why'), dataset.evidence.join('; '));
  if (dataset.problems.length > 0) {
    line(vscode.l10n.t('Problems'), dataset.problems.length.toString());
  }
  return text;
}
