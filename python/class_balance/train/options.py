"""What the command line says beside the request: choices that do not change what is compared.

Must not know how they are carried out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """`stack` and `streams` None: measured on CUDA, 1 elsewhere. `compiled`, `captured` None: likewise."""

    resume: bool = False
    stack: int | None = None
    streams: int | None = None
    compiled: bool | None = None
    captured: bool | None = None
    #: Seconds between two checkpoints of an arm and seed; 0: after every epoch.
    checkpoint_seconds: float = 10.0
