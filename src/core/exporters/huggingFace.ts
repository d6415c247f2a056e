// A loss function for the Hugging Face Trainer, which has no argument for class weights.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const huggingFace: Exporter = {
  id: 'hugging-face',
  title: 'Hugging Face Trainer',
  description: 'A function for Trainer(compute_loss_func=…), transformers 4.46 or newer.',
  framework: 'Hugging Face',
  fileName: 'class_weights_trainer.py',
  rank: 36,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  const loss = input.provenance.multiLabel ? multiLabel : singleLabel;
  return `${pythonModule(input, ['import torch', 'import torch.nn.functional as F'])}
# Order: config.id2label must map index i to CLASS_NAMES[i].
# Trainer(..., compute_loss_func=compute_class_balanced_loss)


def compute_class_balanced_loss(outputs, labels, num_items_in_batch=None):
${loss}`;
}

// Token classification pads with -100; gradient accumulation passes the number of items of all its batches.
const singleLabel = `    """Weighted softmax cross-entropy; logits (..., classes), labels (...) with -100 where there is none."""
    logits = outputs["logits"] if isinstance(outputs, dict) else outputs.logits
    logits, labels = logits.reshape(-1, logits.shape[-1]), labels.reshape(-1)
    weights = torch.tensor(CLASS_WEIGHTS, device=logits.device, dtype=logits.dtype)
    kept = labels != -100
    losses = F.cross_entropy(logits, labels, reduction="none", ignore_index=-100)
    total = (weights[labels.clamp(min=0)] * losses)[kept].sum()
    return total / (kept.sum() if num_items_in_batch is None else num_items_in_batch)
`;

// The Trainer counts labels that are not -100: here all terms of all its batches.
const multiLabel = `    """Weighted binary cross-entropy; logits and labels (batch, classes), labels 0 or 1."""
    logits = outputs["logits"] if isinstance(outputs, dict) else outputs.logits
    weights = torch.tensor(CLASS_WEIGHTS, device=logits.device, dtype=logits.dtype)
    losses = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction="none")
    terms = weights * losses
    return terms.mean() if num_items_in_batch is None else terms.sum() / num_items_in_batch
`;
