"""Arms and seeds that train together: one for itself, or several of one structure as one stacked model.

Must not know events, budgets or files.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from class_balance.config import LossConfig
from class_balance.losses import ClassBalancedLoss, loss_of, wide
from class_balance.schedule import is_reweighted
from class_balance.train.checkpoint import Checkpoint
from class_balance.train.distributed import Processes, synchronise_batch_norm
from class_balance.train.graph import CapturedStep
from class_balance.train.learner import Learner, SingleLearner, StackedLearner
from class_balance.train.models import build_model, last_layer
from class_balance.train.optimiser import (
    build_optimiser,
    load_optimiser_state,
    optimiser_state,
    peak_rate,
    rate_at,
    set_rate,
)
from class_balance.train.plan import EpochPlan, Planner, generator_for
from class_balance.train.request import Arm, RunRequest
from class_balance.train.source import Source


@dataclass(frozen=True, eq=False)
class Job:
    """One arm and seed; `index` is the arm's place in the request."""

    index: int
    arm: Arm
    config: LossConfig
    seed: int


@dataclass(frozen=True)
class Setting:
    """What all cohorts of a run share."""

    request: RunRequest
    source: Source
    device: torch.device
    processes: Processes
    #: Type of autocast; None: none.
    half: torch.dtype | None = None
    compiled: bool = False
    #: Record the step as a CUDA graph.
    captured: bool = False
    #: Parts that a batch is taken in, for devices too small for the whole.
    parts: int = 1


