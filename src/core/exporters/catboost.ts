// The class_weights of CatBoost, by label.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { labelLiterals } from '../writing/labels';
import { pythonDict, pythonFloat } from '../writing/python';
import { header } from '../writing/text';
import { requireOneLabel } from '../writing/weighed';
import type { ExportInput, Exporter } from './exporter';

export const catboost: Exporter = {
  id: 'catboost',
  title: 'CatBoost',
  description: 'A dict from label to weight for CatBoostClassifier(class_weights=…).',
  framework: 'scikit-learn and boosters',
  fileName: 'class_weights_catboost.py',
  rank: 53,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  requireOneLabel(input, 'Choose a target with a loss for several, such as PyTorch.');
  const { rows } = input.table;
  const keys = labelLiterals(rows);
  return `${header(input, '#')}
# CatBoostClassifier(class_weights=CLASS_WEIGHTS). Not together with auto_class_weights or scale_pos_weight.
# The columns of predict_proba follow this dict. CatBoost takes no rows whose label is empty.
CLASS_WEIGHTS = ${pythonDict(
    rows.filter((row) => !row.empty && row.id !== ''),
    (row) => `${keys[row.index]}: ${pythonFloat(row.weight)}`,
  )}
`;
}
