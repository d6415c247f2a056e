"""Models that train side by side, in parts or over processes are the models that train alone."""

from __future__ import annotations

import copy
import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from class_balance.train.__main__ import main
from class_balance.train.checkpoint import Checkpoint, Record
from class_balance.train.cohort import Cohort, Job, Setting
from class_balance.train.data import Packed
from class_balance.train.distributed import Processes
from class_balance.train.optimiser import set_rate
from class_balance.train.options import Options
from class_balance.train.predict import measure
from class_balance.train.run import jobs_of
from class_balance.train.sharing import Sharing, stacks_of
from class_balance.train.source import ArraySource
from class_balance.train.tune import steps_a_second, tuned
from runs import (
    BALANCED,
    COUNTS,
    DEVICE,
    FOCAL,
    LDAM,
    PLAIN,
    arm,
    arrays,
    events,
    finals,
    request,
    wait_until,
    write_run,
)

#: Rounding of float32 grows from step to step until two runs have nothing in common; in float64 it does not.
TOLERANCE = 1e-9
#: Steps are recorded as CUDA graphs where there is CUDA; elsewhere there is nothing to record.
CAPTURED = [False, True] if torch.device(DEVICE).type == "cuda" else [False]
#: On a GPU each process wants one of its own.
TWO_DEVICES = pytest.mark.skipif(
    torch.device(DEVICE).type == "cuda" and torch.cuda.device_count() < 2, reason="two processes want two GPUs"
)
PRIOR = arm("balanced-softmax", {"family": "balanced-softmax", "scheme": "none"})
REPEATED = arm("repeated", PLAIN, sampler={"kind": "repeat-factor", "threshold": 0.5})


