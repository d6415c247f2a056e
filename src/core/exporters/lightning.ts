// A Lightning module mix-in that keeps the weights as a buffer, so that they move with the model.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const lightning: Exporter = {
  id: 'lightning',
  title: 'Lightning',
  description: 'A mix-in for a LightningModule: weights as a buffer, and the loss.',
  framework: 'PyTorch',
  fileName: 'class_weights_lightning.py',
  rank: 33,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  return `${pythonModule(input, ['import lightning as L', 'import torch', 'import torch.nn.functional as F'])}

class ClassBalancedModule(L.LightningModule):
    """Inherit from it; call self.class_balanced_loss(logits, targets) in training_step."""

    class_weights: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        weights = torch.tensor(CLASS_WEIGHTS, dtype=torch.float32)
        self.register_buffer("class_weights", weights, persistent=False)

${input.provenance.multiLabel ? multiLabel : singleLabel}`;
}

const singleLabel = `    def class_balanced_loss(
        self, logits: torch.Tensor, targets: torch.Tensor, ignore_index: int = -100
    ) -> torch.Tensor:
        """Softmax cross-entropy, logits (batch, classes, ...), targets (batch, ...); mean of weighted losses."""
        weights = self.class_weights.to(logits.dtype)
        losses = F.cross_entropy(
            logits, targets, weight=weights, ignore_index=ignore_index, reduction="none"
        )
        return losses.mean() * (targets.numel() / (targets != ignore_index).sum().clamp(min=1))
`;

const multiLabel = `    def class_balanced_loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Binary cross-entropy, logits and targets (batch, classes), targets 0 or 1; mean of weighted terms."""
        targets = targets.to(logits.dtype)
        losses = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
        return (self.class_weights.to(logits.dtype) * losses).mean()
`;
