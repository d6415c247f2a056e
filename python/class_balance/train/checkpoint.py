"""Checkpoints of an arm and seed: whole or absent, and never executed when read.

Must not know models. What is random follows from seed and epoch, so that no state of a generator is kept.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from class_balance.train.problems import TrainError

_VERSION = 1


@dataclass
class Record:
    """What is known of an arm and seed beside its parameters."""

    epoch: int = 0
    #: Balanced accuracy on the validation split, the test split where there is none, by epochs done.
    validation: dict[int, float] = field(default_factory=dict)
    #: Metrics documents at the end by split: of the model, and of its adjusted logits.
    final: dict[str, Any] = field(default_factory=dict)
    adjusted: dict[str, Any] = field(default_factory=dict)
    #: Why it ended early.
    failed: str | None = None
    dropped: str | None = None

    @property
    def over(self) -> bool:
        """Whether it was given up."""
        return self.failed is not None or self.dropped is not None


@dataclass
class Checkpoint:
    """Record, parameters and buffers, and the optimiser's memory; both empty before the first epoch."""

    record: Record
    model: dict[str, Tensor] = field(default_factory=dict)
    optimiser: dict[str, dict[str, Tensor]] = field(default_factory=dict)


def save_checkpoint(path: Path, checkpoint: Checkpoint, digest: str) -> None:
    """Writes beside the place and renames. OSError where the disk is full; the one before is then kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "version": _VERSION,
        "digest": digest,
        "record": vars(checkpoint.record),
        "model": {name: _own(one) for name, one in checkpoint.model.items()},
        "optimiser": {
            name: {key: _own(one) for key, one in held.items()} for name, held in checkpoint.optimiser.items()
        },
    }
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            torch.save(document, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _own(tensor: Tensor) -> Tensor:
    """A copy on the processor: of a part of a stack torch.save would write the whole stack."""
    return tensor.to("cpu", copy=True)


def load_checkpoint(path: Path, digest: str) -> Checkpoint | None:
    """The checkpoint of a file, None where there is none.

    Raises:
        TrainError: where it cannot be read or belongs to another request.
    """
    if not path.exists():
        return None
    try:
        document = torch.load(path, map_location="cpu", weights_only=True)
        version, owner = document["version"], document["digest"]
        checkpoint = Checkpoint(Record(**document["record"]), document["model"], document["optimiser"])
    except Exception as error:
        raise TrainError(
            f"{path} cannot be read as a checkpoint; remove it to train this arm again: {error}"
        ) from error
    if version != _VERSION or owner != digest:
        raise TrainError(f"{path} belongs to another request; start a new run folder, or remove the checkpoints")
    return checkpoint
