"""What ends a run, or an arm, with words for people instead of a traceback.

Must not know anything else of the trainer.
"""

from __future__ import annotations

import torch


class TrainError(Exception):
    """Why a run cannot go on; the message says what to do."""


class StoppedError(Exception):
    """The user, the system or the time budget wants the run to end here; it can be resumed."""


def first_line(error: BaseException) -> str:
    """What an error says first; its kind where it says nothing."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def is_lost_process(error: BaseException) -> bool:
    """Whether an error of PyTorch says that another process of the run is gone or does not answer."""
    return isinstance(error, RuntimeError) and any(one in str(error) for one in ("gloo", "NCCL", "Connection closed"))


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error of PyTorch says that the device's or the machine's memory is used up."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    # What PyTorch's allocators of the machine's own memory say on Linux, on Windows, those of other devices, and
    # cuBLAS and cuDNN.
    words = ("can't allocate memory", "not enough memory", "out of memory", "STATUS_ALLOC_FAILED")
    if isinstance(error, RuntimeError) and any(one in str(error) for one in words):
        return True
    # A graph whose recording runs out of memory may then not even be ended.
    return error.__context__ is not None and is_out_of_memory(error.__context__)
