"""What ends a run, or an arm, with words for people instead of a traceback.

Must not know anything else of the trainer.
"""

from __future__ import annotations

import torch


class TrainError(Exception):
    """Why a run cannot go on; the message says what to do."""


class StoppedError(Exception):
    """The user, the system or the time budget wants the run to end here; it can be resumed."""


def is_lost_process(error: BaseException) -> bool:
    """Whether an error of PyTorch says that another process of the run is gone or does not answer."""
    return isinstance(error, RuntimeError) and any(one in str(error) for one in ("gloo", "NCCL", "Connection closed"))


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error of PyTorch says that the device's or the machine's memory is used up."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    # What PyTorch's allocators of the machine's own memory say on Linux, on Windows, and those of other devices.
    words = ("can't allocate memory", "not enough memory", "out of memory")
    return isinstance(error, RuntimeError) and any(one in str(error) for one in words)
