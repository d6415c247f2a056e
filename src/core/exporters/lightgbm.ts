// The class_weight dict of LightGBM's scikit-learn interface, and row weights for the native one.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { labelLiterals } from '../writing/labels';
import { pythonDict, pythonFloat } from '../writing/python';
import { header } from '../writing/text';
import type { ExportInput, Exporter } from './exporter';

export const lightgbm: Exporter = {
  id: 'lightgbm',
  title: 'LightGBM',
  description: 'A dict for LGBMClassifier(class_weight=…), row weights for lgb.Dataset(weight=…).',
  framework: 'scikit-learn and boosters',
  fileName: 'class_weights_lightgbm.py',
  rank: 52,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  const { rows } = input.table;
  const keys = labelLiterals(rows);
  return `${header(input, '#')}
# LGBMClassifier(class_weight=CLASS_WEIGHT). Not together with is_unbalance or scale_pos_weight.
CLASS_WEIGHT = ${pythonDict(
    rows.filter((row) => !row.empty),
    (row) => `${keys[row.index]}: ${pythonFloat(row.weight)}`,
  )}


def row_weights(y):
    """One weight a row for lgb.Dataset(x, y, weight=...); written one a line it is the side file train.csv.weight."""
    return [CLASS_WEIGHT[label] for label in y]
`;
}
