"""From predictions to the numbers of a metrics event, the same as the extension's own trainer gives.

Must not know models or PyTorch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BINS = 15


@dataclass(frozen=True)
class Predictions:
    """What a model says of the samples of a split; every array has shape (samples,)."""

    labels: NDArray[np.int64]
    predicted: NDArray[np.int64]
    #: Probability of the predicted class, in [0, 1].
    confidence: NDArray[np.float64]
    #: Cross-entropy: softmax, or the sum over one-vs-all outputs for sigmoid and focal.
    loss: NDArray[np.float64]


@dataclass(frozen=True)
class Metrics:
    """Shares in [0, 1]; `recall` in class order, None where the split has no sample of the class."""

    accuracy: float
    balanced_accuracy: float
    many: float | None
    medium: float | None
    few: float | None
    head: float
    tail: float
    loss: float
    calibration_error: float
    recall: tuple[float | None, ...]

    def document(self) -> dict[str, Any]:
        """As the event has it."""
        return {
            "accuracy": self.accuracy,
            "balancedAccuracy": self.balanced_accuracy,
            "many": self.many,
            "medium": self.medium,
            "few": self.few,
            "head": self.head,
            "tail": self.tail,
            "loss": self.loss,
            "calibrationError": self.calibration_error,
            "recall": list(self.recall),
        }


def metrics_of(predictions: Predictions, counts: NDArray[np.float64]) -> Metrics:
    """The metrics of a split.

    Args:
        predictions: of at least one sample.
        counts: training samples of each class, shape (C,); they decide head, tail, many, medium and few.

    Raises:
        ValueError: without a sample.
    """
    labels, predicted = predictions.labels, predictions.predicted
    if labels.size == 0:
        raise ValueError("there is no sample to measure")
    support = np.bincount(labels, minlength=counts.size)
    hits = np.bincount(labels[labels == predicted], minlength=counts.size)
    present = support > 0
    recall = np.where(present, hits / np.maximum(support, 1), np.nan)
    # Most samples first; of equal counts the lower index, so that every engine takes the same classes.
    order = np.argsort(-counts, kind="stable")
    third = max(1, counts.size // 3)
    everything = _mean(recall, present)
    return Metrics(
        accuracy=float(np.mean(labels == predicted)),
        balanced_accuracy=float(everything or 0.0),
        many=_mean(recall, present & (counts > 100)),
        medium=_mean(recall, present & (counts >= 20) & (counts <= 100)),
        few=_mean(recall, present & (counts < 20)),
        head=_mean(recall, present & np.isin(np.arange(counts.size), order[:third])) or 0.0,
        tail=_mean(recall, present & np.isin(np.arange(counts.size), order[-third:])) or 0.0,
        loss=float(predictions.loss.mean()),
        calibration_error=calibration_error(predictions.confidence, labels == predicted),
        recall=tuple(float(one) if there else None for one, there in zip(recall, present, strict=True)),
    )


def calibration_error(confidence: NDArray[np.float64], correct: NDArray[np.bool_]) -> float:
    """Expected calibration error over 15 equal bins of [0, 1]: Guo et al., ICML 2017.

    Args:
        confidence: in [0, 1], shape (samples,).
        correct: of the same shape.
    """
    # A model whose logits are no numbers is sure of nothing.
    confidence = np.nan_to_num(confidence)
    bins = np.minimum(np.floor(confidence * _BINS).astype(np.int64), _BINS - 1)
    gaps = np.bincount(bins, weights=correct - confidence, minlength=_BINS)
    return float(np.abs(gaps).sum() / confidence.size)


def _mean(recall: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float | None:
    return float(recall[chosen].mean()) if chosen.any() else None
