// Weights for JAX with optax's per-example losses.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const optax: Exporter = {
  id: 'optax',
  title: 'JAX / optax',
  description:
    'A weighted mean of optax’s softmax cross-entropy, or of its sigmoid one for several labels.',
  framework: 'JAX',
  fileName: 'class_weights_jax.py',
  rank: 80,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  return `${pythonModule(input, ['import jax.numpy as jnp', 'import optax'])}

def class_balanced_loss(logits, labels):
${input.provenance.multiLabel ? multiLabel : singleLabel}`;
}

const singleLabel = `    """Logits (..., classes), labels (...) of class indices; the mean of weighted losses, labels below 0 left out."""
    weights = jnp.asarray(CLASS_WEIGHTS, dtype=logits.dtype)
    kept = labels >= 0
    index = jnp.where(kept, labels, 0)
    losses = optax.softmax_cross_entropy_with_integer_labels(logits, index)
    return jnp.sum(jnp.where(kept, weights[index] * losses, 0)) / jnp.maximum(kept.sum(), 1)
`;

const multiLabel = `    """Logits and labels (batch, classes), labels 0 or 1; the mean of weighted terms."""
    weights = jnp.asarray(CLASS_WEIGHTS, dtype=logits.dtype)
    return jnp.mean(weights * optax.sigmoid_binary_cross_entropy(logits, labels))
`;
