// The page's texts on the chart and its further forms, in the user's language.
// Must not know where a text is shown.

import { l10n } from 'vscode';
import type { chartsStrings } from '../../../protocol/strings/charts';

export function chartsTexts(): Readonly<Record<keyof typeof chartsStrings, string>> {
  return {
    'view.methods': l10n.t('Methods'),
  };
}
