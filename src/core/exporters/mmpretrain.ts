// Class weights for MMPretrain's classification losses.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const mmpretrain: Exporter = {
  id: 'mmpretrain',
  title: 'MMPretrain',
  description: 'The loss of a classification head with class_weight, for a config file.',
  framework: 'OpenMMLab',
  fileName: 'class_weights_mmpretrain.py',
  rank: 61,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  const sigmoid = input.provenance.multiLabel ? 'True' : 'False';
  return `${pythonModule(input, [])}
# model = dict(head=dict(loss=loss)); dataset classes in the order of CLASS_NAMES.
loss = dict(
    type="CrossEntropyLoss",
    use_sigmoid=${sigmoid},
    class_weight=CLASS_WEIGHTS,
    loss_weight=1.0,
)
`;
}
