"""Values and gradients of every loss in NumPy float64, written for reading: the reference for other backends.

Stable for logits of any finite size. Sources: Cui et al., CVPR 2019, section 4 (softmax, sigmoid, focal); Ren et al.,
NeurIPS 2020 (balanced softmax); Menon et al., ICLR 2021 (logit adjustment); Cao et al., NeurIPS 2019 (LDAM).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from class_balance.config import LossConfig
from class_balance.priors import ldam_margins, log_priors
from class_balance.schedule import weights_at

Floats: TypeAlias = NDArray[np.float64]

#: A target that leaves its sample out of sum and mean, as in PyTorch.
IGNORED = -100


def loss_value(config: LossConfig, logits: ArrayLike, targets: ArrayLike, epoch: int | None = None) -> float:
    """The loss of a batch.

    Args:
        config: the loss.
        logits: finite, shape (batch, C).
        targets: class indices in [0, C) or IGNORED, shape (batch,); for sigmoid and focal also 0 and 1, shape
            (batch, C), where a sample weighs the sum of the weights of its labels.
        epoch: from 0; only needed with deferred re-weighting.

    Returns:
        One finite number; 0 for a batch without weight.

    Raises:
        ValueError: where the shapes do not fit, a logit is not finite or a target is no class.
    """
    z, labels = _batch(config, logits, targets)
    value = _factors(config, labels, epoch) @ _sample_losses(config, z, labels)
    return float(value)


def loss_gradient(config: LossConfig, logits: ArrayLike, targets: ArrayLike, epoch: int | None = None) -> Floats:
    """Derivative of loss_value by each logit, shape (batch, C), finite. Arguments and errors as there."""
    z, labels = _batch(config, logits, targets)
    slopes = _sample_slopes(config, z, labels)
    return np.asarray(_factors(config, labels, epoch)[:, None] * slopes, dtype=np.float64)


def _one_vs_all(config: LossConfig) -> bool:
    return config.loss.family in ("sigmoid", "focal")


def _batch(config: LossConfig, logits: ArrayLike, targets: ArrayLike) -> tuple[Floats, Floats]:
    """Logits and one-hot or multi-hot labels, both (batch, C)."""
    classes = len(config.classes)
    z = np.array(logits, dtype=np.float64).reshape(-1, classes)
    if not np.isfinite(z).all():
        raise ValueError("logits must be finite")
    given = np.asarray(targets)
    if given.ndim == 2:
        if not _one_vs_all(config):
            raise ValueError(f"{config.loss.family} takes one class index a sample")
        if given.shape != z.shape or not np.isin(given, (0, 1)).all():
            raise ValueError(f"targets must be 0 or 1, of shape {z.shape}")
        return z, given.astype(np.float64)
    if given.shape != z.shape[:1]:
        raise ValueError(f"targets have shape {given.shape} for {z.shape[0]} rows of logits")
    kept = given != IGNORED
    if not np.isin(given[kept], np.arange(classes)).all():
        raise ValueError(f"targets must be from 0 to {classes - 1}")
    return z, ((given[:, None] == np.arange(classes)) & kept[:, None]).astype(np.float64)


def _factors(config: LossConfig, labels: Floats, epoch: int | None) -> Floats:
    """What the loss of each sample is multiplied by, shape (batch,)."""
    weights = labels @ weights_at(config.weights, config.start, epoch)
    divisor = {"mean": labels.sum(), "weighted-mean": weights.sum(), "sum": 1.0}[config.loss.reduction]
    return np.asarray(weights / divisor if divisor > 0 else np.zeros_like(weights), dtype=np.float64)


def _adjusted(config: LossConfig, z: Floats, labels: Floats) -> Floats:
    """The logits that softmax sees; centred first, so that margins and shifts keep their last digits."""
    loss = config.loss
    centred = z - z.max(axis=1, keepdims=True)
    if loss.family == "balanced-softmax":
        return np.asarray(centred + log_priors(config.counts, loss.zero_count))
    if loss.family == "logit-adjustment":
        return np.asarray(centred + loss.tau * log_priors(config.counts, loss.zero_count))
    if loss.family == "ldam":
        margins = ldam_margins(config.counts, loss.margin, loss.zero_count)
        return np.asarray(loss.scale * (centred - labels * margins))
    return np.asarray(centred)


def _log_softmax(u: Floats) -> Floats:
    shifted = u - u.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def _softplus(x: Floats) -> Floats:
    return np.asarray(np.logaddexp(0.0, x))


def _sample_losses(config: LossConfig, z: Floats, labels: Floats) -> Floats:
    if _one_vs_all(config):
        signed = np.where(labels > 0, z, -z)
        modulator = np.exp(-config.loss.gamma * _softplus(signed))
        return np.asarray((modulator * _softplus(-signed)).sum(axis=1))
    return np.asarray(-(labels * _log_softmax(_adjusted(config, z, labels))).sum(axis=1))


def _sample_slopes(config: LossConfig, z: Floats, labels: Floats) -> Floats:
    if _one_vs_all(config):
        gamma = config.loss.gamma
        sign = np.where(labels > 0, 1.0, -1.0)
        signed = sign * z
        rest = np.exp(-_softplus(signed))
        slope = -gamma * np.exp(-_softplus(-signed)) * _softplus(-signed) - rest
        return np.asarray(sign * np.exp(-gamma * _softplus(signed)) * slope)
    softmax = np.exp(_log_softmax(_adjusted(config, z, labels)))
    return np.asarray(config.loss.scale * (softmax - labels))
