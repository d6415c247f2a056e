// Weights as a PyTorch module with the loss that uses them as the paper does.
// Must not know other targets.

import { documentText } from '../writing/document';
import { pythonFloat, pythonHeader, pythonRows, pythonString } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const pytorch: Exporter = {
  id: 'pytorch',
  title: 'PyTorch',
  description:
    'A float32 tensor in class order and the loss to use it in; the account as JSON beside it.',
  framework: 'PyTorch',
  fileName: 'class_weights.py',
  rank: 30,
  files: (input, fileName) => [
    { name: fileName, content: code(input) },
    { name: `${fileName.replace(/\.py$/i, '')}.json`, content: documentText(input) },
  ],
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  return `${pythonHeader(input)}
import torch
import torch.nn.functional as F

#: Index order of the classes; the trainer's labels must follow it.
CLASS_NAMES = [
${input.table.rows.map((row) => `    ${pythonString(row.name)},`).join('\n')}
]

#: float32, shape (${input.table.rows.length},), one weight a class.
CLASS_WEIGHTS = torch.tensor([
${pythonRows(input, (row) => pythonFloat(row.weight))}
], dtype=torch.float32)


${input.provenance.multiLabel ? multiLabelLoss : singleLabelLoss}`;
}

// `reduction="mean"` with `weight=` divides by the sum of the batch's weights, which cancels their scale.
const singleLabelLoss = `def class_balanced_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Softmax cross-entropy, logits (batch, classes), targets (batch,) of class indices.

    Each sample is multiplied by its class's weight and the batch is averaged, as in Cui et al., CVPR 2019.
    torch.nn.CrossEntropyLoss(weight=CLASS_WEIGHTS) instead divides by the sum of the batch's weights.
    """
    weights = CLASS_WEIGHTS.to(device=logits.device, dtype=logits.dtype)
    losses = F.cross_entropy(logits, targets, reduction="none")
    return (weights[targets] * losses).mean()
`;

const multiLabelLoss = `def class_balanced_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy, logits and targets (batch, classes), targets 0 or 1; each class's term has its weight."""
    weights = CLASS_WEIGHTS.to(device=logits.device, dtype=logits.dtype)
    losses = F.binary_cross_entropy_with_logits(logits, targets.to(logits.dtype), reduction="none")
    return (weights * losses).mean()
`;
