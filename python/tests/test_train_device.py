"""What a GPU would show first, as far as a processor can: precision, memory, and where optimisers keep theirs."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
import torch.distributed as dist
from torch import Tensor, nn

from class_balance.train import cluster, train_jobs
from class_balance.train.checkpoint import Checkpoint, Record, load_checkpoint, save_checkpoint
from class_balance.train.cohort import Job, Setting
from class_balance.train.device import half_precision
from class_balance.train.distributed import Processes, join
from class_balance.train.optimiser import build_optimiser, load_optimiser_state, optimiser_state
from class_balance.train.problems import TrainError, first_line, is_out_of_memory
from class_balance.train.run import jobs_of
from class_balance.train.sharing import Sharing
from class_balance.train.train_jobs import Bench
from runs import request

CUDA = torch.device("cuda", 0)


@pytest.mark.parametrize("native", [True, False])
def test_half_precision_is_taken_only_where_it_is_not_emulated(native: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: native or including_emulation)
    assert half_precision(CUDA) == (torch.bfloat16 if native else None)


def test_memory_errors_of_gpus_are_recognised() -> None:
    assert is_out_of_memory(RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"))
    error = RuntimeError("CUDA error: operation failed due to a previous error during capture")
    assert not is_out_of_memory(error)
    error.__context__ = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
    assert is_out_of_memory(error)
    assert first_line(MemoryError()) == "MemoryError"


@pytest.mark.parametrize("kind", ["sgd", "adamw"])
@pytest.mark.parametrize("stacked", [False, True])
def test_optimiser_keeps_its_memory_as_the_parameters_lie(kind: str, stacked: bool) -> None:
    """A stack saves rows first, a single model has channels last; fused optimisers do not look at strides."""
    asked = request(optimiser={"kind": kind}).optimiser
    weight = torch.rand(2, 8, 3, 3, 3) if stacked else torch.rand(8, 3, 3, 3).to(memory_format=torch.channels_last)
    given = {"weight": nn.Parameter(weight)}
    before = build_optimiser(asked, given, None, 0.1)
    given["weight"].grad = torch.rand_like(weight)
    before.step()
    states = [optimiser_state(before, given, at, stacked) for at in range(2 if stacked else 1)]
    states = [{"weight": {key: other_layout(one) for key, one in state["weight"].items()}} for state in states]
    after = build_optimiser(asked, given, None, 0.1)
    load_optimiser_state(after, given, list(states), stacked)
    for key, one in before.state[given["weight"]].items():
        found = after.state[given["weight"]][key]
        assert torch.equal(found, one)
        assert found.stride() == (weight.stride() if found.dim() > 0 else ())


def other_layout(one: Tensor) -> Tensor:
    if one.dim() != 4:
        return one
    return one.contiguous() if not one.is_contiguous() else one.contiguous(memory_format=torch.channels_last)


def test_checkpoint_of_a_model_in_a_stack_is_no_larger_than_of_one_alone(tmp_path: Path) -> None:
    stack = torch.rand(50, 1000)
    save_checkpoint(tmp_path / "a.pt", Checkpoint(Record(), {"w": stack[3]}, {"w": {"buffer": stack[4]}}), "x")
    found = load_checkpoint(tmp_path / "a.pt", "x")
    assert found is not None
    assert torch.equal(found.model["w"], stack[3])
    assert torch.equal(found.optimiser["w"]["buffer"], stack[4])
    assert (tmp_path / "a.pt").stat().st_size < 20_000


class Two(Processes):
    """One of two processes that agree on everything."""

    def agree(self, value: Any) -> Any:
        return value


class Full:
    """A cohort for which the device has no room."""

    made: list[weakref.ref[Full]]

    def __init__(self, jobs: list[Job], checkpoints: list[Checkpoint], setting: Setting) -> None:
        del setting
        self.jobs, self.epoch = jobs, 0
        self.records = [one.record for one in checkpoints]
        Full.made.append(weakref.ref(self))

    def epoch_steps(self, stopped: Callable[[], None]) -> Iterator[float]:
        stopped()
        yield 0.5
        raise torch.OutOfMemoryError("CUDA out of memory.")

    def mean_losses(self) -> list[float]:
        return [0.0] * len(self.jobs)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many of these cohorts were alive each time that memory was given back."""
    alive: list[int] = []
    Full.made = []
    monkeypatch.setattr(train_jobs, "Cohort", Full)
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: alive.append(sum(one() is not None for one in Full.made)))
    gc.disable()
    yield alive
    gc.enable()


def train_full(folder: Path, processes: Processes) -> list[str]:
    said: list[str] = []
    asked = request(seeds=[0])
    source: Any = SimpleNamespace(labels={"train": np.zeros(68)})
    bench = Bench(
        folder,
        setting=Setting(asked, source, CUDA, processes),
        sharing=Sharing(streams=2),
        emit=lambda type_, **_: said.append(type_),
        checkpoint_seconds=0,
        check=lambda _epoch_end: None,
    )
    with pytest.raises((TrainError, RuntimeError), match="out of memory"):
        bench.train(jobs_of(asked, asked.classes), 3)
    return [one for one in said if one == "log"]


def test_memory_is_free_before_less_of_it_is_asked_for(full: list[int], tmp_path: Path) -> None:
    assert train_full(tmp_path, Processes()) == ["log", "log"]
    assert len(Full.made) == 4
    assert full == [0, 0, 0]


def test_process_without_memory_leaves_the_others_at_once(full: list[int], tmp_path: Path) -> None:
    """They wait for it within a step: what it asked them next would be taken for the end of that."""
    assert train_full(tmp_path, Two(rank=1, world=2)) == []
    assert full == []


def test_task_of_ray_trains_on_the_gpu_that_it_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(wanted: str) -> None:
        raise TrainError(wanted)

    monkeypatch.setattr(cluster, "choose_device", refuse)
    monkeypatch.setattr(cluster, "configure", lambda *_: None)
    asked = request(engine={"device": "cuda:1", "ray": True})
    with pytest.raises(TrainError, match=r"^cuda$"):
        list(cluster.train_remotely(asked, 0, 0, until=1, checkpoint=None, pause=0))


@pytest.mark.parametrize(
    ("device", "nccl", "backend"), [(CUDA, True, "nccl"), (CUDA, False, "gloo"), ("cpu", True, "gloo")]
)
def test_processes_meet_by_what_their_pytorch_has(
    device: torch.device | str, nccl: bool, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(dist, "is_nccl_available", lambda: nccl)
    monkeypatch.setattr(dist, "init_process_group", lambda *names, device_id, **_: said.append((*names, device_id)))
    join(Processes(world=2), torch.device(device))
    assert said == [(backend, CUDA if backend == "nccl" else None)]
