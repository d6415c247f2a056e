"""Losses in float64 NumPy, as the exported files' comments describe them.

Must not use any framework.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from schemes import Vector


def close(actual: ArrayLike, expected: ArrayLike, tolerance: float = 1e-6) -> None:
    """Fails unless both are equal to a relative 1e-6, in order and shape."""
    actual, expected = np.asarray(actual, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    assert actual.shape == expected.shape
    np.testing.assert_allclose(actual, expected, rtol=tolerance, atol=tolerance * 1e-3)


def log_softmax(logits: Vector) -> Vector:
    """Of the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def cross_entropy(logits: Vector, targets: np.ndarray) -> Vector:
    """Softmax cross-entropy of each sample; logits (batch, classes), targets (batch,)."""
    return -log_softmax(logits)[np.arange(len(targets)), targets]


def binary_terms(logits: Vector, targets: np.ndarray) -> Vector:
    """Binary cross-entropy of each term; both (batch, classes)."""
    return np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))


def weighted_mean(losses: Vector, weights: Vector) -> float:
    """Divided by the number of samples: Cui et al., CVPR 2019."""
    return float((weights * losses).mean())


def weighted_average(losses: Vector, weights: Vector) -> float:
    """Divided by the sum of the weights: torch.nn.CrossEntropyLoss(weight=...)."""
    return float((weights * losses).sum() / weights.sum())


def some_logits(batch: int, classes: int, seed: int = 1) -> Vector:
    """Random logits that float32 holds exactly."""
    random = np.random.default_rng(seed)
    return random.normal(scale=3, size=(batch, classes)).astype(np.float32).astype(np.float64)


def some_labels(batch: int, classes: int, seed: int = 2) -> np.ndarray:
    """Random 0 and 1, (batch, classes)."""
    return (np.random.default_rng(seed).random((batch, classes)) < 0.4).astype(np.float64)
