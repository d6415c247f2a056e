"""Several processes for one model: their start, what they agree on, and batch norm over all of them.

Must not know data, losses or budgets.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional

from class_balance.train.problems import TrainError

#: How long a process waits for one that does not answer.
_PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Processes:
    """Which process it is among all: rank in [0, world)."""

    rank: int = 0
    world: int = 1
    local_rank: int = 0
    local_world: int = 1

    @property
    def first(self) -> bool:
        """Whether this is the one that speaks and writes."""
        return self.rank == 0

    def sum(self, value: Tensor) -> Tensor:
        """The sum over all processes."""
        if self.world > 1:
            dist.all_reduce(value)
        return value

    def gather(self, value: Any) -> Sequence[Any]:
        """The values of all processes, in the order of their ranks, in every process."""
        if self.world == 1:
            return [value]
        found: list[Any] = [None] * self.world
        dist.all_gather_object(found, value)
        return found

    def agree(self, value: Any) -> Any:
        """The value of the first process, in every process."""
        if self.world == 1:
            return value
        held = [value]
        dist.broadcast_object_list(held, src=0)
        return held[0]

    def leave(self) -> None:
        """Ends the group."""
        if self.world > 1 and dist.is_initialized():
            dist.destroy_process_group()


def launched_processes() -> Processes:
    """What torchrun says of this process; a single one where it was not started by it."""
    names = {"rank": "RANK", "world": "WORLD_SIZE", "local_rank": "LOCAL_RANK", "local_world": "LOCAL_WORLD_SIZE"}
    return Processes(**{field: int(os.environ[name]) for field, name in names.items() if name in os.environ})


def join(processes: Processes, device: torch.device) -> None:
    """Meets the other processes: by nccl on CUDA, by gloo elsewhere. Raises TrainError where they do not come."""
    if processes.world == 1:
        return
    # PyTorch for Windows has CUDA without nccl; gloo is slower.
    nccl = device.type == "cuda" and dist.is_nccl_available()
    try:
        dist.init_process_group("nccl" if nccl else "gloo", timeout=_PATIENCE, device_id=device if nccl else None)
    except (RuntimeError, ValueError) as error:
        raise TrainError(f"the {processes.world} processes did not find each other: {error}") from error


def synchronise_batch_norm(model: nn.Module, device: torch.device) -> nn.Module:
    """The model with batch norm over the batch of all processes, so that their number does not matter."""
    if device.type == "cuda":
        converted: nn.Module = nn.SyncBatchNorm.convert_sync_batchnorm(model)  # type: ignore[no-untyped-call]
        return converted
    for parent in model.modules():
        for name, child in parent.named_children():
            if isinstance(child, nn.BatchNorm1d | nn.BatchNorm2d) and not isinstance(child, SharedBatchNorm):
                setattr(parent, name, SharedBatchNorm(child))
    return model


class _Sum(torch.autograd.Function):
    """The sum over all processes; its gradient is the sum of theirs."""

    @staticmethod
    def forward(ctx: Any, value: Tensor) -> Tensor:  # noqa: ARG004 - autograd's signature
        total = value.clone(memory_format=torch.contiguous_format)
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:  # noqa: ARG004
        total = gradients[0].clone(memory_format=torch.contiguous_format)
        dist.all_reduce(total)
        return total


def _sum(value: Tensor) -> Tensor:
    total: Tensor = _Sum.apply(value)  # type: ignore[no-untyped-call]
    return total


class SharedBatchNorm(nn.BatchNorm2d):
    """Batch norm over several processes without CUDA, which torch.nn.SyncBatchNorm wants; (batch, C, ...)."""

    def __init__(self, like: nn.BatchNorm1d | nn.BatchNorm2d) -> None:
        super().__init__(like.num_features, like.eps, like.momentum, like.affine, like.track_running_stats)
        self.load_state_dict(like.state_dict())

    def forward(self, x: Tensor) -> Tensor:
        """The normalised input, of its shape."""
        if not self.training:
            normalised: Tensor = functional.batch_norm(
                x, self.running_mean, self.running_var, self.weight, self.bias, False, 0.0, self.eps
            )
            return normalised
        axes = [axis for axis in range(x.dim()) if axis != 1]
        number = x.new_full((1,), x.numel() / x.shape[1])
        total = _sum(torch.cat([x.sum(axes), number]))
        mean, count = total[:-1] / total[-1], total[-1].detach()
        shape = [1, -1, *[1] * (x.dim() - 2)]
        centred = x - mean.view(shape)
        variance = _sum((centred * centred).sum(axes)) / count
        self._remember(mean.detach(), variance.detach(), count)
        scaled: Tensor = centred * torch.rsqrt(variance + self.eps).view(shape)
        return scaled * self.weight.view(shape) + self.bias.view(shape) if self.affine else scaled

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor, count: Tensor) -> None:
        if self.running_mean is None or self.running_var is None or self.num_batches_tracked is None:
            return
        self.num_batches_tracked.add_(1)
        share = self.momentum if self.momentum is not None else 1 / float(self.num_batches_tracked)
        self.running_mean.lerp_(mean, share)
        self.running_var.lerp_(variance * count / (count - 1).clamp_min(1), share)
