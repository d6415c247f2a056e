// A WeightedRandomSampler that draws samples by their class's weight.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const pytorchSampler: Exporter = {
  id: 'pytorch-sampler',
  title: 'PyTorch WeightedRandomSampler',
  description: 'Draws samples by class weight; one weight a sample is looked up from its label.',
  framework: 'PyTorch',
  fileName: 'class_sampler.py',
  rank: 32,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  const imports = [
    'from collections.abc import Sequence',
    '',
    'import torch',
    'from torch.utils.data import WeightedRandomSampler',
  ];
  return `${pythonModule(input, imports)}

${input.provenance.multiLabel ? multiLabel : singleLabel}`;
}

const singleLabel = `def class_sampler(
    labels: Sequence[int], generator: torch.Generator | None = None
) -> WeightedRandomSampler:
    """A sampler for DataLoader(sampler=...), without shuffle. labels: the class index of every sample, in order.

    With inverse-frequency weights every class is drawn equally often. Weigh the loss or the sampling, not both.
    """
    weights = torch.tensor(CLASS_WEIGHTS, dtype=torch.float64)[torch.as_tensor(labels)]
    return WeightedRandomSampler(weights.tolist(), num_samples=len(labels), generator=generator)
`;

const multiLabel = `def class_sampler(
    labels: Sequence[Sequence[int]], generator: torch.Generator | None = None
) -> WeightedRandomSampler:
    """A sampler for DataLoader(sampler=...), without shuffle. labels: the class indices of every sample, in order.

    A sample is drawn by the largest weight of its classes, one without a class by the smallest weight there is.
    Weigh the loss or the sampling, not both.
    """
    least = min(weight for weight in CLASS_WEIGHTS if weight > 0)
    weights = [max((CLASS_WEIGHTS[label] for label in each), default=least) for each in labels]
    return WeightedRandomSampler(weights, num_samples=len(labels), generator=generator)
`;
