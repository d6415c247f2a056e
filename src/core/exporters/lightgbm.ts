// The class_weight dict of LightGBM's scikit-learn interface, and row weights for the native one.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { labelLiterals } from '../writing/labels';
import { pythonDict, pythonFloat } from '../writing/python';
import { header } from '../writing/text';
import { requireOneLabel } from '../writing/weighed';
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
  requireOneLabel(input, 'Choose a target with a loss for several, such as PyTorch.');
  const { rows } = input.table;
  const keys = labelLiterals(rows);
  return `${header(input, '#')}
from pathlib import Path

# LGBMClassifier(class_weight=CLASS_WEIGHT). Not together with is_unbalance or scale_pos_weight.
CLASS_WEIGHT = ${pythonDict(
    rows.filter((row) => !row.empty),
    (row) => `${keys[row.index]}: ${pythonFloat(row.weight)}`,
  )}


def row_weights(y):
    """One weight a row for lgb.Dataset(x, y, weight=...)."""
    return [CLASS_WEIGHT[label] for label in y]


def write_weight_file(y, data_file):
    """Writes the side file (train.csv.weight for train.csv) that LightGBM reads with the data; y: labels in row order."""
    lines = "".join(f"{weight!r}\\n" for weight in row_weights(y))
    Path(f"{data_file}.weight").write_text(lines, encoding="ascii")
`;
}
