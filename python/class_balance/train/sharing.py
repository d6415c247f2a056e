"""Which arms and seeds train side by side on one device, and how: stacked, on streams of their own, or in turn.

Must not know events or budgets.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from class_balance.train.cohort import Job
from class_balance.train.models import OWN_MODELS


@dataclass(frozen=True)
class Sharing:
    """`stack`: jobs in one stacked model, at most; `streams`: cohorts that take turns step by step, at most."""

    stack: int = 1
    streams: int = 1

    def __str__(self) -> str:
        return f"{self.stack} stacked, {self.streams} side by side"


def stacks_of(jobs: Sequence[Job], epochs: Mapping[Job, int], sharing: Sharing, model: str) -> list[list[Job]]:
    """The jobs in cohorts, in their order; only what has one structure, pace and number of epochs done is stacked."""
    groups: dict[Hashable, list[list[Job]]] = {}
    cohorts: list[list[Job]] = []
    for job in jobs:
        key = (*_structure(job), epochs[job])
        alone = model not in OWN_MODELS or job.config.sampler == "repeat-factor"
        open_ = groups.setdefault(key, [])
        if not alone and open_ and len(open_[-1]) < sharing.stack:
            open_[-1].append(job)
            continue
        cohort = [job]
        cohorts.append(cohort)
        if not alone:
            open_.append(cohort)
    return cohorts


def _structure(job: Job) -> tuple[Hashable, ...]:
    """What must be equal in a stack: the last layer, and whether its bias decays."""
    return job.config.loss.family == "ldam", job.config.initial_bias is None
