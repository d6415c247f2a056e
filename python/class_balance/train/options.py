"""What the command line says beside the request: choices that do not change what is compared.

Must not know how they are carried out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """`stack`, `streams` and `captured` all None: measured on CUDA; where one is given the others are 1 or off."""

    resume: bool = False
    stack: int | None = None
    streams: int | None = None
    compiled: bool = False
    captured: bool | None = None
    #: Seconds between two checkpoints of an arm and seed; 0: after every epoch.
    checkpoint_seconds: float = 10.0
