"""What an epoch does with the training samples: which in which order, moved and mirrored how.

Everything random here follows from seed and epoch alone, so that a resumed run, another device or another number of
processes draws the same. Must not know models or devices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from class_balance.config import LossConfig
from class_balance.samplers import RepeatFactorSampler, sampler_of

_MIX = 0x9E3779B97F4A7C15


def generator_for(seed: int, epoch: int, purpose: int) -> torch.Generator:
    """A source of randomness of its own for each seed, epoch and purpose."""
    mixed = seed
    for part in (epoch, purpose):
        mixed = ((mixed ^ (mixed >> 31)) * _MIX + part + 1) % 2**64
    return torch.Generator().manual_seed(mixed % 2**63)


@dataclass(frozen=True)
class EpochPlan:
    """One epoch. `rows` int64 (n,): rows of the training split; `shifts` int64 (n, 2); `mirrored` bool (n,)."""

    rows: Tensor
    shifts: Tensor
    mirrored: Tensor

    def part(self, start: int, stop: int, rank: int = 0, world: int = 1) -> EpochPlan:
        """The samples from start to stop, of which every world-th from rank on."""
        chosen = slice(start + rank, stop, world)
        return EpochPlan(self.rows[chosen], self.shifts[chosen], self.mirrored[chosen])

    def to(self, device: torch.device) -> EpochPlan:
        """The same on a device."""
        return EpochPlan(self.rows.to(device), self.shifts.to(device), self.mirrored.to(device))


class Planner:
    """Plans the epochs of an arm and seed.

    Args:
        config: whose sampler says how often each class is drawn.
        labels: class index of each training sample, shape (n,).
        seed: of the run.
        margin: pixels that an image may move each way; 0 for vectors, which are not moved or mirrored.
    """

    def __init__(self, config: LossConfig, labels: NDArray[np.int64], seed: int, margin: int) -> None:
        self._config = config
        self._labels = labels
        self._seed = seed
        self._margin = margin

    def plan(self, epoch: int) -> EpochPlan:
        """The plan of an epoch, from 0."""
        rows = self._rows(epoch)
        number = rows.numel()
        if self._margin == 0:
            return EpochPlan(rows, torch.zeros(number, 2, dtype=torch.int64), torch.zeros(number, dtype=torch.bool))
        source = generator_for(self._seed, epoch, 1)
        shifts = torch.randint(0, 2 * self._margin + 1, (number, 2), generator=source)
        return EpochPlan(rows, shifts, torch.rand(number, generator=source) < 0.5)

    def _rows(self, epoch: int) -> Tensor:
        source = generator_for(self._seed, epoch, 0)
        if self._config.sampler == "none":
            return torch.randperm(self._labels.size, generator=source)
        sampler = sampler_of(self._config, _list(self._labels), source)
        if isinstance(sampler, RepeatFactorSampler):
            sampler.set_epoch(epoch)
            return torch.from_numpy(sampler.indices)
        return torch.tensor(list(sampler or ()), dtype=torch.int64)


def _list(labels: NDArray[np.int64]) -> Sequence[int]:
    return [int(label) for label in labels]
