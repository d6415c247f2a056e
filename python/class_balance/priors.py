"""What counts say beside weights: the log prior of each class, and LDAM's margins."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Samples that a class without any stands for in a prior, where it is not counted as one. Not 0: its log would make
#: the loss of a validation sample of that class infinite. A class with one sample is e^27.6 times as likely.
ABSENT_COUNT = 1e-12


def log_priors(counts: ArrayLike, zero_count: str = "zero") -> NDArray[np.float64]:
    """ln(n / N), shape (C,), finite and <= 0; N is the sum of the counts with pseudo-counts.

    Args:
        counts: whole numbers >= 0, not all 0, shape (C,).
        zero_count: `zero` or `pseudo-count`.
    """
    some = _some(counts)
    used = np.where(some > 0, some, 1.0 if zero_count == "pseudo-count" else ABSENT_COUNT)
    return np.asarray(np.log(used / used[used >= 1].sum()), dtype=np.float64)


def ldam_margins(counts: ArrayLike, largest: float = 0.5, zero_count: str = "zero") -> NDArray[np.float64]:
    """K n^(-1/4), shape (C,), with K such that the largest margin is `largest`; an empty class has the largest.

    Source: Cao et al., NeurIPS 2019, section 3.2, and their code.
    """
    some = _some(counts)
    pseudo = zero_count == "pseudo-count" and bool((some == 0).any())
    rarest = 1.0 if pseudo else float(some[some > 0].min())
    return np.asarray(largest * (rarest / np.maximum(some, rarest)) ** 0.25, dtype=np.float64)


def _some(counts: ArrayLike) -> NDArray[np.float64]:
    some = np.array(counts, dtype=np.float64)
    if not (some > 0).any():
        raise ValueError("no class has a sample: every count is 0")
    return some
