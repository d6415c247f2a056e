// The loss_weights dict of Flair's taggers and classifiers, by label name.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { uniqueNames } from '../writing/names';
import { pythonDict, pythonFloat } from '../writing/python';
import { header, quoted } from '../writing/text';
import type { ExportInput, Exporter } from './exporter';

export const flair: Exporter = {
  id: 'flair',
  title: 'Flair',
  description: 'loss_weights by label name, for SequenceTagger and TextClassifier.',
  framework: 'Text',
  fileName: 'class_weights_flair.py',
  rank: 85,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

// A SequenceTagger of spans predicts these tags, not the labels themselves.
const spanTags = ['B-', 'I-', 'E-', 'S-'];

function code(input: ExportInput): string {
  const names = uniqueNames(input.table.rows);
  const spans =
    input.provenance.unit === 'span'
      ? `
# A tagger of spans predicts tags, not labels: each tag has its label's weight, "O" has 1.
LOSS_WEIGHTS |= {
    f"{tag}{label}": weight
    for label, weight in list(LOSS_WEIGHTS.items())
    for tag in (${spanTags.map(quoted).join(', ')})
}
`
      : '';
  return `${header(input, '#')}
# SequenceTagger(..., use_crf=False, loss_weights=LOSS_WEIGHTS): the CRF's loss takes no weights.
# TextClassifier(..., loss_weights=LOSS_WEIGHTS). A label that is not named has weight 1.
LOSS_WEIGHTS = ${pythonDict(
    input.table.rows,
    (row) => `${quoted(names[row.index])}: ${pythonFloat(row.weight)}`,
  )}
${spans}`;
}
