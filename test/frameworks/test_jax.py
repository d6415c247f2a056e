"""JAX with optax: the loss under jit, its gradient, and a step of an optimizer."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import optax

from exports import Case, case_named, each_case
from numerics import (
    binary_terms,
    close,
    cross_entropy,
    some_labels,
    some_logits,
    weighted_mean,
)

BATCH = 32


@each_case("optax")
def test_optax_loss_and_step(case: Case) -> None:
    """float32 weights in order; a step along the gradient lowers the loss."""
    module = case.load("optax")
    assert case.names == module.CLASS_NAMES
    close(module.CLASS_WEIGHTS, case.weights)
    size = len(case.names)
    logits = some_logits(BATCH, size)
    if case.multi_label:
        labels = some_labels(BATCH, size)
        expected = weighted_mean(binary_terms(logits, labels), case.weights)
    else:
        labels = case.drawn(BATCH)
        expected = weighted_mean(cross_entropy(logits, labels), case.weights[labels])
    z, y = jnp.asarray(logits, dtype=jnp.float32), jnp.asarray(labels)
    loss, gradient = jax.jit(jax.value_and_grad(module.class_balanced_loss))(z, y)
    assert loss.dtype == jnp.float32
    close(loss, expected, 5e-6)
    assert jnp.isfinite(gradient).all()
    optimizer = optax.sgd(0.1)
    updates, _ = optimizer.update(gradient, optimizer.init(z))
    assert module.class_balanced_loss(optax.apply_updates(z, updates), y) < loss


def test_labels_below_0_do_not_count() -> None:
    """Padding of sequences, labels (batch, length)."""
    case = case_named("cifar10-lt")
    labels = case.drawn(24).reshape(4, 6)
    labels[:, 4:] = -1
    logits = some_logits(24, len(case.names)).reshape(4, 6, -1)
    kept = labels >= 0
    expected = weighted_mean(cross_entropy(logits[kept], labels[kept]), case.weights[labels[kept]])
    loss = case.load("optax").class_balanced_loss(
        jnp.asarray(logits, dtype=jnp.float32), jnp.asarray(labels)
    )
    close(np.asarray(loss), expected, 5e-6)
