"""The losses as torch.nn.Module.

Each takes logits (batch, C, ...) of any floating type and targets (batch, ...) of class indices, as
torch.nn.CrossEntropyLoss does; half-precision logits are raised to float32. FocalLoss and SigmoidLoss also take targets
of the logits' shape with 0 and 1. The result is a scalar. Sources as in class_balance.reference.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from class_balance.config import REDUCTIONS, LossConfig
from class_balance.priors import ldam_margins, log_priors
from class_balance.schedule import is_reweighted

Vector = Sequence[float] | NDArray[np.float64]


class ClassBalancedLoss(nn.Module):
    """What all losses share: weights, reduction, deferred re-weighting.

    Nothing here is learned or belongs into a checkpoint; constants follow the logits' device and type by themselves.

    Args:
        weights: one a class, finite and >= 0, shape (C,).
        reduction: `mean` divides by the number of labels (the paper's), `weighted-mean` by the sum of the weights
            (what torch.nn.CrossEntropyLoss(weight=...) does), `sum` by nothing. A divisor of 0 gives 0.
        start: first epoch with weights, from 0; before it every weight is 1, and set_epoch must be called.
        ignore_index: target that leaves its sample out.
    """

    def __init__(
        self,
        weights: Vector,
        *,
        reduction: str = "mean",
        start: int | None = None,
        ignore_index: int = -100,
    ) -> None:
        super().__init__()
        if reduction not in REDUCTIONS:
            raise ValueError(f"reduction is {reduction!r}; it must be one of {', '.join(REDUCTIONS)}")
        self.weights = np.array(weights, dtype=np.float64)
        if self.weights.ndim != 1 or not (np.isfinite(self.weights).all() and (self.weights >= 0).all()):
            raise ValueError("weights must be a list of finite numbers >= 0")
        self.reduction = reduction
        self.start = start
        self.epoch: int | None = None
        self.ignore_index = ignore_index
        self._cast: dict[tuple[str, torch.device, torch.dtype], Tensor] = {}

    def set_epoch(self, epoch: int) -> None:
        """Says which epoch it is, from 0; needed only with deferred re-weighting."""
        self.epoch = epoch

    def forward(self, logits: Tensor, targets: Tensor) -> Tensor:
        """The loss of a batch, a scalar.

        Args:
            logits: floating, shape (batch, C, ...).
            targets: class indices in [0, C) or ignore_index, shape (batch, ...).

        Raises:
            ValueError: where the shapes do not fit, or re-weighting is deferred and set_epoch was not called.
            TypeError: where logits are whole numbers.
            IndexError, RuntimeError: PyTorch's own, where a target is no class.
        """
        self._check(logits, targets)
        losses, weights, labels = self.terms(wide(logits), targets)
        total = (weights * losses).sum()
        if self.reduction == "sum":
            return total
        divisor = labels if self.reduction == "mean" else weights.sum()
        return total / divisor.to(total.dtype).clamp_min(torch.finfo(total.dtype).tiny)

    def terms(self, logits: Tensor, targets: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Losses and weights of the samples, both (batch, ...), and the number of labels."""
        raise NotImplementedError

    def extra_repr(self) -> str:
        """What print shows."""
        deferred = "" if self.start is None else f", start={self.start}"
        return f"classes={self.weights.size}, reduction={self.reduction!r}{deferred}"

    def constant(self, name: str, like: Tensor) -> Tensor:
        """The NumPy vector of that name, shape (C,), on the device and in the type of a tensor."""
        key = (name, like.device, like.dtype)
        if key not in self._cast:
            self._cast[key] = torch.as_tensor(getattr(self, name), dtype=like.dtype).to(like.device)
        return self._cast[key]

    def weights_now(self, like: Tensor) -> Tensor:
        """The weights in effect, shape (C,)."""
        weights = self.constant("weights", like)
        return weights if is_reweighted(self.start, self.epoch) else torch.ones_like(weights)

    def _kept(self, targets: Tensor) -> tuple[Tensor, Tensor]:
        """Targets with class 0 in place of what is left out, and where there is a class."""
        kept = targets != self.ignore_index
        return targets.long().where(kept, 0), kept

    def _check(self, logits: Tensor, targets: Tensor) -> None:
        if not logits.is_floating_point():
            raise TypeError(f"logits are {logits.dtype}; they must be floating-point")
        if logits.dim() < 2 or logits.shape[1] != self.weights.size:
            shape = tuple(logits.shape)
            raise ValueError(f"logits have shape {shape}; the second size must be {self.weights.size}")
        if targets.shape not in self._target_shapes(logits):
            raise ValueError(f"targets have shape {tuple(targets.shape)} for logits of {tuple(logits.shape)}")

    def _target_shapes(self, logits: Tensor) -> list[torch.Size]:
        return [torch.Size([*logits.shape[:1], *logits.shape[2:]])]


def wide(logits: Tensor) -> Tensor:
    """Logits in float32 at least: half precision has too few digits for margins and priors."""
    return logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits


def _along_classes(vector: Tensor, logits: Tensor) -> Tensor:
    """A vector (C,) in a shape that goes with logits (batch, C, ...)."""
    return vector.view(1, -1, *[1] * (logits.dim() - 2))


def _centred(logits: Tensor) -> Tensor:
    """Logits with 0 as the largest: softmax does not mind, and margins and shifts keep their last digits."""
    return logits - logits.detach().amax(dim=1, keepdim=True)


class SoftmaxLoss(ClassBalancedLoss):
    """Class-balanced softmax cross-entropy: -w_y ln softmax(z)_y."""

    def adjusted(self, logits: Tensor, targets: Tensor) -> Tensor:
        """The logits that softmax sees, shape (batch, C, ...)."""
        del targets
        return logits

    def terms(self, logits: Tensor, targets: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See ClassBalancedLoss."""
        classes, kept = self._kept(targets)
        losses = functional.cross_entropy(self.adjusted(logits, classes), classes, reduction="none")
        return losses, self.weights_now(logits)[classes] * kept, kept.sum()


class LogitAdjustmentLoss(SoftmaxLoss):
    """Softmax cross-entropy on z + tau ln(n / N).

    Args:
        counts: samples of each class, not all 0, shape (C,). An empty class has a vanishing prior.
        tau: >= 0; 0 is softmax, 1 balanced softmax.
        weights: as in ClassBalancedLoss; default all 1.
        zero_count: `pseudo-count` counts an empty class as one sample.
        reduction, start, ignore_index: as in ClassBalancedLoss.
    """

    def __init__(
        self,
        counts: Vector,
        *,
        tau: float = 1.0,
        weights: Vector | None = None,
        zero_count: str = "zero",
        reduction: str = "mean",
        start: int | None = None,
        ignore_index: int = -100,
    ) -> None:
        some = np.ones(len(counts)) if weights is None else weights
        super().__init__(some, reduction=reduction, start=start, ignore_index=ignore_index)
        self.shifts = tau * log_priors(counts, zero_count)

    def adjusted(self, logits: Tensor, targets: Tensor) -> Tensor:
        """See SoftmaxLoss."""
        del targets
        return _centred(logits) + _along_classes(self.constant("shifts", logits), logits)


class BalancedSoftmaxLoss(LogitAdjustmentLoss):
    """Softmax cross-entropy on z + ln n: logit adjustment with tau 1. Plain logits are used to predict."""

    def __init__(
        self,
        counts: Vector,
        *,
        weights: Vector | None = None,
        zero_count: str = "zero",
        reduction: str = "mean",
        start: int | None = None,
        ignore_index: int = -100,
    ) -> None:
        super().__init__(
            counts,
            weights=weights,
            zero_count=zero_count,
            reduction=reduction,
            start=start,
            ignore_index=ignore_index,
        )


class LDAMLoss(SoftmaxLoss):
    """Softmax cross-entropy on s (z - margin of the label), for logits that are cosines: use NormedLinear.

    Args:
        counts: samples of each class, not all 0, shape (C,).
        margin: the largest margin, that of the rarest class, >= 0.
        scale: s > 0.
        weights: as in ClassBalancedLoss; default all 1.
        zero_count: `pseudo-count` counts an empty class as one sample.
        reduction, start, ignore_index: as in ClassBalancedLoss; the authors' code has `weighted-mean`.
    """

    def __init__(
        self,
        counts: Vector,
        *,
        margin: float = 0.5,
        scale: float = 30.0,
        weights: Vector | None = None,
        zero_count: str = "zero",
        reduction: str = "weighted-mean",
        start: int | None = None,
        ignore_index: int = -100,
    ) -> None:
        some = np.ones(len(counts)) if weights is None else weights
        super().__init__(some, reduction=reduction, start=start, ignore_index=ignore_index)
        self.scale = scale
        self.margins = ldam_margins(counts, margin, zero_count)

    def adjusted(self, logits: Tensor, targets: Tensor) -> Tensor:
        """See SoftmaxLoss."""
        margins = self.constant("margins", logits)[targets]
        return self.scale * _centred(logits).scatter_add(1, targets.unsqueeze(1), -margins.unsqueeze(1))


class FocalLoss(ClassBalancedLoss):
    """Class-balanced focal loss: -w_y sum over all classes of (1 - p)^gamma ln p, p = sigmoid(+-z).

    Targets are class indices, or 0 and 1 in the shape of the logits; a sample with several labels weighs the sum of
    their weights, one without any weighs 0. Start the last layer's bias at -ln(C - 1), see initialise_bias_.

    Args:
        weights, reduction, start, ignore_index: as in ClassBalancedLoss.
        gamma: >= 0; 0 is the sigmoid loss.
    """

    def __init__(
        self,
        weights: Vector,
        *,
        gamma: float = 1.0,
        reduction: str = "mean",
        start: int | None = None,
        ignore_index: int = -100,
    ) -> None:
        super().__init__(weights, reduction=reduction, start=start, ignore_index=ignore_index)
        if not gamma >= 0:
            raise ValueError(f"gamma is {gamma}; it must be at least 0")
        self.gamma = gamma

    def terms(self, logits: Tensor, targets: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See ClassBalancedLoss."""
        weights = self.weights_now(logits)
        if targets.shape == logits.shape:
            labels = targets.to(logits.dtype)
            sample_weights, number = (labels * _along_classes(weights, logits)).sum(dim=1), labels.sum()
        else:
            classes, kept = self._kept(targets)
            labels = torch.zeros_like(logits).scatter(1, classes.unsqueeze(1), 1.0)
            sample_weights, number = weights[classes] * kept, kept.sum()
        signed = torch.where(labels > 0, logits, -logits)
        # (1 - p)^gamma; as a power it has no finite derivative at p = 1 for gamma < 1.
        modulator = torch.exp(self.gamma * functional.logsigmoid(-signed))
        return -(modulator * functional.logsigmoid(signed)).sum(dim=1), sample_weights, number

    def _target_shapes(self, logits: Tensor) -> list[torch.Size]:
        return [*super()._target_shapes(logits), logits.shape]


class SigmoidLoss(FocalLoss):
    """Class-balanced sigmoid cross-entropy: focal loss with gamma 0. Not BCEWithLogitsLoss(pos_weight=...)."""

    def __init__(
        self,
        weights: Vector,
        *,
        reduction: str = "mean",
        start: int | None = None,
        ignore_index: int = -100,
    ) -> None:
        super().__init__(weights, gamma=0.0, reduction=reduction, start=start, ignore_index=ignore_index)


class NormedLinear(nn.Module):
    """The cosines between features and class vectors: the last layer that LDAM needs.

    Takes (batch, in_features), gives (batch, out_features) in [-1, 1]. Source: Cao et al., NeurIPS 2019, code.
    """

    def __init__(self, in_features: int, out_features: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(functional.normalize(torch.empty(out_features, in_features).uniform_(-1, 1)))

    def forward(self, features: Tensor) -> Tensor:
        """The cosines."""
        return functional.linear(functional.normalize(features), functional.normalize(self.weight))


def loss_of(config: LossConfig, *, ignore_index: int = -100) -> ClassBalancedLoss:
    """The loss of a config that was read by class_balance.load."""
    spec, weights, counts = config.loss, config.weights, config.counts
    reduction, start, zero_count = spec.reduction, config.start, spec.zero_count
    match spec.family:
        case "softmax":
            return SoftmaxLoss(weights, reduction=reduction, start=start, ignore_index=ignore_index)
        case "sigmoid" | "focal":
            return FocalLoss(weights, gamma=spec.gamma, reduction=reduction, start=start, ignore_index=ignore_index)
        case "balanced-softmax" | "logit-adjustment":
            return LogitAdjustmentLoss(
                counts,
                tau=spec.tau if spec.family == "logit-adjustment" else 1.0,
                weights=weights,
                zero_count=zero_count,
                reduction=reduction,
                start=start,
                ignore_index=ignore_index,
            )
        case _:
            return LDAMLoss(
                counts,
                margin=spec.margin,
                scale=spec.scale,
                weights=weights,
                zero_count=zero_count,
                reduction=reduction,
                start=start,
                ignore_index=ignore_index,
            )


def initialise_bias_(layer: nn.Module, config: LossConfig) -> None:
    """Sets the bias of the last layer to what the config says, in place; exclude it from weight decay.

    ValueError where the layer has no bias and the config wants one.
    """
    value = config.initial_bias
    if value is None:
        return
    bias = getattr(layer, "bias", None)
    if not isinstance(bias, Tensor):
        raise ValueError(f"{type(layer).__name__} has no bias to set to {value:.4g}")
    nn.init.constant_(bias, value)
