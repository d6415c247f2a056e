"""The weighting schemes once more, in float64 NumPy from their papers: what exports are held to.

Must not share anything with the TypeScript that the exports come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


def effective_number(n: Vector, prototypes: float) -> Vector:
    """(1 - beta^n) / (1 - beta) with beta = (N - 1) / N (Cui et al., CVPR 2019)."""
    beta = (prototypes - 1) / prototypes
    return (1 - beta**n) / (1 - beta)


def prototypes_of(parameters: Mapping[str, float]) -> float:
    """N of a request: given, from beta, or 10,000."""
    if "beta" in parameters:
        return 1 / (1 - parameters["beta"])
    return parameters.get("n", 10_000)


def raw(scheme: str, n: Vector, images: Vector | None, parameters: Mapping[str, float]) -> Vector:
    """Weights of classes that all have samples, before any normalisation."""
    if scheme == "effective-number":
        return 1 / effective_number(n, prototypes_of(parameters))
    if scheme == "inverse":
        return 1 / n
    if scheme == "inverse-square-root":
        return n**-0.5
    if scheme == "balanced":
        return n.sum() / (len(n) * n)
    if scheme == "power":
        return (n.min() / n) ** parameters.get("q", 0.5)
    if scheme == "enet-log":
        return 1 / np.log(parameters.get("k", 1.02) + n / n.sum())
    if scheme == "median-frequency":
        frequency = n / (n.sum() if images is None else images)
        return np.median(frequency) / frequency
    raise ValueError(scheme)


def normalised(weights: Vector, n: Vector, how: str) -> Vector:
    """The weights at the scale that the request asks for."""
    scale = {
        "sum-to-classes": len(weights) / weights.sum(),
        "mean-one-per-sample": n.sum() / (n * weights).sum(),
        "max-one": 1 / weights.max(),
        "min-one": 1 / weights.min(),
        "sum-to-one": 1 / weights.sum(),
        "none": 1.0,
    }
    return weights * scale[how]


def class_weights(counts: Vector, images: Vector | None, request: Mapping[str, Any]) -> Vector:
    """One weight a class; a class without samples has 0, or the weight of one sample."""
    pseudo = request.get("zeroCount", "zero") == "pseudo-count"
    part = np.ones(len(counts), dtype=bool) if pseudo else counts > 0
    n = np.maximum(counts[part], 1)
    held = None if images is None else images[part]
    weights = raw(request["scheme"], n, held, request.get("parameters", {}))
    result = np.zeros(len(counts))
    result[part] = normalised(weights, n, request.get("normalisation", "sum-to-classes"))
    return result
