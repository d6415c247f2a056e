"""Warns of classes that are trained on but that no validation or test sample is of: nothing was measured of them.

Must not know how samples were split. src/trainer/run/coverage.ts says the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from class_balance.train.request import RunClass

_MOST_NAMED = 5


def coverage_warnings(classes: Sequence[RunClass], val: NDArray[np.int64], test: NDArray[np.int64]) -> list[str]:
    """A sentence for each split that leaves classes out; an empty validation split leaves none out.

    Args:
        classes: with the counts that are trained on.
        val: class indices, shape (samples,).
        test: of the same form.
    """
    splits = (
        (val, "a validation sample, which the choice of an arm leaves out"),
        (test, "a test sample, which balanced accuracy leaves out"),
    )
    found = []
    for labels, what in splits:
        there = np.bincount(labels, minlength=len(classes)) > 0
        missing = [one.name for one, is_there in zip(classes, there, strict=True) if one.count > 0 and not is_there]
        if labels.size == 0 or not missing:
            continue
        named = ", ".join(f"“{name}”" for name in missing[:_MOST_NAMED])
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        found.append(f"Classes without {what}: {named}{more}.")
    return found
