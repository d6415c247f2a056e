// Weights as the int-keyed dict that Keras' fit(class_weight=) takes.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonDict, pythonFloat } from '../writing/python';
import { header } from '../writing/text';
import type { WeightRow } from '../weights/scheme';
import type { ExportInput, Exporter } from './exporter';

export const keras: Exporter = {
  id: 'keras',
  title: 'Keras class_weight',
  description: 'A dict from class index to weight for model.fit; the account as JSON beside it.',
  framework: 'Keras / TensorFlow',
  fileName: 'class_weight.py',
  rank: 40,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  const usage = input.provenance.multiLabel
    ? '# Keras ignores class_weight for several labels a sample; build a sample_weight or a weighted loss instead.'
    : '# model.fit(x, y, class_weight=CLASS_WEIGHT); not together with sample_weight, targets of rank 1 or 2 only.';
  const entry = (row: WeightRow): string => `${row.index}: ${pythonFloat(row.weight)}`;
  return `${header(input, '#')}
${usage}
CLASS_WEIGHT = ${pythonDict(input.table.rows, entry)}
`;
}
