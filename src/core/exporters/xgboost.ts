// Row weights for XGBoost, which has no class weights beyond the binary scale_pos_weight.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonFloat, pythonModule } from '../writing/python';
import { requireOneLabel } from '../writing/weighed';
import type { ExportInput, Exporter } from './exporter';

export const xgboost: Exporter = {
  id: 'xgboost',
  title: 'XGBoost',
  description:
    'Row weights for fit(sample_weight=…); scale_pos_weight where there are two classes.',
  framework: 'scikit-learn and boosters',
  fileName: 'class_weights_xgboost.py',
  rank: 51,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  requireOneLabel(input, 'Choose a target with a loss for several, such as PyTorch.');
  const [negative, positive] = input.table.rows;
  const binary =
    input.table.rows.length === 2 && positive.weight > 0 && negative.weight > 0
      ? `
#: For two classes, in place of row weights: XGBClassifier(scale_pos_weight=SCALE_POS_WEIGHT).
SCALE_POS_WEIGHT = ${pythonFloat(positive.weight / negative.weight)}
`
      : '';
  return `${pythonModule(input, ['import numpy as np'])}${binary}

def sample_weight(y):
    """One weight a row for XGBClassifier.fit(x, y, sample_weight=...) or DMatrix(weight=...); y: class indices."""
    return np.asarray(CLASS_WEIGHTS, dtype=np.float32)[np.asarray(y, dtype=np.int64)]
`;
}
