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

function code(input: ExportInput): string {
  return `${pythonModule(input, ['from pathlib import Path', '', 'import torch', 'import torch.nn.functional as F'])}

def write_class_map(path: str) -> None:
    """Writes the file for --class-map, one class folder a line, so that timm indexes classes in this order."""
    Path(path).write_text("".join(f"{name}\\n" for name in CLASS_NAMES), encoding="utf-8")


class ClassBalancedCrossEntropy(torch.nn.Module):
    """In place of train_loss_fn in train.py. Not with mixup or cutmix: their targets are no class indices."""

    weights: torch.Tensor

    def __init__(self, smoothing: float = 0.0) -> None:
        super().__init__()
        self.smoothing = smoothing
        self.register_buffer("weights", torch.tensor(CLASS_WEIGHTS, dtype=torch.float32))

    def forward(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        losses = F.cross_entropy(
            logits, targets, reduction="none", label_smoothing=self.smoothing
        )
        return (self.weights.to(logits.dtype)[targets] * losses).mean()
`;
}
