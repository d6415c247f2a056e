// The pos_weight of BCEWithLogitsLoss: negatives per positive of each class.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonFloat, pythonList } from '../writing/python';
import { header, quoted } from '../writing/text';
import type { WeightRow } from '../weights/scheme';
import { requireSamples } from '../writing/samples';
import type { ExportInput, Exporter } from './exporter';

export const pytorchBce: Exporter = {
  id: 'pytorch-bce',
  title: 'PyTorch BCEWithLogitsLoss pos_weight',
  description:
    'Negatives per positive of each class, for several labels a sample or one-vs-all heads.',
  framework: 'PyTorch',
  fileName: 'pos_weight.py',
  rank: 31,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

/** (samples − positives) / positives; 1 where there is no positive, since such a class has no positive term. */
function positiveWeight(row: WeightRow, samples: number): number {
  return row.count === 0 ? 1 : (samples - row.count) / row.count;
}

function code(input: ExportInput): string {
  const samples = requireSamples(input);
  const { rows } = input.table;
  return `${header(input, '#')}
# pos_weight does not depend on the scheme: it is (samples - positives) / positives, with ${samples} samples.
# It multiplies the positive term only; the paper's weight multiplies all terms of a sample.
import torch

CLASS_NAMES = ${pythonList(rows, (row) => quoted(row.name))}

#: Shape (classes,); for (batch, classes, height, width) logits reshape to (classes, 1, 1).
POS_WEIGHT = ${pythonList(rows, (row) => pythonFloat(positiveWeight(row, samples)))}

loss = torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor(POS_WEIGHT, dtype=torch.float32))
`;
}
