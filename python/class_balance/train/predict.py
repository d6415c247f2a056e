"""From the logits of a cohort to predictions and metrics: plain, and adjusted after training.

Must not know how models are trained. Sources: Menon et al., ICLR 2021 (post-hoc logit adjustment).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from class_balance.config import LossConfig
from class_balance.priors import log_priors
from class_balance.train.cohort import Cohort
from class_balance.train.distributed import Processes
from class_balance.train.metrics import Metrics, Predictions, metrics_of

#: Samples of one forward pass without gradients, at most, and numbers in its input: large images go in fewer.
_BATCH, _NUMBERS = 1000, 2**24


@dataclass(frozen=True)
class Measured:
    """Metrics of a job on a split: of its logits, and with ln p taken off them."""

    plain: Metrics
    adjusted: Metrics


def measure(cohort: Cohort, split: str, processes: Processes) -> list[Measured]:
    """The metrics of each job of a cohort on a split that has samples."""
    parts: list[list[tuple[Predictions, Predictions]]] = [[] for _ in cohort.jobs]
    batch = max(1, min(_BATCH, _NUMBERS // cohort.input_size))
    for logits, labels in cohort.logits(split, batch):
        for at, job in enumerate(cohort.jobs):
            parts[at].append(_predict(job.config, logits[at], labels))
    counts = cohort.jobs[0].config.counts
    measured = []
    for own in parts:
        whole = [pair for found in processes.gather(own) for pair in found]
        plain, adjusted = (metrics_of(_joined([pair[which] for pair in whole]), counts) for which in (0, 1))
        measured.append(Measured(plain, adjusted))
    return measured


def _predict(config: LossConfig, logits: Tensor, labels: NDArray[np.int64]) -> tuple[Predictions, Predictions]:
    """Of the logits as they are, and with ln p taken off."""
    y = torch.from_numpy(labels).to(logits.device)
    scores = logits * config.loss.scale
    # A class without samples would win everywhere if its prior were next to nothing.
    priors = torch.as_tensor(log_priors(config.counts, "pseudo-count"), dtype=scores.dtype, device=scores.device)
    one = _sigmoid if config.loss.family in ("sigmoid", "focal") else _softmax
    return one(labels, scores, y), one(labels, scores - priors, y)


def _softmax(labels: NDArray[np.int64], scores: Tensor, y: Tensor) -> Predictions:
    logs = functional.log_softmax(scores, dim=1)
    highest, predicted = logs.max(dim=1)
    return _numbers(labels, predicted, highest.exp(), -logs.gather(1, y[:, None]).squeeze(1))


def _sigmoid(labels: NDArray[np.int64], scores: Tensor, y: Tensor) -> Predictions:
    highest, predicted = scores.max(dim=1)
    ones = functional.one_hot(y, scores.shape[1]).to(scores.dtype)
    losses = functional.binary_cross_entropy_with_logits(scores, ones, reduction="none").sum(dim=1)
    return _numbers(labels, predicted, torch.sigmoid(highest), losses)


def _numbers(labels: NDArray[np.int64], predicted: Tensor, confidence: Tensor, losses: Tensor) -> Predictions:
    return Predictions(
        labels=labels,
        predicted=predicted.cpu().numpy().astype(np.int64),
        confidence=confidence.cpu().numpy().astype(np.float64),
        loss=losses.cpu().numpy().astype(np.float64),
    )


def _joined(parts: Sequence[Predictions]) -> Predictions:
    return Predictions(
        labels=np.concatenate([one.labels for one in parts]),
        predicted=np.concatenate([one.predicted for one in parts]),
        confidence=np.concatenate([one.confidence for one in parts]),
        loss=np.concatenate([one.loss for one in parts]),
    )
