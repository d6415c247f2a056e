"""Training on a GPU that computes nothing: all of it stays on the device, and no step waits for it.

Run by test_train_fake_cuda.py, in a process of its own.
"""

from __future__ import annotations

import dataclasses
import gc
import weakref
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from class_balance.train.checkpoint import Checkpoint, Record
from class_balance.train.cohort import Cohort, Job, Setting
from class_balance.train.data import Packed
from class_balance.train.distributed import Processes
from class_balance.train.events import silent
from class_balance.train.files import FileSource, Listed
from class_balance.train.learner import Learner
from class_balance.train.models import build_model
from class_balance.train.options import Options
from class_balance.train.plan import Planner
from class_balance.train.predict import measure
from class_balance.train.run import jobs_of
from class_balance.train.sharing import Sharing, stacks_of
from class_balance.train.source import ArraySource
from class_balance.train.tune import tuned
from fake_cuda import CUDA, Gpu, fake_gpu, real, skeleton
from runs import BALANCED, COUNTS, FOCAL, LDAM, PLAIN, arm, arrays, request

ADJUSTED = arm("logit-adjustment", {"family": "logit-adjustment", "tau": 1.5, "scheme": "none"})
ARMS = [arm("softmax", PLAIN), BALANCED, ADJUSTED, FOCAL, LDAM]
CASES = [
    ("mlp", None, "sgd", None),
    ("mlp", None, "adamw", None),
    ("small-cnn", 8, "adamw", torch.bfloat16),
    ("resnet20", 8, "sgd", torch.bfloat16),
]


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gpu]:
    monkeypatch.setattr("class_balance.train.cohort.build_model", real(build_model))
    monkeypatch.setattr(Planner, "plan", real(Planner.plan))
    monkeypatch.setattr("class_balance.train.learner.copy", SimpleNamespace(deepcopy=skeleton))
    with fake_gpu(monkeypatch) as gpu:
        yield gpu
    torch.set_default_dtype(torch.float32)


def setting(model: str, side: int | None, kind: str = "sgd") -> Setting:
    found = arrays(COUNTS, side=side)
    rows = {name: np.flatnonzero(found["split"] == at) for at, name in enumerate(("train", "val", "test"))}
    packed = Packed(found["x"], found["y"].astype(np.int64), rows, np.zeros(0, dtype=np.int64))
    asked = request(model={"name": model}, arms=ARMS, optimiser={"kind": kind, "batchSize": 33})
    return Setting(asked, ArraySource(packed, CUDA), CUDA, Processes())


def stacks(given: Setting, most: int) -> list[list[Job]]:
    jobs = jobs_of(given.request, given.request.classes)
    # Losses do not know the model, and those of images take their time.
    jobs = [jobs[0], jobs[1], jobs[4]] if len(given.source.shape) == 3 else jobs[: len(ARMS)]
    return stacks_of(jobs, dict.fromkeys(jobs, 0), Sharing(stack=most), given.request.model.name)


def cohort_of(jobs: Sequence[Job], given: Setting) -> Cohort:
    return Cohort(jobs, [Checkpoint(Record()) for _ in jobs], given)


def train(cohort: Cohort) -> None:
    for _ in cohort.epoch_steps(lambda: None):
        pass


@pytest.mark.parametrize(("captured", "most"), [(False, 1), (True, 1), (True, 9)])
@pytest.mark.parametrize(("model", "side", "kind", "half"), CASES)
def test_steps_stay_on_the_device_and_do_not_wait(
    gpu: Gpu, captured: bool, most: int, *, model: str, side: int | None, kind: str, half: torch.dtype | None
) -> None:
    given = dataclasses.replace(setting(model, side, kind), half=half, captured=captured)
    for jobs in stacks(given, most):
        cohort = cohort_of(jobs, given)
        for _ in range(2):
            for step, _ in enumerate(cohort.epoch_steps(lambda: None)):
                if step > 0:
                    assert (gpu.waits, gpu.crossings, gpu.off_stream) == ([], [], [])
                gpu.forget()
    assert len(gpu.graphs) == (len(stacks(given, most)) if captured else 0)


