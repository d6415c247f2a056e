"""A whole run in its folder: data, rungs of growing budgets, final metrics, verdict, loss config.

Must not know the command line. The folder alone is enough to resume it.
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from class_balance.train.arms import config_of
from class_balance.train.cluster import RayBench
from class_balance.train.cohort import Job, Setting
from class_balance.train.data import read_packed
from class_balance.train.device import describe, environment, half_precision
from class_balance.train.distributed import Processes
from class_balance.train.files import FileSource, read_files
from class_balance.train.options import Options
from class_balance.train.outcome import write_loss_config
from class_balance.train.problems import StoppedError, TrainError
from class_balance.train.request import FileData, PackedData, RunClass, RunRequest, WorkspaceData
from class_balance.train.sharing import Sharing
from class_balance.train.source import ArraySource, Source
from class_balance.train.train_jobs import Bench, Emit
from class_balance.train.verdict import adjusted_name, verdict_of

#: Shares of the epochs after which the worse half of the arms is dropped.
_RUNGS = (0.25, 0.5)


class TimeIsUpError(StoppedError):
    """The budget's seconds are over; what is finished counts."""


class Run:
    """A run on this process's device.

    Args:
        request: what to do.
        folder: the run folder.
        device: of this process.
        reason: why this device.
        processes: this one among all.
        options: of the command line.
        emit: the run's voice.
        stopped: whether somebody wants the run to end.
    """

    def __init__(
        self,
        request: RunRequest,
        folder: Path,
        *,
        device: torch.device,
        reason: str,
        processes: Processes,
        options: Options,
        emit: Emit,
        stopped: Callable[[], bool],
    ) -> None:
        self._request, self._folder, self._device, self._reason = request, folder, device, reason
        self._processes, self._options, self._emit, self._stopped = processes, options, emit, stopped
        self._deadline = math.inf if request.budget.seconds is None else time.monotonic() + request.budget.seconds

    def go(self) -> None:
        """Trains, compares and writes. Raises StoppedError, TrainError, OSError."""
        self._say_start()
        source, classes = open_source(self._request, self._folder, self._device, self._emit)
        self._final = self._final_split(source)
        bench = self._bench(source)
        jobs = jobs_of(self._request, classes)
        bench.expect(jobs)
        try:
            self._train(bench, jobs)
        except TimeIsUpError as over:
            for job in jobs:
                if bench.record(job).epoch < self._request.budget.epochs:
                    bench.drop(job, str(over))
        self._conclude(jobs, self._measure(bench, jobs))

    def _say_start(self) -> None:
        self._environment = environment(self._device)
        if self._processes.world > 1:
            self._environment["processes"] = str(self._processes.world)
        self._emit(
            "start",
            engine="pytorch",
            device=describe(self._device),
            reason=self._reason,
            environment=self._environment,
            arms=[arm.name for arm in self._request.arms],
            seeds=list(self._request.seeds),
            classes=[{"name": one.name, "count": one.count} for one in self._request.classes],
            resumed=self._options.resume,
        )

    def _final_split(self, source: Source) -> str:
        if source.labels["test"].size > 0:
            return "test"
        if source.labels["val"].size > 0:
            self._emit("log", level="warning", message="There are no test samples: the verdict is of the val split.")
            return "val"
        raise TrainError("there are no test samples to compare the arms on")

    def _bench(self, source: Source) -> Bench:
        setting = Setting(
            request=self._request,
            source=source,
            device=self._device,
            processes=self._processes,
            half=half_precision(self._device),
            compiled=bool(self._options.compiled),
            captured=bool(self._options.captured) and self._device.type == "cuda" and self._processes.world == 1,
        )
        sharing = Sharing(self._options.stack or 1, self._options.streams or 1)
        kind = RayBench if self._request.engine.ray else Bench
        return kind(
            self._folder,
            setting=setting,
            sharing=sharing,
            emit=self._emit,
            checkpoint_seconds=self._options.checkpoint_seconds,
            check=self._check,
        )

    def _check(self, epoch_end: bool) -> None:
        """Several processes can only stop together, at the end of an epoch."""
        if self._processes.world > 1 and not epoch_end:
            return
        wanted, late = self._processes.agree((self._stopped(), time.monotonic() > self._deadline))
        if wanted:
            raise StoppedError("stopped; --resume goes on from the last checkpoints")
        if late:
            raise TimeIsUpError(f"the time budget of {self._request.budget.seconds:g} s is used up")

    def _train(self, bench: Bench, jobs: Sequence[Job]) -> None:
        budget = self._request.budget
        if not budget.halving:
            bench.train(jobs, budget.epochs)
            return
        for until in sorted({max(1, math.floor(share * budget.epochs)) for share in _RUNGS} - {budget.epochs}):
            bench.train(jobs, until)
            for job, reason in _worse_half(bench, jobs, until):
                bench.drop(job, reason)
        bench.train(jobs, budget.epochs)

    def _measure(self, bench: Bench, jobs: Sequence[Job]) -> dict[str, dict[int, Mapping[str, Any]]]:
        """Final metrics documents by arm and seed, the baseline's adjusted logits among them."""
        baseline = self._request.arms[0].name
        found: dict[str, dict[int, Mapping[str, Any]]] = {arm.name: {} for arm in self._request.arms}
        found[adjusted_name(baseline)] = {}
        for job in jobs:
            record = bench.record(job)
            if record.over or record.epoch < self._request.budget.epochs:
                continue
            record = bench.evaluate(job, self._final)
            for name, document in ((job.arm.name, record.final), (adjusted_name(baseline), record.adjusted)):
                if document is not None:
                    found[name][job.seed] = document
                    self._say_final(name, job.seed, record.epoch, document)
        return found

    def _say_final(self, name: str, seed: int, epoch: int, document: Mapping[str, Any]) -> None:
        self._emit("metrics", arm=name, seed=seed, epoch=epoch, split=self._final, final=True, metrics=document)

    def _conclude(self, jobs: Sequence[Job], found: Mapping[str, Mapping[int, Mapping[str, Any]]]) -> None:
        baseline = self._request.arms[0].name
        if not found[baseline]:
            raise TrainError(f"the plain baseline {baseline} has no result, so nothing can be compared with it")
        verdict = verdict_of(baseline, found, [arm.name for arm in self._request.arms])
        config = next(job.config for job in jobs if job.arm.name == verdict.chosen)
        if self._processes.first:
            write_loss_config(self._folder, config, verdict, sorted(found[verdict.chosen]), self._environment)
        self._emit("verdict", ranking=list(verdict.ranking), chosen=verdict.chosen, statement=verdict.statement)


