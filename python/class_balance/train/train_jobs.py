"""Trains jobs up to an epoch: step by step in turns, with progress, checkpoints, failed arms and too little memory.

Must not know verdicts or how a run is put together.
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch

from class_balance.train.checkpoint import Checkpoint, Record, load_checkpoint, save_checkpoint
from class_balance.train.cohort import Cohort, Job, Setting
from class_balance.train.events import Emit
from class_balance.train.predict import measure
from class_balance.train.problems import TrainError, is_out_of_memory
from class_balance.train.sharing import Sharing, stacks_of

#: No more than ten progress events a second; reading a loss makes a GPU wait, so fewer.
_PROGRESS_SECONDS = 0.5


class Bench:
    """Where the jobs of a run are trained and their checkpoints kept.

    Args:
        folder: the run folder.
        setting: what cohorts share; replaced by one that takes batches in two parts where memory runs out.
        sharing: how jobs share the device.
        emit: the run's voice.
        checkpoint_seconds: between two checkpoints of a cohort.
        check: called before each step and at the end of each epoch (True); raises StoppedError.
    """

    def __init__(
        self,
        folder: Path,
        *,
        setting: Setting,
        sharing: Sharing,
        emit: Emit,
        checkpoint_seconds: float,
        check: Callable[[bool], None],
    ) -> None:
        self._folder = folder
        self._setting = setting
        self._sharing = sharing
        self._emit = emit
        self._pause = checkpoint_seconds
        self._check = check
        self._records: dict[Job, Record] = {}
        self._last_progress = 0.0
        self._started = time.monotonic()
        self._epochs_done = 0
        self._epochs_left = 0

    def path(self, job: Job) -> Path:
        """The checkpoint of a job."""
        return self._folder / "checkpoints" / f"{job.index:03d}-{job.seed}.pt"

    def load(self, job: Job) -> Checkpoint:
        """The checkpoint of a job, a fresh one where there is none. Raises TrainError where it is broken."""
        processes, found = self._setting.processes, None
        if processes.first:
            found = load_checkpoint(self.path(job), self._setting.request.digest)
        checkpoint = processes.agree(found) or Checkpoint(Record())
        self._records[job] = checkpoint.record
        return checkpoint

    def record(self, job: Job) -> Record:
        """What is known of a job."""
        if job not in self._records:
            self.load(job)
        return self._records[job]

    def expect(self, jobs: Sequence[Job]) -> None:
        """Says what is still to be trained in all, for the time left."""
        epochs = self._setting.request.budget.epochs
        self._epochs_left = sum(epochs - self.record(job).epoch for job in self.left(jobs, epochs))

    def left(self, jobs: Sequence[Job], until: int) -> list[Job]:
        """The jobs that have not come to an epoch and still may."""
        return [job for job in jobs if self.record(job).epoch < until and not self.record(job).over]

    def train(self, jobs: Sequence[Job], until: int) -> None:
        """Trains jobs to an epoch. Raises StoppedError; TrainError where memory does not do for half a batch.

        Where one of several processes runs out of memory the others are in the middle of a step, and cannot be asked.
        """
        model = self._setting.request.model.name
        while left := self.left(jobs, until):
            cohorts = stacks_of(left, {job: self.record(job).epoch for job in left}, self._sharing, model)
            try:
                self._together([self._cohort(one) for one in cohorts[: self._sharing.streams]], until)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error) or self._setting.processes.world > 1:
                    raise
            else:
                continue
            # Not before the error is gone: its traceback holds what the step had allocated.
            self._with_less_memory()

    def evaluate(self, job: Job) -> Record:
        """The record of a trained job with its final metrics, measured and kept where they are not there yet."""
        if "test" not in self.record(job).final:
            cohort = self._cohort([job])
            record = self.record(job)
            for split in self._measured_splits():
                found = measure(cohort, split, self._setting.processes)[0]
                record.final[split] = found.plain.document()
                record.adjusted[split] = found.adjusted.document()
            self.save(job, cohort.checkpoint(0))
        return self.record(job)

    def score(self, job: Job, until: int) -> float | None:
        """What arms are compared by while some are dropped, None for a job that failed before."""
        record = self.record(job)
        if until not in record.validation and record.epoch == until and not record.over:
            cohort = self._cohort([job])
            found = measure(cohort, self._measured_splits()[0], self._setting.processes)[0]
            self.record(job).validation[until] = found.plain.balanced_accuracy
            self.save(job, cohort.checkpoint(0))
        return self.record(job).validation.get(until)

    def _measured_splits(self) -> list[str]:
        return [name for name in ("val", "test") if self._setting.source.labels[name].size > 0]

    def drop(self, job: Job, reason: str) -> None:
        """Marks a job as dropped, once."""
        if not self.record(job).over:
            checkpoint = self.load(job)
            checkpoint.record.dropped = reason
            self.save(job, checkpoint)
            self._emit("arm", arm=job.arm.name, seed=job.seed, state="dropped", reason=reason)

    def fail(self, job: Job, reason: str) -> None:
        """Marks a job as failed; the others go on."""
        checkpoint = self.load(job)
        checkpoint.record.failed = reason
        self.save(job, checkpoint)
        self._emit("arm", arm=job.arm.name, seed=job.seed, state="failed", reason=reason)

    def _cohort(self, jobs: Sequence[Job]) -> Cohort:
        return Cohort(jobs, [self.load(job) for job in jobs], self._setting)

    def _together(self, cohorts: Sequence[Cohort], until: int) -> None:
        for cohort in cohorts:
            for job in cohort.jobs if cohort.epoch == 0 else []:
                self._emit("arm", arm=job.arm.name, seed=job.seed, state="started")
        running = [self._to_epoch(cohort, until) for cohort in cohorts]
        while running:
            # One step of each in turn: on a GPU they then run side by side.
            running = [one for one in running if next(one, None) is not None]

    def _to_epoch(self, cohort: Cohort, until: int) -> Iterator[bool]:
        saved = time.monotonic()
        while cohort.epoch < until and not all(record.over for record in cohort.records):
            began = time.monotonic()
            for share in cohort.epoch_steps(lambda: self._check(False)):
                self._progress(cohort, share, began)
                yield True
            self._after_epoch(cohort)
            finished = cohort.epoch == self._setting.request.budget.epochs
            if finished or cohort.epoch == until or time.monotonic() - saved >= self._pause:
                for at, job in enumerate(cohort.jobs):
                    self.save(job, cohort.checkpoint(at))
                saved = time.monotonic()
            for job, record in zip(cohort.jobs, cohort.records, strict=True):
                if finished and record.failed is None:
                    kept = self.path(job).relative_to(self._folder).as_posix()
                    self._emit("arm", arm=job.arm.name, seed=job.seed, state="finished", checkpoint=kept)
            self._check(True)
        for at, job in enumerate(cohort.jobs):
            if cohort.records[at].failed is not None:
                self.save(job, cohort.checkpoint(at))

    def _after_epoch(self, cohort: Cohort) -> None:
        self._epochs_done += len(cohort.jobs)
        self._epochs_left -= len(cohort.jobs)
        losses = cohort.mean_losses()
        for job, record, loss in zip(cohort.jobs, cohort.records, losses, strict=True):
            if not math.isfinite(loss) and record.failed is None:
                record.failed = f"the loss is {loss} in epoch {cohort.epoch}"
                self._emit("arm", arm=job.arm.name, seed=job.seed, state="failed", reason=record.failed)
        if self._setting.source.labels["val"].size == 0 or all(record.over for record in cohort.records):
            return
        for job, record, found in zip(
            cohort.jobs, cohort.records, measure(cohort, "val", self._setting.processes), strict=True
        ):
            if record.failed is None:
                record.validation[cohort.epoch] = found.plain.balanced_accuracy
                self._emit(
                    "metrics",
                    arm=job.arm.name,
                    seed=job.seed,
                    epoch=cohort.epoch,
                    split="val",
                    final=False,
                    metrics=found.plain.document(),
                )

    def _progress(self, cohort: Cohort, share: float, began: float) -> None:
        now = time.monotonic()
        if now - self._last_progress < _PROGRESS_SECONDS and share < 1:
            return
        self._last_progress = now
        # After its last step the cohort counts the epoch as done only once the caller goes on.
        epoch = cohort.epoch + share
        samples = share * self._setting.source.labels["train"].size * len(cohort.jobs)
        for job, loss in zip(cohort.jobs, cohort.mean_losses(), strict=True):
            self._emit(
                "progress",
                arm=job.arm.name,
                seed=job.seed,
                epoch=epoch,
                epochs=self._setting.request.budget.epochs,
                loss=loss,
                rate=samples / max(1e-9, now - began),
                remaining=self._remaining(now),
            )

    def _remaining(self, now: float) -> float | None:
        if self._epochs_done == 0:
            return None
        return (now - self._started) / self._epochs_done * max(0, self._epochs_left)

    def save(self, job: Job, checkpoint: Checkpoint) -> None:
        """Keeps the state of a job. OSError where the disk is full."""
        self._records[job] = checkpoint.record
        if self._setting.processes.first:
            save_checkpoint(self.path(job), checkpoint, self._setting.request.digest)

    def _with_less_memory(self) -> None:
        """The next thing to try, or TrainError. What was not saved is trained again."""
        self._records.clear()
        if self._setting.device.type == "cuda":
            torch.cuda.empty_cache()
        size = self._setting.request.optimiser.batch_size
        if self._sharing != Sharing():
            self._sharing = Sharing()
            self._emit("log", level="warning", message="Out of memory: arms and seeds now train one after another.")
        elif self._setting.parts == 1 and size > 1:
            self._setting = dataclasses.replace(self._setting, parts=2, captured=False)
            self._emit(
                "log",
                level="warning",
                message=f"Out of memory: each batch of {size} is now taken in two halves; "
                "batch norm sees the halves, so arms trained before may differ a little.",
            )
        else:
            raise TrainError(
                f"out of memory even with half a batch of {size}: choose a smaller batch size, model or image size"
            )
