// The class_weight dict of scikit-learn, keyed by the labels as they stand in the data.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { labelLiterals } from '../writing/labels';
import { pythonDict, pythonFloat } from '../writing/python';
import { header } from '../writing/text';
import { requireOneLabel } from '../writing/weighed';
import type { ExportInput, Exporter } from './exporter';

export const scikitLearn: Exporter = {
  id: 'scikit-learn',
  title: 'scikit-learn class_weight',
  description: 'A dict from the original label to weight; integer labels stay integers.',
  framework: 'scikit-learn and boosters',
  fileName: 'class_weight_sklearn.py',
  rank: 50,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  requireOneLabel(input, 'Choose a target with a loss for several, such as PyTorch.');
  const rows = input.table.rows;
  const keys = labelLiterals(rows);
  return `${header(input, '#')}
# RandomForestClassifier(class_weight=CLASS_WEIGHT); the keys are the labels of y as the files write them.
# A class without samples is left out: scikit-learn refuses keys that y does not hold in some estimators.
CLASS_WEIGHT = ${pythonDict(
    rows.filter((row) => !row.empty),
    (row) => `${keys[row.index]}: ${pythonFloat(row.weight)}`,
  )}
`;
}
