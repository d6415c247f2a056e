// The page's texts on samples, pairs of classes and near-duplicates, in the user's language.
// Must not know where a text is shown.

import { l10n } from 'vscode';
import type { samplesStrings } from '../../../protocol/strings/samples';

export function samplesTexts(): Readonly<Record<keyof typeof samplesStrings, string>> {
  return {
    'samples.none': l10n.t('None'),
  };
}
