"""Successive halving: many arms for a short while, the better half for longer, the last few in full.

Must not know how arms are scored. Source: Jamieson and Talwalkar, AISTATS 2016. As the extension's own trainer does it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

#: The last round keeps at least this many arms, the baseline among them.
_FEWEST_FINALISTS = 3


@dataclass(frozen=True)
class Rung:
    """A round: epochs trained by its end, arms that take part, and whether every seed does or the first alone."""

    until: int
    arms: int
    final: bool


def rungs_of(arms: int, epochs: int, halving: bool) -> list[Rung]:
    """The rounds for so many arms: epochs double while arms halve. One round where nothing is to be dropped."""
    sizes = [arms]
    while halving and sizes[-1] > _FEWEST_FINALISTS:
        sizes.append(max(_FEWEST_FINALISTS, math.ceil(sizes[-1] / 2)))
    last = len(sizes) - 1
    return [
        Rung(max(1, math.floor(epochs / 2 ** (last - at) + 0.5)), size, at == last) for at, size in enumerate(sizes)
    ]


def survivors(scores: Mapping[int, float], keep: int) -> list[int]:
    """The best arms by place, in their order; the baseline, arm 0, is always one of them. Failed ones have no score."""
    order = sorted((at for at in scores if at != 0), key=lambda at: (-scores[at], at))
    return sorted({0, *order[: max(0, keep - 1)]})
