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

function code(input: ExportInput): string {
  const names = uniqueNames(input.table.rows);
  return `${header(input, '#')}
# SequenceTagger(..., loss_weights=LOSS_WEIGHTS); a label that is not named has weight 1.
LOSS_WEIGHTS = ${pythonDict(
    input.table.rows,
    (row) => `${quoted(names[row.index])}: ${pythonFloat(row.weight)}`,
  )}
`;
}