def test_graph_is_recorded_anew_when_weights_come_in_and_replayed_else(gpu: Gpu) -> None:
    # As other tests have it on a GPU; the rate must not follow.
    torch.set_default_dtype(torch.float64)
    given = dataclasses.replace(setting("mlp", None), captured=True)
    [ldam] = [job for job in jobs_of(given.request, given.request.classes)[: len(ARMS)] if job.config.start == 1]
    given = dataclasses.replace(given, request=request(model={"name": "mlp"}, arms=ARMS, optimiser={"batchSize": 12}))
    cohort = cohort_of([ldam], given)
    for _ in range(3):
        train(cohort)
    # Each epoch has five whole batches and a rest of eight; of the first, three are warm-up.
    assert [graph.replays for graph in gpu.graphs] == [2, 10]


@pytest.mark.parametrize("captured", [False, True])
def test_epoch_that_is_left_leaves_nothing_going_on(gpu: Gpu, captured: bool) -> None:
    """Its memory may go to the next model at once."""
    given = dataclasses.replace(setting("mlp", None), captured=captured)
    cohort = cohort_of(stacks(given, 9)[0], given)
    steps = cohort.epoch_steps(lambda: None)
    next(steps)
    stream: Any = cohort._stream
    assert stream.busy
    del steps
    assert not stream.busy
    assert gpu.graphs == []


def test_checkpoints_go_on_alone_and_in_stacks(gpu: Gpu) -> None:
    """Fused optimisers want their memory on the device, and as the parameters lie there: Gpu checks both."""
    given = setting("small-cnn", 8, "adamw")
    stack = stacks(given, 9)[0]
    together = cohort_of(stack, given)
    train(together)
    alone = Cohort(stack[:1], [on_disk(together.checkpoint(0))], given)
    train(alone)
    again = Cohort(stack, [on_disk(alone.checkpoint(0)), on_disk(alone.checkpoint(0))], given)
    gpu.forget()
    train(again)
    assert again.epoch == 3
    for held in again.checkpoint(1).optimiser.values():
        assert {one.device for one in held.values()} == {CUDA}


def on_disk(checkpoint: Checkpoint) -> Checkpoint:
    """As it is read again."""
    memory = {
        name: {key: one.to("cpu", copy=True) for key, one in held.items()}
        for name, held in checkpoint.optimiser.items()
    }
    return Checkpoint(
        Record(epoch=checkpoint.record.epoch), {key: one.cpu() for key, one in checkpoint.model.items()}, memory
    )


@pytest.mark.parametrize(("model", "side"), [("mlp", None), ("small-cnn", 8)])
def test_halves_of_batches_stay_on_the_device(gpu: Gpu, model: str, side: int | None) -> None:
    given = dataclasses.replace(setting(model, side), parts=2)
    for jobs in stacks(given, 1):
        for step, _ in enumerate(cohort_of(jobs, given).epoch_steps(lambda: None)):
            assert step == 0 or (gpu.waits, gpu.crossings, gpu.off_stream) == ([], [], [])
            gpu.forget()


@pytest.mark.parametrize("most", [1, 9])
def test_evaluation_brings_back_no_more_than_predictions(gpu: Gpu, most: int) -> None:
    given = dataclasses.replace(setting("resnet20", 8), half=torch.bfloat16)
    for jobs in stacks(given, most):
        cohort = cohort_of(jobs, given)
        gpu.forget()
        measured = measure(cohort, "test", Processes())
        # Classes, probabilities and losses, of logits as they are and adjusted; labels and priors go the other way.
        assert len(measured) == len(jobs)
        assert [one for one in gpu.crossings if "item" in one] == []
        assert len(gpu.waits) <= len(jobs) * 8


