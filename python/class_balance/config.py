"""The words of a loss config as plain data; see media/schemas/loss-config.schema.json for each field."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KIND = "class-balance/loss-config"
#: The newest version that this package reads.
VERSION = 1

FAMILIES = ("softmax", "sigmoid", "focal", "balanced-softmax", "logit-adjustment", "ldam")
REDUCTIONS = ("mean", "weighted-mean", "sum")
BIAS_INITIALISATIONS = ("none", "uniform-prior")
NORMALISATIONS = ("sum-to-classes", "mean-one-per-sample", "max-one", "min-one", "sum-to-one", "none")
ZERO_COUNT_POLICIES = ("zero", "pseudo-count")
UNITS = ("image", "box", "instance", "pixel", "token", "span", "document", "row", "clip", "track", "group")
SCHEDULES = ("none", "deferred-reweighting")
SAMPLERS = ("none", "balanced", "square-root", "repeat-factor")


@dataclass(frozen=True, kw_only=True)
class LossDataset:
    """Where the counts come from."""

    name: str
    sources: tuple[str, ...]
    unit: str
    split: str
    multi_label: bool
    samples: int
    fingerprint: str | None


@dataclass(frozen=True, kw_only=True)
class LossClass:
    """One output of the model; `index` is its column in the logits."""

    index: int
    id: str
    name: str
    count: int
    effective_number: float
    weight: float


@dataclass(frozen=True, kw_only=True)
class LossSpec:
    """The loss function. A parameter that the family does not have stands at its neutral value."""

    family: str
    scheme: str
    parameters: Mapping[str, float]
    #: N of the effective numbers, >= 1; math.inf where the file says null.
    n: float
    beta: float
    normalisation: str
    zero_count: str
    bias_initialisation: str
    reduction: str
    gamma: float = 0.0
    tau: float = 0.0
    margin: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, kw_only=True)
class TrainingRecord:
    """The comparison that chose the loss; `arms` are the candidates' metrics by name."""

    arms: tuple[tuple[str, Mapping[str, float]], ...]
    chosen: str
    seeds: tuple[int, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class LossConfig:
    """A whole loss config."""

    dataset: LossDataset
    classes: tuple[LossClass, ...]
    loss: LossSpec
    #: First epoch with weights; None where they apply from the first epoch on.
    start: int | None = None
    sampler: str = "none"
    #: t of repeat factors, in (0, 1]; only with the sampler repeat-factor.
    threshold: float | None = None
    tool: str = ""
    created: str = ""
    training: TrainingRecord | None = None

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weights, shape (C,), finite and >= 0."""
        return np.array([one.weight for one in self.classes], dtype=np.float64)

    @property
    def counts(self) -> NDArray[np.float64]:
        """Counts, shape (C,), whole numbers >= 0."""
        return np.array([one.count for one in self.classes], dtype=np.float64)

    @property
    def initial_bias(self) -> float | None:
        """Bias of the last layer before training, -ln(C - 1); None: leave it to the framework.

        For one class 0. Do not decay it. Source: Cui et al., section 5.2.
        """
        if self.loss.bias_initialisation == "none":
            return None
        return 0.0 if len(self.classes) == 1 else -math.log(len(self.classes) - 1)
