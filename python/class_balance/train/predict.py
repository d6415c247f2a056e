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
from class_balance.losses import ClassBalancedLoss
from class_balance.priors import log_priors
from class_balance.train.cohort import Cohort
from class_balance.train.distributed import Processes
from class_balance.train.metrics import Metrics, Predictions, metrics_of

#: Samples of one forward pass without gradients.
_BATCH = 1000


@dataclass(frozen=True)
class Measured:
    """Metrics of a job; `adjusted` with ln p taken off its logits, for plain and weighted softmax."""

    plain: Metrics
    adjusted: Metrics | None


def measure(cohort: Cohort, split: str, processes: Processes) -> list[Measured]:
    """The metrics of each job of a cohort on a split that has samples."""
    parts: list[list[tuple[Predictions, Predictions]]] = [[] for _ in cohort.jobs]
    for logits, labels in cohort.logits(split, _BATCH):
        for at, job in enumerate(cohort.jobs):
            parts[at].append(_predict(job.config, cohort.loss(at), logits[at], labels))
    counts = cohort.jobs[0].config.counts
    measured = []
    for at, job in enumerate(cohort.jobs):
        whole = [one for found in processes.gather(parts[at]) for one in found]
        plain, adjusted = ([pair[which] for pair in whole] for which in (0, 1))
        adjustable = job.config.loss.family == "softmax"
        measured.append(
            Measured(metrics_of(_joined(plain), counts), metrics_of(_joined(adjusted), counts) if adjustable else None)
        )
    return measured


def _predict(
    config: LossConfig, loss: ClassBalancedLoss, logits: Tensor, labels: NDArray[np.int64]
) -> tuple[Predictions, Predictions]:
    y = torch.from_numpy(labels).to(logits.device)
    scores = logits * config.loss.scale
    if config.loss.family in ("sigmoid", "focal"):
        confidence, predicted = torch.sigmoid(scores).max(dim=1)
        losses = loss.terms(logits, y)[0]
        plain = _numbers(labels, predicted, confidence, losses)
        return plain, plain
    shifts = torch.as_tensor(log_priors(config.counts), dtype=scores.dtype, device=scores.device)
    return _softmax(labels, scores, y), _softmax(labels, scores - shifts, y)


def _softmax(labels: NDArray[np.int64], scores: Tensor, y: Tensor) -> Predictions:
    logs = functional.log_softmax(scores, dim=1)
    highest, predicted = logs.max(dim=1)
    return _numbers(labels, predicted, highest.exp(), -logs.gather(1, y[:, None]).squeeze(1))


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