def test_data_without_room_on_the_device_go_there_batch_by_batch(gpu: Gpu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _device: (2**10, 2**30))
    for model, side in (("mlp", None), ("small-cnn", 8)):
        given = setting(model, side)
        cohort = cohort_of(stacks(given, 1)[0], given)
        for step, _ in enumerate(cohort.epoch_steps(lambda: None)):
            assert step == 0 or (gpu.waits, len(gpu.crossings)) == ([], 2)
            gpu.forget()


def test_image_files_go_to_the_device_without_waiting(gpu: Gpu, monkeypatch: pytest.MonkeyPatch) -> None:
    given = setting("small-cnn", 8)
    labels = given.source.labels
    paths = {name: [b"image"] * some.size for name, some in labels.items()}
    monkeypatch.setattr(FileSource, "_image", lambda _self, _path: torch.zeros(8, 8, 3, dtype=torch.uint8))
    given = dataclasses.replace(given, source=FileSource(Listed(paths, labels, 8, 0, ()), CUDA, 1, silent))
    cohort = cohort_of(stacks(given, 1)[0], given)
    for step, _ in enumerate(cohort.epoch_steps(lambda: None)):
        assert step == 0 or gpu.waits == []
        gpu.forget()
    assert [found.device for found, _ in cohort.logits("test", 16)] == [CUDA] * 2


def test_trial_that_cannot_be_recorded_leaves_the_others(gpu: Gpu, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before PyTorch 2.12 its allocator then takes the recording for one that goes on."""
    broken: list[str] = []

    def record(*_: object, **__: object) -> None:
        broken.append("operation not permitted when stream is capturing")
        raise RuntimeError(broken[0])

    def empty_cache() -> None:
        if broken:
            raise RuntimeError("captures_underway.empty() INTERNAL ASSERT FAILED")

    monkeypatch.setattr(torch.cuda, "graph", record)
    monkeypatch.setattr(torch.cuda, "empty_cache", empty_cache)
    monkeypatch.setattr("class_balance.train.tune._WARM_UP", 5)
    monkeypatch.setattr("class_balance.train.tune._TIMED", 1)
    given = setting("mlp", None)
    given = dataclasses.replace(
        given, request=request(model={"name": "mlp"}, arms=ARMS, engine={"deterministic": False})
    )
    said: list[str] = []
    jobs = jobs_of(given.request, given.request.classes)
    chosen, sharing = tuned(given, Options(), jobs, lambda type_, **more: said.append(f"{type_} {more}"))
    assert gpu.graphs == []
    assert len([one for one in said if "not possible" in one]) == 6
    assert (chosen.captured, sharing) == (False, Sharing())


def test_trials_run_and_what_they_made_goes_at_once(gpu: Gpu, monkeypatch: pytest.MonkeyPatch) -> None:
    given = setting("mlp", None)
    given = dataclasses.replace(
        given, request=request(model={"name": "mlp"}, arms=ARMS, engine={"deterministic": False})
    )
    jobs = jobs_of(given.request, given.request.classes)
    made: list[weakref.ref[Cohort]] = []
    build = Cohort._build

    def noted(self: Cohort, checkpoints: Sequence[Checkpoint]) -> Learner:
        made.append(weakref.ref(self))
        return build(self, checkpoints)

    monkeypatch.setattr(Cohort, "_build", noted)
    monkeypatch.setattr("class_balance.train.tune._WARM_UP", 5)
    monkeypatch.setattr("class_balance.train.tune._TIMED", 1)
    said: list[str] = []
    gc.collect()
    gc.disable()
    chosen, _ = tuned(given, Options(), jobs, lambda type_, **more: said.append(f"{type_} {more}"))
    alive = sum(one() is not None for one in made)
    gc.enable()
    assert [one for one in said if "not possible" in one] == []
    assert len(said) == 8
    assert len(made) == 1 + 1 + 2 + 4 + 8 + 1 + 1
    assert len(gpu.graphs) > 0
    assert alive == 0
    assert chosen.device == CUDA
