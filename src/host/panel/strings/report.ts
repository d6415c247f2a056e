// The page's texts on pictures, reports and copies, in the user's language.
// Must not know where a text is shown.

import { l10n } from 'vscode';
import type { reportStrings } from '../../../protocol/strings/report';

export function reportTexts(): Readonly<Record<keyof typeof reportStrings, string>> {
  return {
    'report.footer': l10n.t('Weights: {0}, N = {1}, β = {2}. Counted by Class Balance from {3}.'),
    'save.label': l10n.t('Save chart and report'),
    'save.png': l10n.t('PNG'),
    'save.svg': l10n.t('SVG'),
    'save.html': l10n.t('HTML'),
    'save.markdown': l10n.t('Markdown'),
    'copy.label': l10n.t('Copy table'),
    'copy.tsv': l10n.t('TSV'),
    'copy.python': l10n.t('Python'),
    'copy.json': l10n.t('JSON'),
  };
}
