// Weights for fastai's flattened losses.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const fastai: Exporter = {
  id: 'fastai',
  title: 'fastai',
  description: 'CrossEntropyLossFlat with weights put into the order of dls.vocab.',
  framework: 'PyTorch',
  fileName: 'class_weights_fastai.py',
  rank: 38,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  return `${pythonModule(input, ['import torch', 'from fastai.losses import CrossEntropyLossFlat'])}

def class_balanced_loss(vocab, device=None):
    """The loss for Learner(loss_func=...): weights by name, in the order of dls.vocab.

    Its mean divides by the sum of the batch's weights, as torch.nn.CrossEntropyLoss does.
    """
    by_name = dict(zip(CLASS_NAMES, CLASS_WEIGHTS, strict=True))
    weights = torch.tensor([by_name[str(name)] for name in vocab], dtype=torch.float32)
    return CrossEntropyLossFlat(weight=weights.to(device))
`;
}
