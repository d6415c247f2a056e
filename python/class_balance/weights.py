"""From counts to weights: the effective number of samples and its neighbours, in forms stable in float64.

The same numbers as the extension gives. Source: Cui et al., "Class-Balanced Loss Based on Effective Number of
Samples", CVPR 2019, https://arxiv.org/abs/1901.05555, where a function names no other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from class_balance.config import NORMALISATIONS, ZERO_COUNT_POLICIES

Floats: TypeAlias = NDArray[np.float64]

SCHEMES = (
    "effective-number",
    "inverse",
    "inverse-square-root",
    "power",
    "balanced",
    "median-frequency",
    "enet-log",
)


def beta_of(n: float) -> float:
    """Beta = (N - 1) / N, in [0, 1]; 1 for infinite N. ValueError for N below 1 or NaN."""
    if not n >= 1:
        raise ValueError(f"n is {n}; it must be at least 1")
    return 1.0 if math.isinf(n) else (n - 1) / n


def prototypes_of(beta: float) -> float:
    """N = 1 / (1 - beta), in [1, inf].

    Of all N that give this very double the one with the fewest figures, so that 0.9999 gives 10000.
    ValueError for beta outside [0, 1] or NaN.
    """
    if not 0 <= beta <= 1:
        raise ValueError(f"beta is {beta}; it must lie within 0 to 1")
    if beta == 1:
        return math.inf
    prototypes = 1 / (1 - beta)
    for figures in range(15):
        rounder = float(f"{prototypes:.{figures}e}")
        if rounder >= 1 and beta_of(rounder) == beta:
            return rounder
    return prototypes


def effective_number(counts: ArrayLike, n: float = 10_000.0) -> Floats:
    """E = (1 - beta^count) / (1 - beta), the expected number of distinct prototypes among so many samples.

    Args:
        counts: whole numbers >= 0, any shape.
        n: number of prototypes N, in [1, inf].

    Returns:
        float64 of the same shape, in [1, min(count, N)]; 0 where the count is 0.

    Raises:
        ValueError: for a count that is negative, fractional or not finite, or an N below 1.
    """
    beta_of(n)
    some = _counts(counts)
    if math.isinf(n):
        return some
    if n == 1:
        return np.minimum(some, 1)
    distinct = -n * np.expm1(some * math.log1p(-1 / n))
    limited = np.maximum(1, np.minimum(np.minimum(distinct, some), n))
    return np.where(some <= 1, some, limited)


def class_weights(
    counts: ArrayLike,
    scheme: str = "effective-number",
    *,
    n: float = 10_000.0,
    q: float = 0.5,
    k: float = 1.02,
    normalisation: str = "sum-to-classes",
    zero_count: str = "zero",
    support: ArrayLike | None = None,
) -> Floats:
    """Weights of the classes, shape (C,), finite and >= 0.

    Args:
        counts: whole numbers >= 0, shape (C,).
        scheme: one of SCHEMES.
        n: number of prototypes N of effective-number, in [1, inf]; `prototypes_of(beta)` gives it for a beta.
        q: exponent of power, in [0, 2].
        k: offset of enet-log, in [1.001, 2].
        normalisation: one of config.NORMALISATIONS; sum-to-classes is the paper's.
        zero_count: `zero` gives an empty class weight 0, outside the normalisation; `pseudo-count` counts it as
            one sample.
        support: for median-frequency, shape (C,): extent of the images that hold the class, > 0 where the count
            is; by default every image is taken to hold every class.

    Raises:
        ValueError: naming the argument that is out of range.
    """
    _one_of("normalisation", normalisation, NORMALISATIONS)
    _one_of("zero_count", zero_count, ZERO_COUNT_POLICIES)
    _one_of("scheme", scheme, SCHEMES)
    some = _counts(counts)
    part = np.flatnonzero(some > 0) if zero_count == "zero" else np.arange(some.size)
    used = np.maximum(some[part], 1)
    weights = np.zeros_like(some)
    if part.size > 0:
        extent = _support(support, some)[part] if support is not None else None
        raw = _raw(scheme, used, n=n, q=q, k=k, support=extent)
        weights[part] = raw * _scale(raw, used, normalisation)
    return weights


def sample_weights(labels: Sequence[int] | NDArray[np.integer], classes: int, q: float = 0.0) -> Floats:
    """Weights of the samples such that class c is drawn with a probability in proportion to n_c^q.

    Args:
        labels: class index of each sample, shape (samples,).
        classes: C.
        q: 0 draws every class equally often, 1/2 by the square root of its count, 1 every sample equally often.

    Returns:
        shape (samples,), > 0, summing to 1. Source: Kang et al., ICLR 2020.
    """
    indices = np.asarray(labels, dtype=np.int64)
    if indices.ndim != 1 or indices.size == 0:
        raise ValueError("labels must be a list of one or more class indices")
    if indices.min() < 0 or indices.max() >= classes:
        raise ValueError(f"labels must be from 0 to {classes - 1}")
    counts = np.bincount(indices, minlength=classes).astype(np.float64)
    weights = counts[indices] ** (q - 1)
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def repeat_factors(labels: Sequence[Sequence[int]], classes: int, threshold: float) -> Floats:
    """How often each image should appear in an epoch: the largest max(1, sqrt(t / f_c)) over its classes.

    Args:
        labels: the class indices in each image; 1 for an image without any.
        classes: C.
        threshold: t in (0, 1], compared with the share f_c of the images that hold class c.

    Returns:
        shape (images,), >= 1. Source: Gupta et al., LVIS, CVPR 2019.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is {threshold}; it must be above 0 and at most 1")
    held = [sorted(set(image)) for image in labels]
    flat = [index for image in held for index in image]
    if any(not 0 <= index < classes for index in flat):
        raise ValueError(f"labels must be from 0 to {classes - 1}")
    shares = np.bincount(np.array(flat, dtype=np.int64), minlength=classes) / max(1, len(held))
    factors = np.sqrt(np.maximum(1, threshold / np.maximum(shares, 1e-300)))
    return np.array([max((float(factors[i]) for i in image), default=1.0) for image in held])


