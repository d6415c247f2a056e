"""How arms and seeds share a GPU, measured on it with the run's own model: stacked, side by side, captured.

Must not know events beyond saying what it found. Trials change nothing that is trained or kept.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Sequence

import torch

from class_balance.train.checkpoint import Checkpoint, Record
from class_balance.train.cohort import Cohort, Job, Setting
from class_balance.train.events import Emit
from class_balance.train.options import Options
from class_balance.train.problems import first_line
from class_balance.train.sharing import Sharing, stacks_of

#: Steps of a trial that are not timed (a graph is recorded in them), and that are.
_WARM_UP, _TIMED = 8, 40
_STREAMS = (1, 2, 4, 8)
_STACKS = (4, 10, 30)
#: Six in a stack were 1.1 to 2.0 times as fast as one after another for what has no convolution.
_CPU_STACK = 6


def tuned(setting: Setting, options: Options, jobs: Sequence[Job], emit: Emit) -> tuple[Setting, Sharing]:
    """The setting and sharing of a run: as the options say, else the fastest in a short trial on CUDA.

    A deterministic run is not measured: its numbers must not hang on a clock, nor their last digits on which arms were
    left when it was resumed. On a CPU linear models and perceptrons are stacked, and convolutions take turns:
    bench/pytorch/stacking.py measured both.
    """
    stack = options.stack or 1
    if stack > 1 and not setting.source.steady:
        stack = 1
        message = "Models are not stacked: images that cannot be decoded leave batches of different sizes."
        emit("log", level="warning", message=message)
    sharing = Sharing(stack, options.streams or 1)
    alone = setting.processes.world == 1
    settled = options.stack is not None or options.streams is not None or options.captured is not None
    if _stacks_on_cpu(setting) and not settled and len(jobs) > 1:
        sharing = Sharing(stack=_CPU_STACK)
        emit("log", level="info", message=f"On a CPU such models are faster together: {_named(setting, sharing)}.")
        return setting, sharing
    if setting.device.type != "cuda" or not alone or settled or setting.request.engine.deterministic or not jobs:
        captured = bool(options.captured) and setting.device.type == "cuda" and alone
        return dataclasses.replace(setting, captured=captured), sharing
    best, fastest = (setting, sharing), 0.0
    for candidate, shared in _candidates(setting, len(jobs)):
        try:
            # Not behind it: older PyTorch cannot even give memory back once the recording of a graph has failed.
            torch.cuda.empty_cache()
            rate = steps_a_second(candidate, shared, jobs)
        except RuntimeError as error:
            # Too little memory, or what this PyTorch cannot capture: the others remain.
            emit("log", level="info", message=f"{_named(candidate, shared)}: not possible ({first_line(error)})")
            continue
        emit("log", level="info", message=f"{_named(candidate, shared)}: {rate:.0f} steps a second over all models")
        if rate > fastest:
            best, fastest = (candidate, shared), rate
    emit("log", level="info", message=f"Chosen as the fastest: {_named(*best)}.")
    return best


def _stacks_on_cpu(setting: Setting) -> bool:
    request = setting.request
    fitting = setting.device.type == "cpu" and setting.processes.world == 1 and not setting.compiled
    fitting = fitting and setting.source.steady
    return fitting and request.model.name in ("linear", "mlp") and not request.engine.deterministic


def _candidates(setting: Setting, jobs: int) -> list[tuple[Setting, Sharing]]:
    captured = dataclasses.replace(setting, captured=True)
    streams = [(captured, Sharing(1, one)) for one in _STREAMS if one <= jobs]
    stacks = [(captured, Sharing(one, 1)) for one in _STACKS if one <= jobs and setting.source.steady]
    return [(setting, Sharing()), *streams, *stacks]


def _named(setting: Setting, sharing: Sharing) -> str:
    return f"{sharing}, {'captured' if setting.captured else 'step by step'}"


def steps_a_second(setting: Setting, sharing: Sharing, jobs: Sequence[Job], steps: int = _TIMED) -> float:
    """Training steps a second over all models together, of throw-away models."""
    stacks = stacks_of(jobs, dict.fromkeys(jobs, 0), sharing, setting.request.model.name)[: sharing.streams]
    cohorts = [Cohort(stack, [Checkpoint(Record()) for _ in stack], setting) for stack in stacks]
    models = sum(len(stack) for stack in stacks)
    endless = [_endless(cohort) for cohort in cohorts]
    started = 0.0
    for step in range(_WARM_UP + steps):
        if step == _WARM_UP:
            _wait(setting.device)
            started = time.perf_counter()
        for one in endless:
            next(one)
    _wait(setting.device)
    return models * steps / (time.perf_counter() - started)


def _endless(cohort: Cohort) -> Iterator[float]:
    while True:
        yield from cohort.epoch_steps(_go_on)


def _go_on() -> None:
    """A trial is not stopped."""


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
