// Weights for fastai's flattened losses.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { uniqueNames } from '../writing/names';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const fastai: Exporter = {
  id: 'fastai',
  title: 'fastai',
  description:
    'CrossEntropyLossFlat, or BCEWithLogitsLossFlat, with weights in the order of dls.vocab.',
  framework: 'PyTorch',
  fileName: 'class_weights_fastai.py',
  rank: 38,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

// Flattened, logits and labels would no longer stand beside their class's weight.
function code(input: ExportInput): string {
  uniqueNames(input.table.rows);
  const { multiLabel } = input.provenance;
  const loss = multiLabel ? 'BCEWithLogitsLossFlat' : 'CrossEntropyLossFlat';
  const mean = multiLabel
    ? "Each class's term has its weight; the mean is over all terms."
    : "Its mean divides by the sum of the batch's weights, as torch.nn.CrossEntropyLoss does.";
  return `${pythonModule(input, ['import torch', `from fastai.losses import ${loss}`])}

def class_balanced_loss(vocab, device=None):
    """The loss for Learner(loss_func=...): weights by name, in the order of dls.vocab; device: dls.device.

    ${mean}
    """
    by_name = dict(zip(CLASS_NAMES, CLASS_WEIGHTS, strict=True))
    weights = [by_name[str(name)] for name in vocab]
    return ${loss}(${multiLabel ? 'flatten=False, ' : ''}weight=torch.tensor(weights, dtype=torch.float32, device=device))
`;
}
