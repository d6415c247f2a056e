"""The run's voice: one JSON object a line, appended to events.jsonl by one write, numbered over resumes.

Must not know what the events say; src/core/training/events.ts describes each.
"""

from __future__ import annotations

import json
import math
import os
import threading
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

#: How much of the end of an events file is looked at for the last number.
_TAIL_BYTES = 4 * 2**20


class Emit(Protocol):
    """Writes an event; in all but the first process of a run it does nothing."""

    def __call__(self, type_: str, **fields: Any) -> None:
        """Type and fields of the event."""
        ...


def silent(type_: str, **fields: Any) -> None:
    """Says nothing."""


class EventWriter:
    """Appends to the events of a run folder. Safe to use from several threads.

    Args:
        folder: the run folder; `events.jsonl` is made there where it is not.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        path = folder / "events.jsonl"
        self._seq, torn = _end_of(path)
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        if torn:
            # The process before was killed within a line; what follows must not be glued to it.
            os.write(self._file, b"\n")

    def __call__(self, type_: str, **fields: Any) -> None:
        """Writes an event of that type. NaN and infinity become null; OSError where the disk is full."""
        with self._lock:
            stamp = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            event = {"v": 1, "seq": self._seq, "t": stamp, "type": type_, **_finite(fields)}
            # Escaped, so that a lone surrogate of a file name is still UTF-8.
            line = (json.dumps(event, separators=(",", ":"), allow_nan=False) + "\n").encode("ascii")
            written = os.write(self._file, line)
            if written != len(line):
                raise OSError(f"only {written} of {len(line)} bytes of an event could be written")
            self._seq += 1

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            if self._file >= 0:
                os.close(self._file)
                self._file = -1

    def __enter__(self) -> EventWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def spent_seconds(folder: Path) -> float:
    """Seconds that the run of a folder has trained before: from each start to the last that was heard of it.

    What is only said (logs) does not count, as the preparing of a resumed run says things before its start.
    """
    spent, start, last = 0.0, math.nan, math.nan
    try:
        with (folder / "events.jsonl").open("rb") as file:
            for line in file:
                at = _moment(line)
                if at is None:
                    continue
                moment, starts = at
                if starts:
                    spent += last - start if last >= start else 0.0
                    start = moment
                last = moment
    except FileNotFoundError:
        return 0.0
    return spent + (last - start if last >= start else 0.0)


def _moment(line: bytes) -> tuple[float, bool] | None:
    """When an event that counts was written, in seconds, and whether it is a start; None for any other line."""
    try:
        event = json.loads(line)
        kind = event["type"]
        moment = datetime.fromisoformat(event["t"].replace("Z", "+00:00")).timestamp()
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return None if kind == "log" else (moment, kind == "start")


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value


def _end_of(path: Path) -> tuple[int, bool]:
    """The next number, and whether the last line was cut off."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL_BYTES))
            tail = file.read()
    except FileNotFoundError:
        return 0, False
    lines = tail.split(b"\n")
    torn = lines[-1] != b""
    for line in reversed(lines):
        try:
            seq = json.loads(line)["seq"]
        except (ValueError, KeyError, TypeError):
            continue
        if isinstance(seq, int):
            return seq + 1, torn
    return 0, torn
