"""Batches of a run on its device: from arrays that stay there as uint8, gathered, moved and mirrored at once.

Must not know models or losses; class_balance.train.files gives the same from image files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from class_balance.train.data import SPLITS, Packed
from class_balance.train.plan import EpochPlan

#: Share of the device's free memory that the samples may take; the model needs the rest.
_SHARE = 0.4


class Source(Protocol):
    """Where batches come from."""

    #: (channels, height, width) or (features,).
    shape: tuple[int, ...]
    #: Pixels that a training image may move each way; 0: never.
    margin: int
    #: Class indices of each split, int64.
    labels: Mapping[str, NDArray[np.int64]]
    #: Each training batch has as many samples as was planned: only then can models be stacked.
    steady: bool

    def placed(self, plan: EpochPlan) -> EpochPlan:
        """The plan where batches are gathered: its parts can then be drawn without a copy, which a GPU waits for."""
        ...

    def training(self, parts: Iterator[EpochPlan]) -> Iterator[tuple[Tensor, Tensor]]:
        """A batch for each part: inputs float32 (batch, *shape), in [-1, 1) for images, and labels int64 (batch,).

        The parts are those of a plan that was placed.
        """
        ...

    def evaluation(self, split: str, start: int, stop: int) -> tuple[Tensor, Tensor]:
        """The samples from start to stop of a split, as they are."""
        ...


class ArraySource:
    """Batches from packed arrays, which lie on the device where they fit, else in the machine's memory."""

    steady = True

    def __init__(self, packed: Packed, device: torch.device) -> None:
        self.device = device
        self.labels: Mapping[str, NDArray[np.int64]] = {name: packed.y[packed.rows[name]] for name in SPLITS}
        height = packed.x.shape[1] if packed.images else 0
        self.margin = margin_of(height) if packed.images else 0
        sizes: tuple[int, ...] = packed.x.shape[1:]
        self.shape: tuple[int, ...] = (sizes[2], *sizes[:2]) if packed.images else sizes
        store = device if _fits(packed, device) else torch.device("cpu")
        self._y = {name: torch.from_numpy(labels).to(store) for name, labels in self.labels.items()}
        x = {name: torch.from_numpy(np.array(packed.x[packed.rows[name]])) for name in SPLITS}
        # Before they go to the device, which need not have room for their numbers in float64.
        self._x = {name: one.to(store) for name, one in (x if packed.images else standardised(x)).items()}
        if packed.images:
            # Padded once: a moved and mirrored crop is then a single gather.
            self._padded = pad_images(self._x["train"], self.margin)

    def placed(self, plan: EpochPlan) -> EpochPlan:
        """See Source."""
        return plan.to(self._y["train"].device)

    def training(self, parts: Iterator[EpochPlan]) -> Iterator[tuple[Tensor, Tensor]]:
        """See Source."""
        for part in parts:
            rows = part.rows
            still = self.margin == 0
            x = self._x["train"][rows] if still else moved_crops(self._padded, rows, self.margin, part)
            yield self._ready(x), self._y["train"][rows].to(self.device, non_blocking=True)

    def evaluation(self, split: str, start: int, stop: int) -> tuple[Tensor, Tensor]:
        """See Source."""
        y = self._y[split][start:stop].to(self.device, non_blocking=True)
        return self._ready(self._x[split][start:stop]), y

    def _ready(self, x: Tensor) -> Tensor:
        return to_input(x.to(self.device, non_blocking=True))


def standardised(x: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Columns to mean 0 and deviation 1 over the training samples; constant ones to 0."""
    train = x["train"].double()
    mean, deviation = train.mean(0), train.std(0, correction=0)
    scale = torch.where(deviation > 0, 1 / deviation, 0)
    return {name: ((one.double() - mean) * scale).to(torch.get_default_dtype()) for name, one in x.items()}


def moved_crops(padded: Tensor, rows: Tensor, margin: int, part: EpochPlan) -> Tensor:
    """Crops of padded images, moved and mirrored as a plan says, by a single gather.

    Args:
        padded: uint8 (N, height + 2 margin, width + 2 margin, channels), zero around the images.
        rows: which images, int64 (batch,), on the device of the images.
        margin: pixels of padding on each side.
        part: the plan of the batch, on any device.

    Returns:
        uint8 (batch, height, width, channels).
    """
    device = padded.device
    height, width = padded.shape[1] - 2 * margin, padded.shape[2] - 2 * margin
    shifts = part.shifts.to(device, non_blocking=True)
    mirrored = part.mirrored.to(device, non_blocking=True)
    down = torch.arange(height, device=device) + shifts[:, :1]
    across = torch.arange(width, device=device).expand(rows.numel(), width)
    across = torch.where(mirrored[:, None], width - 1 - across, across) + shifts[:, 1:]
    return padded[rows[:, None, None], down[:, :, None], across[:, None, :]]


def pad_images(x: Tensor, margin: int) -> Tensor:
    """Images (N, height, width, channels) with zeros around them."""
    return functional.pad(x, (0, 0, *[margin] * 4))


def margin_of(side: int) -> int:
    """Pixels that an image of so many a side may move: 4 of 32, as in the paper."""
    return max(1, side // 8)


def to_input(x: Tensor) -> Tensor:
    """Images uint8 (batch, h, w, channels) to floats (batch, channels, h, w) in [-1, 1); vectors as they are.

    x / 128 - 1 is the paper's scaling. The result lies in memory as the images do: channels last.
    """
    return x.permute(0, 3, 1, 2).to(torch.get_default_dtype()).div_(128).sub_(1) if x.dim() == 4 else x


def _fits(packed: Packed, device: torch.device) -> bool:
    if device.type != "cuda":
        return True
    # What an earlier run in this process left to PyTorch's allocator would not count as free.
    torch.cuda.empty_cache()
    free, _ = torch.cuda.mem_get_info(device)
    # Training images lie there twice, once of them padded.
    return 2.5 * packed.x.nbytes < _SHARE * free