class Cohort:
    """K jobs of one structure, from their checkpoints on.

    Args:
        jobs: with the same last layer, decay of the bias, epochs done and samples an epoch.
        checkpoints: of the jobs, in their order.
        setting: of the run.
    """

    def __init__(self, jobs: Sequence[Job], checkpoints: Sequence[Checkpoint], setting: Setting) -> None:
        self.jobs = jobs
        self.records = [checkpoint.record for checkpoint in checkpoints]
        self._setting = setting
        request, source, device = setting.request, setting.source, setting.device
        self._stream = None
        # DistributedDataParallel orders its own streams by the default one.
        if device.type == "cuda" and setting.processes.world == 1:
            self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        self._learner = self._build(checkpoints)
        self._parameters = self._learner.parameters()
        self._losses = [loss_of(job.config) for job in jobs]
        self._planners = [Planner(job.config, source.labels["train"], job.seed, source.margin) for job in jobs]
        # Fused optimisers take a rate on the device in float32 alone.
        rate = torch.zeros((), dtype=torch.float32, device=device) if setting.captured else 0.0
        self._optimiser = build_optimiser(request.optimiser, self._parameters, self._undecayed(), rate)
        if checkpoints[0].optimiser:
            states = [checkpoint.optimiser for checkpoint in checkpoints]
            load_optimiser_state(self._optimiser, self._parameters, list(states), self._stacked)
        self._captured = None
        if setting.captured and self._stream is not None:
            self._captured = CapturedStep(self._stream)
        if self._stream is not None:
            # What was made here lies on the default stream.
            torch.cuda.synchronize(device)

    @property
    def epoch(self) -> int:
        """Epochs done."""
        return self.records[0].epoch

    @property
    def input_size(self) -> int:
        """Numbers in one sample."""
        return math.prod(self._setting.source.shape)

    @property
    def _stacked(self) -> bool:
        return self._learner.count > 1

    def _build(self, checkpoints: Sequence[Checkpoint]) -> Learner:
        setting = self._setting
        models = [_model(job, setting) for job in self.jobs]
        learner: Learner
        if len(models) == 1:
            distributed = setting.processes.world > 1
            learner = SingleLearner(models[0], distributed=distributed, compiled=setting.compiled)
        else:
            learner = StackedLearner(models)
        for at, checkpoint in enumerate(checkpoints):
            if checkpoint.model:
                learner.load(at, checkpoint.model)
        return learner

    def _undecayed(self) -> str | None:
        config = self.jobs[0].config
        if config.initial_bias is None:
            return None
        model = _bare(self.jobs[0], self._setting)
        parent, name = last_layer(model, len(config.classes))
        bias = getattr(parent, name).bias
        return next(name for name, one in model.named_parameters() if one is bias)

    def epoch_steps(self, stopped: Callable[[], None]) -> Iterator[float]:
        """Trains one epoch; yields the share of it that is done after each step.

        `stopped` is called before each step and may raise.
        """
        setting = self._setting
        epoch = self.epoch
        plans = [planner.plan(epoch) for planner in self._planners]
        size, number = setting.request.optimiser.batch_size, plans[0].rows.numel()
        with self._on_stream():
            self._sums = torch.zeros(len(self.jobs), device=setting.device)
            placed = [setting.source.placed(plan) for plan in plans]
        self._seen = 0
        # For dropout and the like; what is drawn for samples has its own source.
        torch.manual_seed(generator_for(self.jobs[0].seed, epoch, 2).initial_seed())
        self._learner.train(True)
        for loss in self._losses:
            loss.set_epoch(epoch)
        starts = range(0, number, size)
        batches = [setting.source.training(self._slices(plan, starts)) for plan in placed]
        try:
            for at, start in enumerate(starts):
                stopped()
                stop = min(start + size, number)
                with self._on_stream():
                    set_rate(self._optimiser, self._rate(at, len(starts)))
                    self._sums += self._batch(batches, plans, start, stop) * (stop - start)
                self._seen += stop - start
                yield (at + 1) / len(starts)
        finally:
            # Whoever leaves in the middle may give memory away that the stream still works on.
            self._join()
        for record in self.records:
            record.epoch = epoch + 1

    def _rate(self, step: int, steps: int) -> float:
        request = self._setting.request
        peak = peak_rate(request.optimiser, request.model.name)
        return rate_at(request.optimiser, peak, self.epoch + step / steps, request.budget.epochs)

    def _slices(self, plan: EpochPlan, starts: range) -> Iterator[EpochPlan]:
        rank, world = self._setting.processes.rank, self._setting.processes.world
        for start in starts:
            stop = min(start + starts.step, plan.rows.numel())
            for part in range(self._setting.parts):
                # A part is what another process would take: every world-th sample.
                whole = plan.part(start, stop, rank, world)
                yield whole.part(0, whole.rows.numel(), part, self._setting.parts)

    def _batch(
        self, batches: Sequence[Iterator[tuple[Tensor, Tensor]]], plans: Sequence[EpochPlan], start: int, stop: int
    ) -> Tensor:
        """One step on a batch; the losses of the jobs, shape (K,)."""
        setting = self._setting
        if setting.parts == 1 and setting.processes.world == 1:
            taken = [next(one) for one in batches]
            x = torch.stack([x for x, _ in taken]) if self._stacked else taken[0][0][None]
            y = torch.stack([y for _, y in taken])
            if self._captured is not None:
                key = tuple(is_reweighted(job.config.start, self.epoch) for job in self.jobs)
                return self._captured(self._step, x, y, key)
            return self._step(x, y)
        return self._step_in_parts(batches[0], plans[0].part(start, stop))

    def _step(self, x: Tensor, y: Tensor) -> Tensor:
        """One step on inputs (K, batch, ...) and labels (K, batch); none where no image of the batch can be decoded."""
        if y.numel() == 0:
            return torch.zeros(len(self.jobs), device=self._setting.device)
        self._optimiser.zero_grad(set_to_none=True)
        with self._autocast():
            logits = self._learner.forward(x, shared=False)
        losses = torch.stack([loss(logits[at], y[at]) for at, loss in enumerate(self._losses)])
        losses.sum().backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        return losses.detach()

    def _step_in_parts(self, batches: Iterator[tuple[Tensor, Tensor]], batch: EpochPlan) -> Tensor:
        """The same step where the batch is spread over parts or processes: sums over the divisor of the whole."""
        setting = self._setting
        loss, world = self._losses[0], setting.processes.world
        divisor = _divisor(loss, torch.from_numpy(setting.source.labels["train"])[batch.rows])
        self._optimiser.zero_grad(set_to_none=True)
        total = torch.zeros((), device=setting.device)
        for _ in range(setting.parts):
            x, y = next(batches)
            # Processes wait for each other: one that got no sample of a small batch still takes part in its step.
            if y.numel() == 0 and world == 1:
                continue
            with self._autocast():
                logits = self._learner.forward(x[None], shared=False)[0]
            losses, weights, _labels = loss.terms(wide(logits), y)
            share = (weights * losses).sum() / divisor
            # DistributedDataParallel takes the mean over processes.
            (share * world).backward()  # type: ignore[no-untyped-call]
            total += share.detach()
        self._optimiser.step()
        return setting.processes.sum(total)[None]

    def mean_losses(self) -> list[float]:
        """Mean training loss of each job in the epoch that is going on or was last; waits for the device."""
        self._join()
        return [float(one) / max(1, self._seen) for one in self._sums.cpu()]

    def logits(self, split: str, batch: int) -> Iterator[tuple[Tensor, NDArray[np.int64]]]:
        """Logits (K, batch, C) and labels of this process's share of a split."""
        setting = self._setting
        labels = setting.source.labels[split]
        rank, world = setting.processes.rank, setting.processes.world
        first, last = labels.size * rank // world, labels.size * (rank + 1) // world
        self._learner.train(False)
        for start in range(first, last, batch):
            stop = min(start + batch, last)
            with torch.no_grad(), self._on_stream(), self._autocast():
                x, _ = setting.source.evaluation(split, start, stop)
                found = wide(self._learner.forward(x, shared=True))
            self._join()
            yield found, labels[start:stop]

    def checkpoint(self, at: int) -> Checkpoint:
        """The state of a job; waits for the device."""
        self._join()
        state = {name: one.detach() for name, one in self._learner.state(at).items()}
        memory = optimiser_state(self._optimiser, self._parameters, at, self._stacked)
        return Checkpoint(self.records[at], state, memory)

    def _autocast(self) -> contextlib.AbstractContextManager[object]:
        if self._setting.half is None:
            return contextlib.nullcontext()
        # A graph must not remember casts of parameters that change.
        return torch.autocast(self._setting.device.type, self._setting.half, cache_enabled=self._captured is None)

    def _on_stream(self) -> contextlib.AbstractContextManager[object]:
        return contextlib.nullcontext() if self._stream is None else torch.cuda.stream(self._stream)

    def _join(self) -> None:
        if self._stream is not None:
            self._stream.synchronize()


def _bare(job: Job, setting: Setting) -> nn.Module:
    """The model of a job as its seed makes it: the same for every arm, device and number of processes."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(job.seed)
        return build_model(setting.request.model, setting.source.shape, job.config)


def _model(job: Job, setting: Setting) -> nn.Module:
    model = _bare(job, setting)
    if setting.processes.world > 1:
        model = synchronise_batch_norm(model, setting.device)
    model = model.to(setting.device)
    if len(setting.source.shape) == 3:
        for parameter in model.parameters():
            if parameter.dim() == 4:
                parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)
    return model


def _divisor(loss: ClassBalancedLoss, labels: Tensor) -> float:
    """What the summed loss of a whole batch is divided by."""
    weights = loss.weights_now(torch.zeros((), dtype=torch.float64))
    whole = float(labels.numel()) if loss.reduction == "mean" else float(weights[labels].sum())
    return max(whole, math.ulp(0.0)) if loss.reduction != "sum" else 1.0
