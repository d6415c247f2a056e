"""Deferred re-weighting: train without weights first, with them once the features are learned.

Source: Cao et al., "Learning Imbalanced Datasets with Label-Distribution-Aware Margin Loss", NeurIPS 2019, section 3.3:
epoch 160 of 200, just before the learning rate drops.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def is_reweighted(start: int | None, epoch: int | None) -> bool:
    """Whether the weights apply in an epoch.

    Args:
        start: first epoch with weights, from 0; None: always.
        epoch: the epoch, from 0; only needed with a start.

    Raises:
        ValueError: where there is a start but no epoch: it could mean either loss.
    """
    if start is None:
        return True
    if epoch is None:
        raise ValueError(f"re-weighting is deferred to epoch {start}: say which epoch it is")
    return epoch >= start


def weights_at(weights: ArrayLike, start: int | None, epoch: int | None) -> NDArray[np.float64]:
    """The weights in effect in an epoch, shape (C,): all 1 before `start`. Raises as is_reweighted does."""
    some = np.array(weights, dtype=np.float64)
    return some if is_reweighted(start, epoch) else np.ones_like(some)