@pytest.fixture(autouse=True)
def _double() -> Iterator[None]:
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.fixture
def _rate_in_single(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recorded step reads its learning rate in float32, which two runs in float64 would tell apart."""
    monkeypatch.setattr(
        "class_balance.train.cohort.set_rate", lambda optimiser, rate: set_rate(optimiser, float(np.float32(rate)))
    )


def setting(model: str, *, side: int | None = None, **changes: Any) -> Setting:
    found = arrays(COUNTS, side=side)
    labels = found["y"].astype(np.int64)
    rows = {name: np.flatnonzero(found["split"] == at) for at, name in enumerate(("train", "val", "test"))}
    asked = request(
        model={"name": model}, arms=[arm("softmax", PLAIN), BALANCED, PRIOR, FOCAL, LDAM, REPEATED], **changes
    )
    device = torch.device(DEVICE)
    return Setting(
        asked, ArraySource(Packed(found["x"], labels, rows, np.zeros(0, dtype=np.int64)), device), device, Processes()
    )


def trained(jobs: list[Job], given: Setting, epochs: int = 2) -> Cohort:
    cohort = Cohort(jobs, [Checkpoint(Record()) for _ in jobs], given)
    for _ in range(epochs):
        for _ in cohort.epoch_steps(lambda: None):
            pass
    return cohort


def distance(one: Checkpoint, other: Checkpoint) -> float:
    assert one.model.keys() == other.model.keys()
    return max(float((one.model[name] - other.model[name]).abs().max()) for name in one.model)


@pytest.mark.parametrize(("model", "side"), [("linear", None), ("mlp", None), ("small-cnn", 8), ("resnet20", 8)])
@pytest.mark.parametrize("kind", ["sgd", "adamw"])
@pytest.mark.parametrize("captured", CAPTURED)
@pytest.mark.usefixtures("_rate_in_single")
def test_stacked_models_are_those_that_train_alone(model: str, side: int | None, kind: str, captured: bool) -> None:
    given = setting(model, side=side, optimiser={"kind": kind})
    replayed = dataclasses.replace(given, captured=captured)
    stacks = _stacks(given, model)
    assert max(len(stack) for stack in stacks) == 6
    for stack in stacks:
        together = trained(stack, replayed)
        measured = measure(together, "test", Processes())
        for at, job in enumerate(stack):
            alone = trained([job], given)
            assert distance(together.checkpoint(at), alone.checkpoint(0)) < TOLERANCE
            assert together.mean_losses()[at] == pytest.approx(alone.mean_losses()[0], rel=TOLERANCE)
            assert measured[at].plain.recall == measure(alone, "test", Processes())[0].plain.recall


def _stacks(given: Setting, model: str) -> list[list[Job]]:
    jobs = jobs_of(given.request, given.request.classes)
    return stacks_of(jobs, dict.fromkeys(jobs, 0), Sharing(stack=9), model)


def test_stacks_hold_one_structure_and_pace() -> None:
    names = [{job.arm.name for job in stack} for stack in _stacks(setting("linear"), "linear")]
    assert names == [{"softmax", "cb-softmax", "balanced-softmax"}, {"cb-focal"}, {"ldam"}, {"repeated"}, {"repeated"}]
    assert {len(stack) for stack in _stacks(setting("linear"), "timm:resnet18")} == {1}


def test_stacked_checkpoint_goes_on_alone() -> None:
    given = setting("mlp", optimiser={"kind": "adamw"})
    stack = _stacks(given, "mlp")[0]
    halfway = trained(stack, given, epochs=1)
    alone = Cohort([stack[1]], [halfway.checkpoint(1)], given)
    for cohort in (alone, halfway):
        for _ in cohort.epoch_steps(lambda: None):
            pass
    assert distance(alone.checkpoint(0), halfway.checkpoint(1)) < TOLERANCE


@pytest.mark.parametrize("model", ["mlp", "small-cnn"])
def test_half_precision_trains_alone_and_stacked(model: str) -> None:
    torch.set_default_dtype(torch.float32)
    given = setting(model, side=8)
    half = dataclasses.replace(given, half=torch.bfloat16)
    stack = _stacks(given, model)[0]
    whole, together, alone = trained(stack, given), trained(stack, half), trained(stack[:1], half)
    assert together.mean_losses() == pytest.approx(whole.mean_losses(), rel=0.05)
    assert alone.mean_losses()[0] == pytest.approx(whole.mean_losses()[0], rel=0.05)
    assert together.mean_losses() != whole.mean_losses()
    assert {one.dtype for one in together.checkpoint(0).model.values()} == {torch.float32}


@pytest.mark.parametrize("model", ["linear", "mlp"])
def test_batch_in_two_parts_is_the_whole_batch_without_batch_norm(model: str) -> None:
    given = setting(model)
    halved = dataclasses.replace(given, parts=2)
    for job in jobs_of(given.request, given.request.classes)[:6]:
        whole, parts = trained([job], given), trained([job], halved)
        assert distance(whole.checkpoint(0), parts.checkpoint(0)) < TOLERANCE
        assert whole.mean_losses() == pytest.approx(parts.mean_losses(), rel=TOLERANCE)


def test_trial_of_sharing_trains_nothing_that_is_kept() -> None:
    given = setting("mlp")
    jobs = jobs_of(given.request, given.request.classes)
    before = trained([jobs[0]], given, epochs=1).checkpoint(0)
    for sharing in (Sharing(), Sharing(stack=4), Sharing(streams=3)):
        assert steps_a_second(given, sharing, jobs) > 0
    assert distance(before, trained([jobs[0]], given, epochs=1).checkpoint(0)) == 0


@pytest.mark.skipif(DEVICE != "cpu", reason="it is about machines without a GPU")
def test_sharing_is_what_the_options_say_where_there_is_no_gpu() -> None:
    given = setting("mlp")
    jobs = jobs_of(given.request, given.request.classes)
    said: list[str] = []
    chosen, sharing = tuned(given, Options(stack=5, captured=True), jobs, lambda type_, **_: said.append(type_))
    assert (chosen.captured, sharing, said) == (False, Sharing(stack=5), [])


def test_batch_without_an_image_changes_nothing() -> None:
    """Neither momentum nor decay move the model, and no loss is NaN."""
    given = setting("small-cnn", side=8)
    cohort = trained([jobs_of(given.request, given.request.classes)[1]], given, epochs=1)
    before = copy.deepcopy(cohort.checkpoint(0))
    losses = cohort._step(torch.zeros(1, 0, 3, 8, 8), torch.zeros(1, 0, dtype=torch.long))
    assert losses.tolist() == [0]
    assert distance(before, cohort.checkpoint(0)) == 0


@pytest.mark.skipif(DEVICE != "cpu", reason="it is about processors")
@pytest.mark.parametrize(
    ("model", "deterministic", "options", "stack"),
    [
        ("linear", False, Options(), 6),
        ("mlp", False, Options(), 6),
        ("mlp", True, Options(), 1),
        ("mlp", False, Options(streams=1), 1),
        ("mlp", False, Options(stack=3), 3),
        ("small-cnn", False, Options(), 1),
    ],
)
def test_dense_models_are_stacked_on_a_cpu(model: str, deterministic: bool, options: Options, stack: int) -> None:
    given = setting(model, side=8 if model == "small-cnn" else None, engine={"deterministic": deterministic})
    jobs = jobs_of(given.request, given.request.classes)
    said: list[str] = []
    _, sharing = tuned(given, options, jobs, lambda type_, **_: said.append(type_))
    assert sharing == Sharing(stack=stack)
    assert said == (["log"] if stack == 6 else [])


@pytest.mark.skipif(DEVICE != "cpu", reason="it is about processors")
def test_stacked_run_tells_what_one_after_another_tells(tmp_path: Path) -> None:
    """A whole run on a CPU, where stacks are the default unless it is to be deterministic."""
    arms = [arm("softmax", PLAIN), BALANCED, LDAM]
    for name, deterministic in (("alone", True), ("stacked", False)):
        config = write_run(tmp_path / name, arms=arms, engine={"deterministic": deterministic})
        assert main(["--config", str(config)]) == 0
    both = [finals(tmp_path / name) for name in ("alone", "stacked")]
    assert both[0].keys() == both[1].keys()
    for key, one in both[0].items():
        assert one["loss"] == pytest.approx(both[1][key]["loss"], rel=TOLERANCE)
        assert one["recall"] == both[1][key]["recall"]


_IN_DOUBLE = "import sys, torch; torch.set_default_dtype(torch.float64); \
from class_balance.train.__main__ import main; sys.exit(main(sys.argv[1:]))"


@TWO_DEVICES
def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    script = tmp_path / "double.py"
    script.write_text(_IN_DOUBLE, encoding="utf-8")
    changes: dict[str, Any] = {
        "side": 8,
        "model": {"name": "resnet20"},
        "arms": [arm("softmax", PLAIN), BALANCED, LDAM],
    }
    states = []
    for number in (1, 2):
        config = write_run(tmp_path / str(number), **changes)
        train_by(number, script, config)
        assert len(events(tmp_path / str(number), "end")) == 1
        files = sorted((tmp_path / str(number) / "checkpoints").iterdir())
        states.append([torch.load(one, weights_only=True)["model"] for one in files])
    for one, two in zip(*states, strict=True):
        assert max(float((one[name] - two[name]).abs().max()) for name in one) < TOLERANCE
    assert finals(tmp_path / "1").keys() == finals(tmp_path / "2").keys()
    for key, one in finals(tmp_path / "1").items():
        assert one["recall"] == finals(tmp_path / "2")[key]["recall"]


@TWO_DEVICES
def test_last_batch_of_one_sample_is_trained_on_by_two_processes(tmp_path: Path) -> None:
    script = tmp_path / "double.py"
    script.write_text(_IN_DOUBLE, encoding="utf-8")
    # 68 samples: the second process gets none of the last batch, and batch norm has to do with that.
    changes: dict[str, Any] = {"side": 8, "model": {"name": "resnet20"}, "optimiser": {"batchSize": 67}, "seeds": [0]}
    states = []
    for number in (1, 2):
        config = write_run(tmp_path / str(number), arms=[arm("softmax", PLAIN), BALANCED, LDAM], **changes)
        train_by(number, script, config)
        files = sorted((tmp_path / str(number) / "checkpoints").iterdir())
        states.append([torch.load(one, weights_only=True)["model"] for one in files])
    for one, two in zip(*states, strict=True):
        # Batch norm over the few pixels of one sample enlarges rounding; a step too few is far more.
        assert max(float((one[name] - two[name]).abs().max()) for name in one) < 1e-6


def train_by(processes: int, script: Path, config: Path) -> None:
    """In float64: here by one process, else by torchrun."""
    if processes == 1:
        assert main(["--config", str(config)]) == 0
        return
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    subprocess.run([*torchrun, str(script), "--config", str(config)], check=True, capture_output=True)


@TWO_DEVICES
def test_command_starts_as_many_processes_as_the_request_says(tmp_path: Path) -> None:
    config = write_run(tmp_path, engine={"processes": 2}, seeds=[0])
    done = subprocess.run([sys.executable, "-m", "class_balance.train", "--config", str(config)], check=False)
    assert done.returncode == 0
    assert events(tmp_path, "start")[0]["environment"]["processes"] == "2"
    assert events(tmp_path)[-1]["status"] == "done"


@TWO_DEVICES
def test_process_that_dies_ends_the_run_with_words_and_keeps_checkpoints(tmp_path: Path) -> None:
    config = write_run(tmp_path, engine={"processes": 2}, seeds=[0], budget={"epochs": 10**6})
    command = [sys.executable, "-m", "class_balance.train", "--config", str(config), "--checkpoint-seconds", "0"]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    kept = tmp_path / "checkpoints" / "000-0.pt"
    wait_until(child, kept.exists)
    os.kill(_second_process(config), 9)
    assert child.wait(timeout=120) == 1
    last = events(tmp_path)[-1]
    assert last["status"] == "failed"
    assert "--resume" in last["reason"]
    assert kept.is_file()


@TWO_DEVICES
def test_several_processes_stop_together_when_asked(tmp_path: Path) -> None:
    config = write_run(tmp_path, engine={"processes": 2}, seeds=[0], budget={"epochs": 10**6})
    command = [sys.executable, "-m", "class_balance.train", "--config", str(config), "--checkpoint-seconds", "0"]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    wait_until(child, (tmp_path / "checkpoints" / "000-0.pt").exists)
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=120) == 130
    assert [one["status"] for one in events(tmp_path, "end")] == ["stopped"]


def _second_process(config: Path) -> int:
    """The process with rank 1 of a run."""
    for folder in Path("/proc").iterdir():
        try:
            environment = (folder / "environ").read_bytes()
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if b"RANK=1\0" in environment and os.fsencode(config) in line:
            return int(folder.name)
    raise AssertionError("there is no second process")
