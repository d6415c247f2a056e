"""From an arm and the training counts to the loss config that it trains with, and that is written if it wins.

Must not know PyTorch.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from class_balance.config import LossClass, LossConfig, LossDataset, LossSpec
from class_balance.load import fingerprint_of
from class_balance.train.request import Arm, RunClass, RunRequest
from class_balance.weights import beta_of, class_weights, effective_number

#: What stands for N in the file where an arm has none.
_DEFAULT_N = 10_000.0
_NORMALISATIONS = {"sample-mean": "mean-one-per-sample", "class-sum": "sum-to-classes"}


def config_of(request: RunRequest, arm: Arm, classes: Sequence[RunClass]) -> LossConfig:
    """The loss config of an arm; weights come from the counts of the whole training set.

    Args:
        request: its dataset, weight scale and tool go into the file.
        arm: one of its arms.
        classes: with the counts of the training samples, not all 0.
    """
    loss = arm.loss
    n = _DEFAULT_N if loss.n is None else loss.n
    weighted = loss.scheme != "none"
    normalisation = _NORMALISATIONS[request.weight_scale] if weighted else "none"
    rows = _rows(classes, loss.scheme, n, normalisation)
    return LossConfig(
        dataset=_dataset(request.dataset, rows),
        classes=rows,
        loss=LossSpec(
            family=loss.family,
            scheme=loss.scheme,
            parameters=_parameters(loss.scheme),
            n=n,
            beta=beta_of(n),
            normalisation=normalisation,
            zero_count="zero",
            bias_initialisation="uniform-prior" if loss.family in ("sigmoid", "focal") else "none",
            # With weights of sample mean 1 all arms then take steps of one size.
            reduction="mean",
            gamma=loss.gamma,
            tau=loss.tau,
            margin=loss.margin,
            scale=loss.scale,
        ),
        start=arm.start,
        sampler=arm.sampler,
        threshold=arm.threshold,
        tool=request.tool,
        created=request.created,
    )


def _rows(classes: Sequence[RunClass], scheme: str, n: float, normalisation: str) -> tuple[LossClass, ...]:
    counts = np.array([one.count for one in classes], dtype=np.float64)
    plain = scheme == "none"
    weights = np.ones(counts.size) if plain else class_weights(counts, scheme, n=n, normalisation=normalisation)
    numbers = effective_number(counts, n)
    return tuple(
        LossClass(
            index=at,
            id=one.id,
            name=one.name,
            count=one.count,
            effective_number=float(numbers[at]),
            weight=float(weights[at]),
        )
        for at, one in enumerate(classes)
    )


def _parameters(scheme: str) -> dict[str, float]:
    """The scheme's own parameters at the values that class_weights takes by default."""
    return {"power": {"q": 0.5}, "enet-log": {"k": 1.02}}.get(scheme, {})


def _dataset(dataset: LossDataset, rows: Sequence[LossClass]) -> LossDataset:
    return dataclasses.replace(
        dataset,
        samples=sum(one.count for one in rows),
        fingerprint=fingerprint_of(rows),
    )
