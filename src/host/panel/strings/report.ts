// The page's texts on pictures, reports and copies, in the user's language.
// Must not know where a text is shown.

import { l10n } from 'vscode';
import type { reportStrings } from '../../../protocol/strings/report';

export function reportTexts(): Readonly<Record<keyof typeof reportStrings, string>> {
  return {
    'report.title': l10n.t('Class balance report'),
  };
}
