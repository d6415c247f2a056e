// Class order and a loss for timm, whose train.py has no argument for class weights.
// Must not know other targets.

import { account } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const timm: Exporter = {
  id: 'timm',
  title: 'timm',
  description:
    'A class map for --class-map and a loss to put in place of train_loss_fn; train.py has no knob.',
  framework: 'PyTorch',
  fileName: 'class_weights_timm.py',
  rank: 37,
  files: (input, fileName) => [{ name: fileName, content: code(input) }, account(input, fileName)],
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

const imports = ['from pathlib import Path', '', 'import torch', 'import torch.nn.functional as F'];

function code(input: ExportInput): string {
  return `${pythonModule(input, imports)}

def write_class_map(path: str) -> None:
    """Writes the file for --class-map (.txt), one class folder a line, so that timm indexes classes in this order."""
    for name in CLASS_NAMES:
        if name != name.strip() or len(name.splitlines()) > 1:
            raise ValueError(f"A class map has one name a line, without blanks around it: {name!r}")
    Path(path).write_text("".join(f"{name}\\n" for name in CLASS_NAMES), encoding="utf-8")


${input.provenance.multiLabel ? multiLabel : singleLabel}`;
}

const singleLabel = `class ClassBalancedCrossEntropy(torch.nn.Module):
    """In place of train_loss_fn in train.py; with mixup and cutmix each class's share of a target has its weight."""

    weights: torch.Tensor

    def __init__(self, smoothing: float = 0.0) -> None:
        super().__init__()
        self.smoothing = smoothing
        self.register_buffer("weights", torch.tensor(CLASS_WEIGHTS, dtype=torch.float32))

    def forward(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Logits (batch, classes); targets (batch,) of class indices or (batch, classes) of shares."""
        weights = self.weights.to(logits.dtype)
        if targets.ndim == logits.ndim:
            return F.cross_entropy(logits, targets, weight=weights, reduction="none").mean()
        losses = F.cross_entropy(
            logits, targets, reduction="none", label_smoothing=self.smoothing
        )
        return (weights[targets] * losses).mean()
`;

const multiLabel = `class ClassBalancedBinaryCrossEntropy(torch.nn.Module):
    """In place of train_loss_fn in train.py (--dataset with several labels a sample)."""

    weights: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("weights", torch.tensor(CLASS_WEIGHTS, dtype=torch.float32))

    def forward(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Logits and targets (batch, classes), targets 0 or 1."""
        weights, targets = self.weights.to(logits.dtype), targets.to(logits.dtype)
        return F.binary_cross_entropy_with_logits(logits, targets, weight=weights)
`;
