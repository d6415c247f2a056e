// Weights as a PyTorch module with the loss that uses them as the paper does.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const pytorch: Exporter = {
  id: 'pytorch',
  title: 'PyTorch',
  description: 'Weights in class order and the loss to use them in; the account as JSON beside it.',
  framework: 'PyTorch',
  fileName: 'class_weights.py',
  rank: 30,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  const imports = ['import torch', 'import torch.nn.functional as F'];
  return `${pythonModule(input, imports)}

${input.provenance.multiLabel ? multiLabelLoss : singleLabelLoss}`;
}

// `reduction="mean"` with `weight=` divides by the sum of the batch's weights, which cancels their scale.
const singleLabelLoss = `def class_balanced_loss(
    logits: torch.Tensor, targets: torch.Tensor, ignore_index: int = -100
) -> torch.Tensor:
    """Softmax cross-entropy, logits (batch, classes, ...), targets (batch, ...) of class indices.

    Each loss is multiplied by its class's weight and averaged over the targets that are not ignore_index, as in
    Cui et al., CVPR 2019. torch.nn.CrossEntropyLoss(weight=torch.tensor(CLASS_WEIGHTS)) instead divides by the sum
    of the batch's weights.
    """
    weights = torch.tensor(CLASS_WEIGHTS, device=logits.device, dtype=logits.dtype)
    losses = F.cross_entropy(
        logits, targets, weight=weights, ignore_index=ignore_index, reduction="none"
    )
    return losses.mean() * (targets.numel() / (targets != ignore_index).sum().clamp(min=1))
`;

const multiLabelLoss = `def class_balanced_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy, logits and targets (batch, classes), targets 0 or 1; each class's term has its weight."""
    weights = torch.tensor(CLASS_WEIGHTS, device=logits.device, dtype=logits.dtype)
    losses = F.binary_cross_entropy_with_logits(logits, targets.to(logits.dtype), reduction="none")
    return (weights * losses).mean()
`;
