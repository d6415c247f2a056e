"""One process a run folder: a lock file that names who holds it, taken over from a process that is gone.

Must not know what the process does. The extension's own trainer uses the same file.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from class_balance.train.problems import TrainError


def is_held_by_parent(folder: Path) -> bool:
    """Whether the process that started this one holds the run folder, and so hands it over."""
    return _holder(folder / "run.lock") == os.getppid()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds a run folder. Raises TrainError where a living process holds it."""
    path = folder / "run.lock"
    for _ in range(2):
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            holder = _holder(path)
            if holder is not None and _is_alive(holder):
                raise TrainError(f"{folder} is being trained by process {holder}") from None
            path.unlink(missing_ok=True)
            continue
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{os.getpid()}\n")
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
        return
    raise TrainError(f"{folder} was taken by another process just now")


def _holder(path: Path) -> int | None:
    try:
        number = int(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
    return number if number > 0 else None


def _is_alive(process: int) -> bool:
    if os.name == "nt":
        # There signal 0 would end the process. A stale lock must be removed by hand.
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
