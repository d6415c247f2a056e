"""What ends a run, or an arm, with words for people instead of a traceback.

Must not know anything else of the trainer.
"""

from __future__ import annotations

import torch


class TrainError(Exception):
    """Why a run cannot go on; the message says what to do."""


class ArmFailed(Exception):
    """Why one arm and seed cannot go on; the others do."""


class Stopped(Exception):
    """The user, the system or the time budget wants the run to end here; it can be resumed."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error of PyTorch says that the device's or the machine's memory is used up."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    text = str(error)
    return isinstance(error, RuntimeError) and ("not enough memory" in text or "out of memory" in text)