def jobs_of(request: RunRequest, classes: Sequence[RunClass]) -> list[Job]:
    """Arms x seeds, all arms of a seed first: what is done when time is up is then comparable."""
    configs = [config_of(request, arm, classes) for arm in request.arms]
    return [Job(index, arm, configs[index], seed) for seed in request.seeds for index, arm in enumerate(request.arms)]


def open_source(
    request: RunRequest, folder: Path, device: torch.device, emit: Emit
) -> tuple[Source, tuple[RunClass, ...]]:
    """The samples of a run on its device, and its classes with the counts trained on; says what was found.

    Raises:
        TrainError: where the data are not prepared, missing or not as the request says.
    """
    data = request.data
    source: Source
    classes = _prepared(request)
    skipped = 0
    examples: Sequence[Mapping[str, str]] = ()
    if isinstance(data, PackedData):
        source = ArraySource(read_packed(data, folder, classes), device)
    elif isinstance(data, FileData):
        listed = read_files(data, folder, classes)
        source = FileSource(listed, device, request.engine.workers, emit)
        skipped, examples = listed.skipped, listed.examples
        counts = np.bincount(source.labels["train"], minlength=len(classes))
        classes = tuple(dataclasses.replace(one, count=int(count)) for one, count in zip(classes, counts, strict=True))
    else:
        raise TrainError(
            "“data.kind” is 'workspace': the data must be prepared first, "
            "with class-balance train --prepare --config run.json or from the extension"
        )
    sizes = {name: int(labels.size) for name, labels in source.labels.items()}
    emit("data", **sizes, skipped=skipped, examples=list(examples))
    if sizes["train"] == 0:
        raise TrainError("there is no training sample")
    return source, classes


def _prepared(request: RunRequest) -> tuple[RunClass, ...]:
    if not request.classes and not isinstance(request.data, WorkspaceData):
        raise TrainError("“classes” is empty: the data must be prepared first")
    return request.classes


def _worse_half(bench: Bench, jobs: Sequence[Job], until: int) -> list[tuple[Job, str]]:
    """The jobs of the worse half of the arms that came as far as so many epochs; the baseline stays.

    What was dropped here before a resume is ranked again, so that the same arms are dropped.
    """
    scores: dict[int, list[float]] = {}
    for job in jobs:
        validation = bench.record(job).validation
        if until in validation:
            scores.setdefault(job.index, []).append(validation[until])
    if not scores:
        raise TrainError("“budget.halving” needs validation samples to compare the arms on")
    order = sorted((one for one in scores if one != 0), key=lambda one: -sum(scores[one]) / len(scores[one]))
    worse = set(order[max(1, math.ceil(len(order) / 2)) :])
    return [(job, f"in the worse half after {until} epochs") for job in jobs if job.index in worse]
