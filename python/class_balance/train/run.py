"""A whole run in its folder: data, rungs of growing budgets, final metrics, verdict, loss config.

Must not know the command line. The folder alone is enough to resume it.
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch

from class_balance.train.arms import config_of
from class_balance.train.cluster import RayBench
from class_balance.train.cohort import Job, Setting
from class_balance.train.coverage import coverage_warnings
from class_balance.train.data import read_packed
from class_balance.train.device import describe, environment, half_precision
from class_balance.train.distributed import Processes
from class_balance.train.events import Emit, spent_seconds
from class_balance.train.files import FileSource, read_files
from class_balance.train.halving import rungs_of, survivors
from class_balance.train.options import Options
from class_balance.train.outcome import write_loss_config
from class_balance.train.problems import StoppedError, TrainError
from class_balance.train.request import FileData, PackedData, RunClass, RunRequest, WorkspaceData
from class_balance.train.sharing import Sharing
from class_balance.train.source import ArraySource, Source
from class_balance.train.train_jobs import Bench
from class_balance.train.tune import tuned
from class_balance.train.verdict import Outcome, adjusted_name, verdict_of

#: Samples left out that are named.
_MOST_EXAMPLES = 20
_NO_VALIDATION = (
    "Nothing is set aside for validation: arms are compared and chosen on the test data, so that the winner’s numbers "
    "are a little too good."
)


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
        self._deadline = math.inf
        if request.budget.seconds is not None:
            # A resumed run has what is left, not all of it anew.
            self._deadline = time.monotonic() + request.budget.seconds - spent_seconds(folder)

    def go(self) -> None:
        """Trains, compares and writes. Raises StoppedError, TrainError, OSError."""
        self._say_start()
        source, classes = open_source(self._request, self._folder, self._device, self._emit)
        jobs = jobs_of(self._request, classes)
        bench = self._bench(source, jobs)
        bench.expect(jobs)
        late = None
        try:
            self._train(bench, jobs)
        except TimeIsUpError as over:
            # The error holds what was being trained, and its memory.
            late = str(over)
        if late is not None:
            self._finish_late(bench, jobs, late)
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

    def _bench(self, source: Source, jobs: Sequence[Job]) -> Bench:
        setting = Setting(
            request=self._request,
            source=source,
            device=self._device,
            processes=self._processes,
            half=half_precision(self._device),
            compiled=self._options.compiled,
        )
        sharing = Sharing()
        if not self._request.engine.ray:
            setting, sharing = tuned(setting, self._options, jobs, self._emit)
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
        budget, first = self._request.budget, self._request.seeds[0]
        rungs = rungs_of(len(self._request.arms), budget.epochs, budget.halving)
        left = list(range(len(self._request.arms)))
        for rung, after in zip(rungs, [*rungs[1:], rungs[-1]], strict=True):
            taken = [job for job in jobs if job.index in left and (rung.final or job.seed == first)]
            bench.train(taken, rung.until)
            if rung.final:
                return
            found = {job.index: bench.score(job, rung.until) for job in taken}
            scores = {at: score for at, score in found.items() if score is not None}
            kept = survivors(scores, after.arms)
            reason = f"Not among the best {after.arms} after {rung.until} of {budget.epochs} epochs."
            for job in taken:
                if job.index in scores and job.index not in kept:
                    bench.drop(job, reason)
            left = kept

    def _finish_late(self, bench: Bench, jobs: Sequence[Job], reason: str) -> None:
        """What is not finished is dropped, all but the plain baseline: without it there is nothing to compare with."""
        self._deadline = math.inf
        for job in jobs:
            if job.index != 0 and bench.record(job).epoch < self._request.budget.epochs:
                bench.drop(job, reason)
        bench.train([job for job in jobs if job.index == 0], self._request.budget.epochs)

    def _measure(self, bench: Bench, jobs: Sequence[Job]) -> list[Outcome]:
        """What the jobs came to, the baseline's adjusted logits among them; says so."""
        outcomes: list[Outcome] = []
        for job in jobs:
            record = bench.record(job)
            if record.over or record.epoch < self._request.budget.epochs:
                continue
            record = bench.evaluate(job)
            rows = [(job.arm.name, record.final)]
            if job.index == 0:
                rows.append((adjusted_name(job.arm.name), record.adjusted))
            for name, found in rows:
                outcomes.append(Outcome(name, job.seed, found["test"], found.get("val")))
                for split, metrics in found.items():
                    said = {"arm": name, "seed": job.seed, "epoch": record.epoch, "split": split}
                    self._emit("metrics", **said, final=True, metrics=metrics)
        return outcomes

    def _conclude(self, jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> None:
        baseline = self._request.arms[0].name
        if not any(one.arm == baseline for one in outcomes):
            raise TrainError(f"The plain baseline “{baseline}” could not be trained.")
        verdict = verdict_of(outcomes, baseline, [arm.name for arm in self._request.arms])
        self._emit("verdict", ranking=list(verdict.ranking), chosen=verdict.chosen, statement=verdict.statement)
        config = next(job.config for job in jobs if job.arm.name == verdict.chosen)
        if self._processes.first:
            environment = {**self._environment, "model": self._request.model.name}
            write_loss_config(self._folder, config, verdict, self._request.seeds, environment)


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
        packed = read_packed(data, folder, classes)
        source = ArraySource(packed, device)
        skipped = packed.odd.size
        examples = [{"path": f"row {row}", "reason": "holds NaN or an infinity"} for row in packed.odd[:_MOST_EXAMPLES]]
    elif isinstance(data, FileData):
        listed = read_files(data, folder, classes)
        source = FileSource(listed, device, request.engine.workers, emit)
        skipped, examples = listed.skipped, listed.examples
        counts = np.bincount(source.labels["train"], minlength=len(classes))
        classes = tuple(dataclasses.replace(one, count=int(count)) for one, count in zip(classes, counts, strict=True))
    else:
        raise TrainError(
            "“data.kind” is 'workspace': the data must be prepared first. “class-balance train --config run.json” and "
            "the extension do that, train, and leave prepared.json beside run.json, which can be named here as well"
        )
    sizes = {name: int(labels.size) for name, labels in source.labels.items()}
    emit("data", **sizes, skipped=skipped, examples=list(examples))
    _check_sizes(source, classes)
    for message in coverage_warnings(classes, source.labels["val"], source.labels["test"]):
        emit("log", level="warning", message=message)
    if sizes["val"] == 0:
        emit("log", level="warning", message=_NO_VALIDATION)
    return source, classes


def _check_sizes(source: Source, classes: Sequence[RunClass]) -> None:
    train = source.labels["train"]
    if train.size == 0:
        raise TrainError("There is no sample to train on.")
    if source.labels["test"].size == 0:
        raise TrainError("There is no sample to test on.")
    if train.min() == train.max():
        name = classes[int(train[0])].name
        raise TrainError(
            f"All {train.size} training samples are of the class “{name}”; there is nothing to tell apart."
        )


def _prepared(request: RunRequest) -> tuple[RunClass, ...]:
    if not request.classes and not isinstance(request.data, WorkspaceData):
        raise TrainError("“classes” is empty: the data must be prepared first")
    return request.classes
