// Weights for JAX with optax's per-example losses.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const optax: Exporter = {
  id: 'optax',
  title: 'JAX / optax',
  description: 'A weighted mean of optax.softmax_cross_entropy_with_integer_labels.',
  framework: 'JAX',
  fileName: 'class_weights_jax.py',
  rank: 80,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  return `${pythonModule(input, ['import jax.numpy as jnp', 'import optax'])}

def class_balanced_loss(logits, labels):
    """logits (batch, classes), labels (batch,) of class indices; the mean of weighted losses."""
    weights = jnp.asarray(CLASS_WEIGHTS, dtype=logits.dtype)
    losses = optax.softmax_cross_entropy_with_integer_labels(logits, labels)
    return jnp.mean(weights[labels] * losses)
`;
}