def _raw(scheme: str, counts: Floats, *, n: float, q: float, k: float, support: Floats | None) -> Floats:
    total = counts.sum()
    match scheme:
        case "effective-number":
            raw = 1 / effective_number(counts, n)
        case "inverse":
            raw = 1 / counts
        case "inverse-square-root":
            raw = 1 / np.sqrt(counts)
        case "power":
            raw = (counts.min() / counts) ** _within("q", q, 0, 2)
        case "balanced":
            raw = total / (counts.size * counts)
        case "enet-log":
            raw = 1 / np.log(_within("k", k, 1.001, 2) + counts / total)
        case _:
            frequencies = counts / (support if support is not None else total)
            raw = np.median(frequencies) / frequencies
    return np.asarray(raw, dtype=np.float64)


def _scale(raw: Floats, counts: Floats, normalisation: str) -> float:
    match normalisation:
        case "sum-to-classes":
            return raw.size / float(raw.sum())
        case "mean-one-per-sample":
            return float(counts.sum()) / float((raw * counts).sum())
        case "max-one":
            return 1 / float(raw.max())
        case "min-one":
            return 1 / float(raw.min())
        case "sum-to-one":
            return 1 / float(raw.sum())
        case _:
            return 1.0


def _counts(counts: ArrayLike) -> Floats:
    some = np.array(counts, dtype=np.float64)
    if not (np.isfinite(some).all() and (some >= 0).all() and (some == np.floor(some)).all()):
        raise ValueError("counts must be whole numbers >= 0")
    return some


def _support(support: ArrayLike, counts: Floats) -> Floats:
    """The support, an empty class among it with the widest one, as the rarest."""
    some = np.array(support, dtype=np.float64)
    if some.shape != counts.shape:
        raise ValueError(f"support has shape {some.shape}, counts have {counts.shape}")
    present = counts > 0
    if not (np.isfinite(some[present]).all() and (some[present] > 0).all()):
        raise ValueError("support must be positive and finite where the count is above 0")
    return np.where(present, some, max(1.0, float(some.max())))


def _within(name: str, value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise ValueError(f"{name} is {value}; it must lie within {low} to {high}")
    return value


def _one_of(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(known)}")
